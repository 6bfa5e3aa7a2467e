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
    assert fused["a"].total == fused["b"].total == 1.0
    assert fused["a"].each == (1.0, 0.0)


def test_weights_weigh() -> None:
    fused = fuse([Signal({"a": 1, "b": 0}, 1.0), Signal({"a": 0, "b": 1}, 0.6)], ["a", "b"])
    assert fused["a"].total == pytest.approx(1.0)
    assert fused["b"].total == pytest.approx(0.6)


def test_what_a_search_did_not_find_gets_nothing_from_it() -> None:
    fused = fuse([Signal({"a": 2, "b": 1, "c": 0}, 1.0)], ["b", "other"])
    assert set(fused) == {"b", "other"}
    assert fused["b"].total == pytest.approx(0.5)
    assert fused["other"].total == 0.0


def test_equal_scores_are_all_best_and_no_search_is_no_score() -> None:
    assert fuse([Signal({"a": 3, "b": 3}, 1.0)], ["a"])["a"].total == 1.0
    assert fuse([Signal({}, 1.0)], ["a"])["a"].total == 0.0


@given(SCORES, SCORES)
def test_every_signal_stays_between_0_and_1_and_keeps_its_order(
    one: dict[str, float], other: dict[str, float]
) -> None:
    fused = fuse([Signal(one, 1.0), Signal(other, 0.5)], "abcdef")
    for parts in fused.values():
        assert all(0 <= value <= 1 for value in parts.each)
        assert parts.total == pytest.approx(parts.each[0] + 0.5 * parts.each[1])
    ranked = sorted(one, key=lambda key: one[key])
    values = [fused[key].each[0] for key in ranked]
    assert values == sorted(values)
