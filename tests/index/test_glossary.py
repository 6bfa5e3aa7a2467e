"""Plain words that may stand for one another, in either language."""

from __future__ import annotations

from importlib.resources import files

from index.analysis import stem
from index.glossary import Glossary, glossary

LINES = files("index").joinpath("glossary.tsv").read_text(encoding="utf-8").splitlines()


def test_every_line_has_words_of_both_languages() -> None:
    wrong = [
        number
        for number, line in enumerate(LINES, 1)
        if line.count("\t") != 1 or not all(part.strip(" ,") for part in line.split("\t"))
    ]
    assert wrong == []


def test_a_word_finds_its_synonyms_across_languages_and_inflections() -> None:
    small = Glossary(["maksa, cena\tprice, fee"])
    assert stem("cenas", "lv") in small.synonyms(stem("fees", "en"), "en")
    assert stem("price", "en") in small.synonyms(stem("maksu", "lv"), "lv")


def test_an_unknown_word_has_none() -> None:
    assert glossary().synonyms("qwertzy", "lv") == frozenset()


def test_the_bundled_glossary_bridges_everyday_words() -> None:
    assert stem("gads", "lv") in glossary().synonyms(stem("years", "en"), "en")
