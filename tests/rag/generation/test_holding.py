"""What is wrong with a statement: at sight, and beside what is known without it."""

from __future__ import annotations

import pytest

from rag.answer import Language
from rag.generation.holding import Holding, Numbered, foreign
from rag.generation.statements import Written
from rag.settings import Settings
from rag.support import StatementChecker
from tests.index.remembering import default_embedder
from tests.rag.support.shelf import Plan, passage

ROAD = passage("Ceļu no Ludzas līdz Zilupei pārbūvēs 2027. gadā.")
BRIDGE = passage("Tiltu pār Daugavu remontēs Ceļu pārvalde.")


@pytest.fixture(scope="module")
def checker() -> StatementChecker:
    return StatementChecker(default_embedder(), Settings(), Plan(ROAD, BRIDGE))


def faults(checker: StatementChecker, asked: str, title: str, *said: str) -> list[tuple[str, ...]]:
    """The faults of sentences that cite the road, in their order."""
    holding = Holding(checker, [Numbered((ROAD,), title)], asked, "lv", lambda _: False)
    return [holding.faults(Written(one, (1,))) for one in said]


@pytest.mark.parametrize(
    ("asked", "title", "found"),
    [
        ("Kas notiks 2027. gadā?", "", ()),
        ("Kuru ceļu pārbūvēs 2027. gadā?", "", ("empty",)),
        ("Kas notiks 2027. gadā?", "Ceļu pārbūve", ("empty",)),
    ],
)
def test_what_the_question_or_the_title_beside_it_says_is_not_said_again(
    checker: StatementChecker, asked: str, title: str, found: tuple[str, ...]
) -> None:
    assert faults(checker, asked, title, "2027. gadā pārbūvēs ceļu.") == [found]


def test_what_was_said_before_is_not_said_again(checker: StatementChecker) -> None:
    said = ("Ceļu no Ludzas līdz Zilupei pārbūvēs 2027. gadā.", "Ceļu pārbūvēs 2027. gadā.")
    assert faults(checker, "Kas notiks?", "", *said) == [(), ("empty",)]


def test_what_is_false_is_not_merely_empty(checker: StatementChecker) -> None:
    asked = "Vai ceļu pārbūvēs 2031. gadā?"
    assert faults(checker, asked, "", "Ceļu pārbūvēs 2031. gadā.") == [("date",)]


@pytest.mark.parametrize(
    ("text", "language", "is_foreign"),
    [
        ("Muzeja ēku atjaunos līdz gada beigām.", "lv", False),
        ("Muzeja ēku atjaunos līdz gada beigām.", "en", True),
        ("The museum building will be restored by the end of the year.", "lv", True),
        ("The museum building will be restored by the end of the year.", "en", False),
        ("LIAA, VARAM, Altum, Latgale, Rēzekne, Daugavpils", "en", False),
        ("Dienvidpils novada dome leads the work with the Culture Board.", "en", False),
        ("2,3 milj. EUR", "en", False),
        ("", "en", False),
    ],
)
def test_only_what_is_clearly_in_the_other_language_is_foreign(
    text: str, language: Language, is_foreign: bool
) -> None:
    assert foreign(text, language) is is_foreign


def test_a_sentence_that_stutters_is_none(checker: StatementChecker) -> None:
    said = "Pārbūvēs ceļu no Ludzas, ceļu no Ludzas, ceļu no Ludzas līdz Zilupei."
    assert faults(checker, "Kas notiks 2027. gadā?", "", said) == [("form",)]
