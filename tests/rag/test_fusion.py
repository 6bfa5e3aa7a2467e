"""One score from several searches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.fusion import Signal, fuse

SCORES = st.dictionaries(st.sampled_from("abcdef"), st.floats(-100, 100), max_size=6)


def test_scores_of_different_scales_count_alike() -> None:
    fused = fuse(
        [Signal({"a": 0.8, "b": 0.7}, 1.0), Signal({"a": -30.0, "b": 10.0}, 1.0)], ["a", "b"]
    )
    assert fused.total.tolist() == [1.0, 1.0]
    assert [each.tolist() for each in fused.each] == [[1.0, 0.0], [0.0, 1.0]]


def test_weights_weigh() -> None:
    fused = fuse([Signal({"a": 1, "b": 0}, 1.0), Signal({"a": 0, "b": 1}, 0.6)], ["a", "b"])
    assert fused.total.tolist() == pytest.approx([1.0, 0.6])


def test_what_a_search_did_not_find_gets_nothing_from_it() -> None:
    fused = fuse([Signal({"a": 2, "b": 1, "c": 0}, 1.0)], ["b", "other"])
    assert fused.total.tolist() == pytest.approx([0.5, 0.0])


def test_equal_scores_are_all_best_and_no_search_is_no_score() -> None:
    assert fuse([Signal({"a": 3, "b": 3}, 1.0)], ["a", "other"]).total.tolist() == [1.0, 0.0]
    assert fuse([Signal({}, 1.0)], ["a"]).total.tolist() == [0.0]


@given(SCORES, SCORES)
def test_every_signal_stays_between_0_and_1_and_keeps_its_order(
    one: dict[str, float], other: dict[str, float]
) -> None:
    fused = fuse([Signal(one, 1.0), Signal(other, 0.5)], "abcdef")
    first, second = fused.each
    assert all(each.min() >= 0 and each.max() <= 1 for each in fused.each)
    assert fused.total.tolist() == pytest.approx((first + 0.5 * second).tolist())
    values = [first["abcdef".index(key)] for key in sorted(one, key=lambda key: one[key])]
    assert values == sorted(values)
