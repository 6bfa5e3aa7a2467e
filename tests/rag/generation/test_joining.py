"""A model's sentences and the quotes they rest on, as one answer."""

from __future__ import annotations

import pytest

from rag.draft import Draft
from rag.generation.room import SIGHT
from tests.rag.generation.drafts import LEAD, draft, joining, said, texts

MUSEUM = "Muzeja ēku atjaunos līdz 2027. gadam, un tas izmaksās 2,3 milj. EUR."
BRIDGE = "Tiltu pārbūvēs pašvaldība."
COST = "Muzeja ēkas atjaunošana izmaksās 2,3 milj. EUR."
WHOLE = "Līdz 2027. gadam muzeja ēku atjaunos, un tas izmaksās 2,3 milj. EUR."


def test_sentences_come_first_then_the_lead_and_the_quotes_they_do_not_carry() -> None:
    made = draft(MUSEUM, BRIDGE)
    answer = joining(made).joined([said(made, WHOLE, 1)])
    assert texts(answer) == [WHOLE, f"“{BRIDGE}”"]
    assert answer.lead == LEAD


def test_a_quote_that_says_more_than_its_sentence_stays() -> None:
    made = draft(MUSEUM)
    assert texts(joining(made).joined([said(made, COST, 1)])) == [COST, f"“{MUSEUM}”"]


def test_a_quote_is_carried_only_by_sentences_that_cite_it() -> None:
    made = draft(MUSEUM, BRIDGE)
    assert f"“{MUSEUM}”" in texts(joining(made).joined([said(made, WHOLE, 2)]))


def test_sentences_that_carry_everything_are_the_answer() -> None:
    made = draft(MUSEUM)
    sentence = said(made, WHOLE, 1)
    assert joining(made).joined([sentence]) == Draft("", (sentence.statement,))


@pytest.mark.parametrize(
    ("first", "kind"), [("Dome.", "attribute"), ("Plānam ir divi mērķi:", "fact")]
)
def test_the_items_of_a_list_stay_together(first: str, kind: str) -> None:
    made = draft(first, MUSEUM, BRIDGE)
    answer = joining(made, kind).joined([said(made, WHOLE, 2)])  # type: ignore[arg-type]
    assert len(answer.statements) == 4


def test_most_of_a_quote_is_not_said_twice() -> None:
    made = draft(MUSEUM)
    assert joining(made).repeats(said(made, MUSEUM, 1))
    assert joining(made).repeats(said(made, "muzeja ēku atjaunos līdz 2027. gadam, un tas", 1))
    assert not joining(made).repeats(said(made, WHOLE, 1))


def test_a_part_of_a_long_quote_may_be_said_and_the_quote_stays() -> None:
    made = draft(f"{MUSEUM} {BRIDGE} Darbus vada dome.")
    part = said(made, BRIDGE, 1)
    assert not joining(made).repeats(part)
    assert len(joining(made).joined([part]).statements) == 2


def test_parts_of_a_quote_may_together_not_say_most_of_it_again() -> None:
    made = draft(f"{MUSEUM} {BRIDGE} Darbus vada dome.")
    parts = joining(made)
    assert not parts.repeats(said(made, BRIDGE, 1))
    assert parts.repeats(said(made, MUSEUM, 1))


def test_what_is_copied_carries_nothing() -> None:
    made = draft(f"{BRIDGE} {BRIDGE}")
    assert len(joining(made).joined([said(made, BRIDGE, 1)]).statements) == 2


def test_a_sentence_without_room_is_left_out_and_one_that_makes_room_stays() -> None:
    long = "Aleja " + "ved uz parku " * 80
    made = draft(MUSEUM, f"{long} pie {BRIDGE}"[:SIGHT])
    needless = said(made, "Parku pie alejas kops " + "cilvēki " * 12, 2)
    carrying = said(made, WHOLE, 1)
    assert joining(made).fitting([carrying, needless]) == [carrying]
    assert joining(made).fitting([needless, carrying]) == [carrying]


def test_where_there_is_room_every_sentence_stays() -> None:
    made = draft(MUSEUM, BRIDGE)
    every = [said(made, COST, 1), said(made, "Pašvaldība pārbūvē tiltu.", 2)]
    assert joining(made).fitting(every) == every
