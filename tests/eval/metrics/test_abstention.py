"""Abstention: rates, AUROC and the risk-coverage curve."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from eval.metrics.abstention import (
    area_under_risk_coverage,
    auroc,
    false_answer,
    false_refusal,
    risk_coverage,
)
from tests.eval.building import answer

Cases = list[tuple[int, bool]]


@pytest.mark.parametrize(
    ("status", "wrongly_answered", "wrongly_refused"),
    [("answered", 1, 0), ("partial", 1, 0), ("not_found", 0, 1), ("off_topic", 0, 1)],
)
def test_each_status_is_an_answer_or_a_refusal(
    status: str, wrongly_answered: float, wrongly_refused: float
) -> None:
    given_answer = answer(status=status)
    assert false_answer(given_answer, answerable=False) == wrongly_answered
    assert false_refusal(given_answer, answerable=True) == wrongly_refused
    assert isnan(false_answer(given_answer, answerable=True))
    assert isnan(false_refusal(given_answer, answerable=False))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_auroc_agrees_with_scikit_learn(cases: Cases) -> None:
    confidence = np.array([one for one, _ in cases], float)
    answerable = np.array([one for _, one in cases])
    [found] = auroc(confidence, answerable, np.ones((1, len(cases))))
    if answerable.all() or not answerable.any():
        assert isnan(found)
    else:
        assert found == pytest.approx(roc_auc_score(answerable, confidence))


def test_weights_count_like_repeated_items() -> None:
    confidence, answerable = np.array([0.9, 0.4, 0.5]), np.array([True, True, False])
    [weighted] = auroc(confidence, answerable, np.array([[2.0, 1, 3]]))
    assert weighted == pytest.approx(2 / 3)


def test_the_risk_rises_as_less_confident_answers_are_given() -> None:
    coverage, risk = risk_coverage(np.array([0.2, 0.9, 0.5, 0.1]), np.array([1, 0, 0.5, np.nan]))
    assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk == pytest.approx([0, 0.25, 0.5])


def test_equal_confidences_are_answered_together() -> None:
    coverage, risk = risk_coverage(np.array([0.5, 0.5]), np.array([0.0, 1.0]))
    assert (coverage.tolist(), risk.tolist()) == ([1.0], [0.5])


def test_the_area_is_the_mean_risk_and_prefers_knowing_when_one_is_wrong() -> None:
    loss = np.array([0.0, 1.0])
    knows = area_under_risk_coverage(np.array([0.9, 0.1]), loss)
    errs = area_under_risk_coverage(np.array([0.1, 0.9]), loss)
    assert [knows, errs] == pytest.approx([0.25, 0.75])
    assert isnan(area_under_risk_coverage(np.array([]), np.array([])))
