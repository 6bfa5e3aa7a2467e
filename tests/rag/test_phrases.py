"""What planqa itself says."""

from __future__ import annotations

import string
import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from corpus.lexicon import role_names
from rag.answer import Language
from rag.phrases import phrase, role_title, things

TEXTS = tomllib.loads(files("rag").joinpath("texts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("count", "noun"),
    [
        (0, "prioritātes"), (1, "prioritāte"), (2, "prioritātes"), (10, "prioritātes"),
        (11, "prioritātes"), (21, "prioritāte"), (22, "prioritātes"), (101, "prioritāte"),
        (111, "prioritātes"), (121, "prioritāte"),
    ],
)  # fmt: skip
def test_latvian_takes_the_singular_after_1_and_21_but_not_11(count: int, noun: str) -> None:
    assert things("priority", count, "lv") == noun


@pytest.mark.parametrize(
    ("count", "noun"), [(1, "priority"), (0, "priorities"), (21, "priorities")]
)
def test_english_takes_the_singular_after_1_alone(count: int, noun: str) -> None:
    assert things("priority", count, "en") == noun


def test_a_kind_without_a_noun_is_a_unit() -> None:
    assert things("municipality", 2, "en") == things("unit", 2, "en")


def test_a_phrase_is_filled_in() -> None:
    said = phrase("attribute_many", "lv", role="Ieviesēji", unit="3.4.1 Zeme", count=4)
    assert "Ieviesēji" in said
    assert "3.4.1 Zeme" in said
    assert "4" in said
    assert "{" not in said


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    lv, en = TEXTS["lv"], TEXTS["en"]
    assert set(lv) == set(en)
    assert {name: fields(text) for name, text in lv.items()} == {
        name: fields(text) for name, text in en.items()
    }
    assert set(TEXTS["things"]["lv"]) == set(TEXTS["things"]["en"])


@pytest.mark.parametrize("language", get_args(Language))
def test_every_role_has_a_title(language: Language) -> None:
    titles = [role_title(role, language) for role in role_names().titles]
    assert all(titles)
    assert len(set(titles)) == len(titles)
