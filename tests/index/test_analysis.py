"""Stems and character n-grams."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.letters import bare
from index.analysis import GRAM, forms, grams, stem, stems


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("lv", ["prioritāte", "prioritātes", "prioritātei", "Prioritates"]),
        ("lv", ["veloceliņš", "veloceliņi", "veloceliņiem", "VELOCELIŅU"]),
        ("lv", ["pašvaldība", "pašvaldības", "pasvaldibam", "pašvaldībās"]),
        ("en", ["priority", "priorities", "Priorities"]),
        ("de", ["Maßnahme", "Maßnahmen"]),
    ],
)
def test_inflection_and_diacritics_do_not_matter(language: str, words: list[str]) -> None:
    assert len({stem(word, language) for word in words}) == 1


def test_different_words_stay_different() -> None:
    words = ["ceļš", "celt", "skola", "ūdens", "uzdevums", "finansējums"]
    assert len({stem(word, "lv") for word in words}) == len(words)


def test_numbers_and_codes_stay_as_they_are() -> None:
    assert stems("CO2 2021.-2027. P62", "lv") == ["co2", "2021", "2027", "p62"]


@given(st.text(alphabet="aābcčeēgģiīkķlļnņsšuūzž 1", max_size=60))
def test_n_grams_are_pieces_of_folded_words(text: str) -> None:
    found = grams(text)
    assert found == grams(bare(text))
    assert all(len(gram) == GRAM for gram in found)
    assert all(gram in bare(text) for gram in found)
    assert len(found) == sum(max(0, len(word) - GRAM + 1) for word in text.split())


def test_yes_is_no_duty() -> None:
    assert forms("Jā", "lv") == {"ja"}


def test_the_plural_of_an_abbreviation_has_the_forms_of_the_singular() -> None:
    assert forms("SPD", "en") <= forms("SPDs", "en")
    assert forms("SMEs", "lv") & forms("SME", "lv")
    assert forms("bus", "en") == {"bus"}
