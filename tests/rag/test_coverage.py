"""How much of a topic each of many passages covers."""

from __future__ import annotations

import pytest

from rag.coverage import coverage, degrees, share
from rag.question import analyse
from rag.topic import RELATED, Group, coverage_of, topic_groups
from tests.rag.asking import Asker, request

A = Group("a", frozenset({"#a"}), frozenset({"#near"}), 3.0)
B = Group("b", frozenset({"b"}), frozenset(), 1.0, plain=True)
BOTH = Group("a b", frozenset({"a", "b"}), frozenset(), 1.0, every=frozenset({"a", "b"}))


def said(*terms: str) -> frozenset[str]:
    return frozenset(terms)


def test_a_thing_is_named_by_what_is_said_up_to_a_part() -> None:
    first = [said("#a"), said("#near"), said(), said("b")]
    second = [said(), said("#a"), said("#near"), said("b")]
    assert [column.tolist() for column in degrees(A, (first, second))] == [
        [1.0, RELATED, 0.0, 0.0],
        [1.0, 1.0, RELATED, 0.0],
    ]


def test_a_quoted_phrase_is_named_where_all_its_words_are_said_by_then() -> None:
    first = [said("a", "b"), said("a"), said("a"), said()]
    second = [said(), said("b"), said("a"), said("b")]
    assert [column.tolist() for column in degrees(BOTH, (first, second))] == [
        [1.0, 0.0, 0.0, 0.0],
        [1.0, 1.0, 0.0, 0.0],
    ]


def test_a_share_is_weighted_and_that_of_nothing_is_nothing() -> None:
    texts = [said("#a", "b"), said("#a"), said("b"), said()]
    named = [degrees(group, (texts,))[0] for group in (A, B)]
    assert share((A, B), named, 4).tolist() == pytest.approx([1.0, 0.75, 0.25, 0.0])
    assert share((), (), 2).tolist() == [0.0, 0.0]


QUESTIONS = (
    "Kuras prioritātes finansē velo infrastruktūru?",
    "Kas notiek Malnavas koledžā?",
    "Kurās sadaļās minēts “aprites ekonomika”?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_passage_says_counts_whole_and_what_its_titles_say_less(
    bundled: Asker, question: str
) -> None:
    groups = topic_groups(analyse(request(question)), bundled.terms)
    found = coverage(groups, list(bundled.terms.of), bundled.terms)
    assert found.max() == 1.0
    for covered, terms in zip(found.tolist(), bundled.terms.of.values(), strict=True):
        own, over = coverage_of(groups, terms.own), coverage_of(groups, terms.own | terms.above)
        assert own <= covered <= over or covered == pytest.approx(own)
        assert covered < over or over in (own, 0.0)


def test_an_empty_topic_is_covered_by_nothing(bundled: Asker) -> None:
    assert not coverage((), list(bundled.terms.of)[:3], bundled.terms).any()
