"""Quotes stay where a reader sees them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.draft import Draft, Statement
from rag.generation.room import SIGHT, in_sight
from tests.rag.generation.drafts import LEAD, draft, quoted


def markdown(made: Draft, sentences: list[str], staying: list[int]) -> str:
    """The answer's text as it is rendered, without the marks of citations."""
    above = "\n".join(f"- {words}" for words in sentences)
    below = "\n".join(f"- {made.statements[place].text}" for place in staying)
    return "\n\n".join(block for block in (above, made.lead, below) if block)


def worded(words: str) -> Statement:
    return Statement(quoted("x").quotes, words=words)


def test_short_answers_have_room_for_sentences() -> None:
    made = draft("Muzeju atjaunos.", "Tiltu pārbūvēs.")
    assert in_sight(made, [worded("Darbus vada dome.")], [0, 1])


def test_a_sentence_that_pushes_a_quote_out_of_sight_has_none() -> None:
    made = draft("m" * 500, "t" * 600)
    assert not in_sight(made, [worded("d" * 200)], [0, 1])
    assert in_sight(made, [worded("d" * 200)], [1])  # where a quote goes, there is room again


def test_a_quote_that_was_out_of_sight_may_stay_so() -> None:
    made = draft("m" * SIGHT, "t" * 600)
    assert in_sight(made, [worded("d" * SIGHT)], [1])


def test_the_end_of_a_line_is_nothing_to_see() -> None:
    made = draft("a", "b")
    filling = [worded("D" * n) for n in (1, 349, 400, 400)]
    assert in_sight(made, filling, [0, 1])


_TEXTS = st.lists(st.integers(1, 700), min_size=1, max_size=5)


@given(quotes=_TEXTS, sentences=st.lists(st.integers(1, 400), max_size=4), data=st.data())
def test_nothing_a_reader_saw_of_a_quote_that_stays_is_lost(
    quotes: list[int], sentences: list[int], data: st.DataObject
) -> None:
    letters = [chr(ord("a") + place) for place in range(len(quotes))]
    made = draft(*(letter * n for letter, n in zip(letters, quotes, strict=True)))
    places = range(len(quotes))
    staying = sorted(data.draw(st.sets(st.sampled_from(places), min_size=1)))
    words = ["D" * n for n in sentences]
    whole = markdown(made, words, staying)
    before = markdown(made, [], list(places))[:SIGHT].replace(LEAD, "")
    after = whole[:SIGHT].replace(LEAD, "")
    kept = all(after.count(letters[i]) >= before.count(letters[i]) for i in staying)
    room = in_sight(made, [worded(one) for one in words], staying)
    assert kept or not room
    assert room or len(whole) > SIGHT
