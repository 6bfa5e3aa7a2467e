"""Names as Latvian writes them, and as they are."""

from __future__ import annotations

import pytest

from index.analysis import forms, stem
from index.transliteration import Names, consonants

SPELT = [
    ("Bakingemšīras", "Buckinghamshire"),
    ("Tjūksberijas", "Tewkesbury"),
    ("Glosteras", "Gloucester"),
    ("Kembridžā", "Cambridge"),
    ("Šefīldas", "Sheffield"),
    ("Oksfordas", "Oxford"),
    ("Vestminsterā", "Westminster"),
    ("Ņūkāslas", "Newcastle"),
    ("Mančestras", "Manchester"),
    ("Solsberi", "Salisbury"),
]


@pytest.mark.parametrize(("written", "name"), SPELT)
def test_a_name_is_known_as_latvian_inflects_and_spells_it(written: str, name: str) -> None:
    names = Names()
    names.add(name, stem(name, "en"), "en")
    assert names.like(written, stem(written, "lv"), {"en"}) == {stem(name, "en")}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ludzā", "Leeds"),  # as many consonants, other letters
        ("Čestera", "Castle"),
        ("Tukuma", "Tewkesbury"),
    ],
)
def test_another_name_is_not(written: str, name: str) -> None:
    names = Names()
    names.add(name, stem(name, "en"), "en")
    assert not names.like(written, stem(written, "lv"), {"en"})


def test_names_of_other_languages_only_are_looked_at() -> None:
    names = Names()
    names.add("Tewkesbury", "tewkesbury", "en")
    assert not names.like("Tjūksberija", "tjuksberij", {"et"})


@pytest.mark.parametrize("word", ["", "A", "aeiou", "ΑΒΓ", "čšž", "x" * 5000])
def test_any_word_has_consonants_or_none(word: str) -> None:
    assert set(consonants(word)) <= set("bdfgklmnprtvSαβγ")


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("iekasēja", stem("iekasēt", "lv")),
        ("izdeva", stem("izdot", "lv")),
        ("jāīsteno", stem("īstenot", "lv")),
        ("organizēšana", stem("organizēt", "lv")),
    ],
)
def test_a_verb_is_also_known_by_its_dictionary_form(word: str, stemmed: str) -> None:
    assert {stem(word, "lv"), stemmed} == forms(word, "lv")


def test_other_languages_have_one_form() -> None:
    assert forms("Buildings", "en") == {stem("Buildings", "en")}
