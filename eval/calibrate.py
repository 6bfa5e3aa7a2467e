"""Calibration of abstention: questions in, the weights of `rag/abstention.toml` out.

The questions are the dev split and those of `calibration.jsonl`, which serve nothing else.

Logistic regression (L2, balanced classes) of "the documents answer" on the signals of
`rag.abstention.Features`. The threshold is the lowest one at which, cross-validated by pair, at
most a tenth of the unanswerable questions is answered: a wrong answer costs more than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from eval.generate import request_of
from eval.questions import Item, read_files
from eval.split import items_of
from rag.assistant import Assistant

_FOLDS = 10
_MOST_FALSE_ANSWERS = 0.10
_STRENGTH = 10.0  # scikit-learn's C: the inverse of the L2 penalty
_DECIMALS = 4
_HEAD = """\
# Weights of the logistic regression in rag/abstention.py, and the probability below which the
# assistant says that the documents do not answer. Made by: planqa eval calibrate
"""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights, and what cross-validation by pair says of them."""

    weights: dict[str, float]
    threshold: float
    answered: float
    false_answers: float
    auroc: float

    def toml(self) -> str:
        """The contents of `rag/abstention.toml`."""
        lines = [f"{name} = {weight:.{_DECIMALS}f}" for name, weight in self.weights.items()]
        return _HEAD + "\n".join([*lines, f"threshold = {self.threshold:.2f}"]) + "\n"


def calibrate(assistant: Assistant, items: Sequence[Item]) -> Calibration:
    """Learn when to stay silent from `items`, which must hold questions of both kinds."""
    names: list[str] = []
    rows: list[list[float]] = []
    drafted: list[bool] = []
    for item in items:
        signals, empty = assistant.signals(request_of(item))
        values = asdict(signals)
        names = list(values)
        rows.append(list(values.values()))
        drafted.append(not empty)
    signals_of = np.array(rows)
    answerable = np.array([item.pair.answerable for item in items])
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=1000)
    held_out = cross_val_predict(
        model,
        signals_of,
        answerable,
        groups=np.array([item.pair.pair for item in items]),
        cv=GroupKFold(_FOLDS),
        method="predict_proba",
    )[:, 1]
    held_out = np.where(drafted, held_out, 0.0)
    threshold = _threshold(held_out, answerable)
    model.fit(signals_of, answerable)
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return Calibration(
        weights={"bias": float(model.intercept_[0]), **weights},
        threshold=threshold,
        answered=float((held_out >= threshold)[answerable].mean()),
        false_answers=float((held_out >= threshold)[~answerable].mean()),
        auroc=float(roc_auc_score(answerable, held_out)),
    )


def _threshold(scores: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """The lowest threshold, in hundredths, that keeps false answers within the bound."""
    for hundredth in range(1, 100):
        threshold = hundredth / 100
        if (scores >= threshold)[~answerable].mean() <= _MOST_FALSE_ANSWERS:
            return threshold
    return 1.0


def calibration_items(dev: Sequence[Item]) -> list[Item]:
    """The dev questions, and those of `calibration.jsonl`, which no metric is ever taken on."""
    path = Path(str(files("eval").joinpath("calibration.jsonl")))
    return [*dev, *items_of(read_files([path]))]


def abstention_file() -> Path:
    """Where the weights are read from."""
    return Path(str(files("rag").joinpath("abstention.toml")))
