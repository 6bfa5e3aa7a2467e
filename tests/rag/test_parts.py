"""A question that asks of two things, cut into its parts."""

from __future__ import annotations

import pytest

from rag.answer import Language
from rag.parts import parts


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Who runs the trains, and who the airport?", "Who runs the trains", "who the airport?"),
        ("On housing, what does Balvi plan and what does Preiļi?",
         "On housing, what does Balvi plan", "On housing: what does Preiļi?"),
        ("Kas atbild par vilcieniem un kas par lidostu?",
         "Kas atbild par vilcieniem", "kas par lidostu?"),
        ("Kuru mērķi izceļ LPS un par ko raizējas pilsēta?",
         "Kuru mērķi izceļ LPS", "par ko raizējas pilsēta?"),
    ],
)  # fmt: skip
def test_a_question_that_asks_twice_is_cut_where_it_asks_anew(
    text: str, first: str, second: str
) -> None:
    language: Language = "en" if " and " in text else "lv"
    assert parts(text, language, frozenset()) == (first, second)


def test_of_two_things_set_side_by_side_each_part_keeps_one() -> None:
    text = "Bridges versus ferries: is the money the same?"
    assert parts(text, "en", frozenset({"bridg", "ferri", "bridges", "ferries"})) == (
        "Bridges: is the money the same?",
        "ferries: is the money the same?",
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who runs the trains?", "en"),
        ("Ko dara pilsēta, lai parki būtu tīri un ka tie paliktu tīri?", "lv"),
        ("Par ko ir runa vietā, kur kas notiek?", "lv"),
    ],
)
def test_a_question_of_one_thing_has_no_parts(text: str, language: Language) -> None:
    assert parts(text, language, frozenset()) == ()
