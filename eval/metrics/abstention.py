"""Statuses and confidences in; how well the system knows what it cannot answer out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.metrics.retrieval import NAN
from rag.answer import Answer

Floats = NDArray[np.floating[Any]]


def false_answer(answer: Answer, answerable: bool) -> float:
    """1 when a question that the documents do not answer was answered; NaN for the others."""
    return NAN if answerable else float(not answer.silent)


def false_refusal(answer: Answer, answerable: bool) -> float:
    """1 when a question that the documents answer was refused; NaN for the others."""
    return float(answer.silent) if answerable else NAN


def auroc(confidence: Floats, answerable: NDArray[np.bool_], weights: Floats) -> Floats:
    """Area under the ROC curve of the confidence, for each row of weights.

    That is the chance that an answerable question has a higher confidence than an unanswerable
    one, ties counting half (Hanley and McNeil, 1982).

    Args:
        confidence: shape (items,).
        answerable: shape (items,).
        weights: shape (resamples, items), how often each item was drawn.

    Returns:
        Shape (resamples,); NaN where one of the two kinds is missing.
    """
    higher, lower = confidence[answerable][:, None], confidence[~answerable][None, :]
    wins = (higher > lower) + 0.5 * (higher == lower)
    positive, negative = weights[:, answerable], weights[:, ~answerable]
    drawn = positive.sum(1) * negative.sum(1)
    with np.errstate(invalid="ignore", divide="ignore"):
        won = ((positive @ wins) * negative).sum(1)
        return np.asarray(won / np.where(drawn > 0, drawn, NAN))


def risk_coverage(confidence: Floats, loss: Floats) -> tuple[Floats, Floats]:
    """The risk-coverage curve (Geifman and El-Yaniv, 2017): coverage and risk, shape (steps,).

    Questions are answered from the most confident down; the risk is the mean loss of those
    answered so far. Questions of equal confidence are one step. NaN losses are left out.
    """
    known = np.isfinite(loss)
    order = np.argsort(-confidence[known], kind="stable")
    ranked, lost = confidence[known][order], loss[known][order]
    if not ranked.size:
        return np.array([]), np.array([])
    covered = np.arange(1, ranked.size + 1)
    steps = np.append(ranked[1:] != ranked[:-1], True)
    return (covered / ranked.size)[steps], (np.cumsum(lost) / covered)[steps]


def area_under_risk_coverage(confidence: Floats, loss: Floats) -> float:
    """Mean risk over all coverages: lower is better; NaN without items."""
    coverage, risk = risk_coverage(confidence, loss)
    if not coverage.size:
        return NAN
    widths = np.diff(np.concatenate([[0.0], coverage]))
    return float((widths * risk).sum())
