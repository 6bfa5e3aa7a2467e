"""A statement tells something of its source that the question did not say."""

from __future__ import annotations

import pytest

from rag.support.source import Sources
from rag.support.telling import tells
from tests.rag.support.shelf import Plan, passage

PLAN = "Latgales reģiona attīstības programma 2021.-2027. gadam"
ASKED = "Kas Preiļos atjaunos pils ēku?"
CASTLE = passage(
    "Reģiona attīstības programmā Preiļu pils ēku par 2,3 milj. EUR līdz 2027. gadam atjaunos"
    " Preiļu novada pašvaldība un VKN. Darbus vada Latgales plānošanas reģions.",
    breadcrumb=(PLAN, "3.2 Kultūras mantojums"),
)


def told(statement: str, asked: str = ASKED, language: str = "lv", *generic: str) -> bool:
    source = Sources(Plan(CASTLE, title=PLAN)).of([CASTLE])
    return tells(statement, source, asked, language, lambda stems: bool(stems & {*generic}))


@pytest.mark.parametrize(
    "statement",
    [
        "Pils ēku atjaunos pašvaldība.",
        "To atjaunos līdz 2027. gadam.",
        "Atjaunos par 2,3 milj. EUR.",
        "Atjaunos VKN.",
        "Darbus vada Latgales plānošanas reģions.",  # a name, though the title has its words
    ],
)
def test_a_word_a_number_a_date_or_a_name_is_enough(statement: str) -> None:
    assert told(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "Preiļos atjaunos pils ēku.",
        "Pils ēkas Preiļos atjaunošana.",
        "Programma ir svarīga reģiona attīstībai.",
        "Tas ir ļoti nozīmīgi.",
        "Atjaunos kultūras mantojumu.",  # of the heading, not of the passage
    ],
)
def test_the_question_the_title_and_praise_tell_nothing(statement: str) -> None:
    assert not told(statement)


@pytest.mark.parametrize(
    ("statement", "tells_something"),
    [
        ("The programme is important for the development of the region.", False),
        ("The castle building will be restored.", False),
        ("The municipality will restore the castle building.", True),
        ("It will cost EUR 2.3 million.", True),
    ],
)
def test_the_other_language_is_held_to_the_same(statement: str, tells_something: bool) -> None:
    asked = "Who will restore the castle building in Preiļi?"
    assert told(statement, asked, "en") is tells_something


def test_a_number_that_was_asked_about_is_not_told() -> None:
    assert not told("To atjaunos 2027. gadā.", "Ko atjaunos 2027. gadā?")


def test_a_number_that_the_source_lacks_is_not_told() -> None:
    assert not told("To atjaunos 2031. gadā.", "Kad to atjaunos?")


def test_a_word_that_many_passages_have_tells_nothing_unless_it_is_a_name() -> None:
    generic = ("pasvaldib", "novad", "preil")
    assert not told("Pils ēku atjaunos pašvaldība.", ASKED, "lv", *generic)
    assert told("Pils ēku atjaunos Preiļu pašvaldība.", "Kas atjaunos pils ēku?", "lv", *generic)
    assert not told("The municipality will do it.", "Who will do it?", "en", *generic)


def test_the_years_of_the_title_are_not_told() -> None:
    assert not told("Reģiona attīstības programma 2021.-2027. gadam.")


def test_an_ordinal_may_have_been_asked_about_in_words() -> None:
    one = passage("Pils 1. stāvu atjaunos.")
    source = Sources(Plan(one, title=PLAN)).of([one])
    asked = "Kad atjaunos pils pirmo stāvu?"
    assert not tells("Pils 1. stāvu atjaunos.", source, asked, "lv", lambda _: False)
