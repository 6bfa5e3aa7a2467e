"""Retrieval metrics on rankings whose values can be worked out by hand."""

from __future__ import annotations

from math import isnan, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from corpus.span import Span
from eval.gold import Place
from eval.metrics.retrieval import (
    finds,
    first_ranks,
    ndcg,
    places,
    recall,
    reciprocal_rank,
    unit_accuracy,
    within_budget,
)
from tests.eval.building import ROADS, SCHOOLS, gold, passage, place, sources


def test_a_passage_finds_a_quote_by_half_of_it_in_the_same_document() -> None:
    quote = [place(100, 120)]
    assert finds(place(110, 500), quote)
    assert not finds(place(111, 500), quote)
    assert not finds(place(100, 120, "other"), quote)
    assert finds(place(0, 9), [*quote, place(3, 5)])


def test_ranks_are_of_the_first_passage_that_finds_a_group() -> None:
    ranked = [place(0, 5), place(10, 20), place(10, 20), place(30, 40)]
    groups = [[place(10, 20)], [place(90, 99)], [place(50, 60), place(30, 40)]]
    assert first_ranks(ranked, groups) == [2, None, 4]


def test_the_budget_counts_the_passages_text_and_cuts_the_last() -> None:
    ranked = [passage(0, 6_000), passage(6_000, 8_500), passage(9_000, 9_100)]
    assert within_budget(ranked) == [place(0, 6_000), place(6_000, 8_000)]
    [cut] = within_budget([passage(0, 100, text="x" * 50)], budget=25)
    assert cut == place(0, 50)


def test_evidence_behind_the_budget_is_not_found() -> None:
    groups = [[place(0, 100)], [place(8_150, 8_190)]]
    ranked = [passage(0, 7_900), passage(8_000, 8_300)]
    assert recall(first_ranks(within_budget(ranked), groups)) == 0.5
    assert recall(first_ranks(places(ranked), groups)) == 1


def test_recall_at_a_depth_counts_ranks_up_to_it() -> None:
    assert recall([1, 10, 11, None], 10) == 0.5
    assert recall([1, 10, 11, None]) == 0.75


def test_the_reciprocal_rank_is_that_of_the_first_evidence() -> None:
    assert reciprocal_rank([4, 2, None]) == 0.5
    assert reciprocal_rank([None]) == 0


def test_ndcg_by_hand() -> None:
    assert ndcg([1, 2]) == 1
    assert ndcg([2]) == pytest.approx(1 / log2(3))
    assert ndcg([3, None]) == pytest.approx((1 / log2(4)) / (1 + 1 / log2(3)))
    assert ndcg([11]) == 0
    assert ndcg([1, 1, 1]) == 1


@given(st.lists(st.booleans(), min_size=2, max_size=30).filter(any))
def test_ndcg_agrees_with_scikit_learn_where_each_passage_finds_one_group(
    relevant: list[bool],
) -> None:
    ranks = [rank for rank, one in enumerate(relevant, 1) if one]
    scores = np.arange(len(relevant), 0, -1)
    expected = ndcg_score([np.array(relevant, float)], [scores], k=10)
    assert ndcg(ranks) == pytest.approx(expected)


def test_without_gold_all_is_undefined() -> None:
    assert all(isnan(one) for one in (recall([]), ndcg([]), reciprocal_rank([])))
    assert isnan(unit_accuracy([place(0, 5)], gold(), sources()))


def test_unit_accuracy_takes_the_first_units_named() -> None:
    roads, schools = Place("plan", ROADS), Place("plan", SCHOOLS)
    outside = Place("plan", Span(0, 5))
    asked = gold(units=(("plan", "1.2"),))
    assert unit_accuracy([outside, schools, roads], asked, sources()) == 1
    assert unit_accuracy([roads, schools], asked, sources()) == 0
    both = gold(units=(("plan", "1.2"), ("plan", "1.1")))
    assert unit_accuracy([schools, schools, roads], both, sources()) == 1
    assert unit_accuracy([schools], both, sources()) == 0.5
