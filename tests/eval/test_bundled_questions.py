"""The questions that come with planqa: enough of each, and gold that stands in the documents."""

from __future__ import annotations

from collections import Counter

import pytest

from eval.gold import resolve
from eval.questions import Pair, bundled_files, read_files
from eval.source import Library
from eval.split import split_pairs


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return [pair for file in read_files(bundled_files()).values() for pair in file]


def test_every_quote_and_section_stands_in_its_document(pairs: list[Pair], plans: Library) -> None:
    for pair in pairs:
        gold = resolve(pair, plans)
        assert all(gold.groups), pair.pair
        assert all(member.places for member in gold.members), pair.pair


def test_there_are_enough_questions_of_each_kind_over_all_documents(
    pairs: list[Pair], plans: Library
) -> None:
    assert len(pairs) >= 130
    assert all(len(pair.wordings) == 2 for pair in pairs)
    kinds = Counter(pair.kind for pair in pairs if pair.answerable)
    assert min(kinds[kind] for kind in ("fact", "attribute", "list", "comparison")) >= 10
    assert kinds["definition"] >= 5
    assert {name for pair in pairs for name in pair.documents} == set(plans)
    assert 2 * sum(not pair.answerable for pair in pairs) >= 50
    assert sum(pair.follow_up for pair in pairs) >= 5


def test_the_halves_are_balanced_by_kind_and_document(pairs: list[Pair]) -> None:
    """Those written to be divided; some files say themselves which half they are for."""
    pairs = [pair for pair in pairs if pair.split is None]
    sides = split_pairs(pairs)
    assert abs(Counter(sides.values())["dev"] - len(pairs) / 2) <= 0.06 * len(pairs)
    for name in ("kind", "answerable"):
        halves = Counter((getattr(pair, name), sides[pair.pair]) for pair in pairs)
        for value in {value for value, _ in halves}:
            assert abs(halves[value, "dev"] - halves[value, "test"]) <= 6, value


def test_every_list_question_states_its_criterion(pairs: list[Pair]) -> None:
    assert [one.pair for one in pairs if one.members and not one.criterion] == []


def test_no_question_is_asked_twice(pairs: list[Pair]) -> None:
    asked = Counter(
        (wording.question.casefold(), str(wording.history))
        for pair in pairs
        for wording in pair.wordings.values()
    )
    assert [question for question, count in asked.items() if count > 1] == []
