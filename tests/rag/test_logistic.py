"""A logistic model: its probability, and signals it does not know."""

from __future__ import annotations

import numpy as np
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


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=1))
def test_columns_have_the_probabilities_of_their_rows(rows: list[tuple[float, float]]) -> None:
    one = Logistic({"bias": -0.5, "a": 1.7, "b": -2.3})
    found = one.probabilities(
        {"a": np.array([a for a, _ in rows]), "b": np.array([b for _, b in rows])}
    )
    assert found == [one.probability({"a": a, "b": b}) for a, b in rows]


def test_half_is_where_the_log_odds_are_zero() -> None:
    assert Logistic({"bias": -2.0, "a": 2.0}).probability({"a": 1.0}) == pytest.approx(0.5)


def test_far_log_odds_neither_overflow_nor_pass_one() -> None:
    assert Logistic({"bias": 1e6}).probability({}) == pytest.approx(1.0)
    assert Logistic({"bias": -1e6}).probability({}) == pytest.approx(0.0, abs=1e-9)


def test_a_signal_without_a_weight_is_an_error() -> None:
    with pytest.raises(KeyError):
        Logistic({"bias": 0.0}).probability({"new": 1.0})
    with pytest.raises(KeyError):
        Logistic({"bias": 0.0}).probabilities({"new": np.ones(2)})


@pytest.mark.parametrize("name", ["relevance", "abstention"])
def test_the_models_that_come_with_planqa_can_be_read(name: str) -> None:
    assert "bias" in model(name).weights
