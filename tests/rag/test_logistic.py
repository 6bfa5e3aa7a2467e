"""A logistic model: its probability, and signals it does not know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.logistic import Logistic, model


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.01, 1))
def test_the_probability_follows_the_sign_of_each_weight(
    weight: float, value: float, more: float
) -> None:
    one = Logistic({"bias": 0.5, "signal": weight})
    before = one.probability({"signal": value})
    after = one.probability({"signal": value + more})
    assert 0 <= before <= 1
    assert (after - before) * weight >= 0


def test_half_is_where_the_log_odds_are_zero() -> None:
    assert Logistic({"bias": -2.0, "a": 2.0}).probability({"a": 1.0}) == pytest.approx(0.5)


def test_far_log_odds_neither_overflow_nor_pass_one() -> None:
    assert Logistic({"bias": 1e6}).probability({}) == pytest.approx(1.0)
    assert Logistic({"bias": -1e6}).probability({}) == pytest.approx(0.0, abs=1e-9)


def test_a_signal_without_a_weight_is_an_error() -> None:
    with pytest.raises(KeyError):
        Logistic({"bias": 0.0}).probability({"new": 1.0})


@pytest.mark.parametrize("name", ["relevance", "abstention"])
def test_the_models_that_come_with_planqa_can_be_read(name: str) -> None:
    assert "bias" in model(name).weights
