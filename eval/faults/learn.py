"""Cases of the calibration half in; the weights of `rag/support.toml` out.

A statement is to be told from the same statement beside another passage, by what it means alone:
cases whose numbers, names or denials are at fault are left to the checks of those. Logistic
regression (L2, balanced classes, standardised signals). The threshold is the highest at which at
most so many true statements of the half are refused for their meaning, cross-validated by
statement; the rest of the false alarms is left to the other checks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.faults.planting import Case
from rag.logistic import Logistic
from rag.support import StatementChecker

_FOLDS = 10
_STRENGTH = 0.3  # scikit-learn's C: the inverse of the L2 penalty
_REFUSED = 0.05  # true statements that may be refused for their meaning
_MOVED = ("citation", "document")


def learn(checker: StatementChecker, cases: Sequence[Case]) -> Logistic:
    """The weights and the threshold."""
    chosen = [
        case
        for case in cases
        if case.half == "calibration" and (case.fault is None or case.fault in _MOVED)
    ]
    checker.prepare([(case.statement, [case.passage]) for case in chosen])
    found = [checker.signals(case.statement, [case.passage], case.language) for case in chosen]
    names = list(found[0])
    values = np.array([[one[name] for name in names] for one in found])
    true = np.array([case.fault is None for case in chosen])
    groups = np.array([case.base for case in chosen])
    scores = cross_val_predict(
        _pipeline(), values, true, groups=groups, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    scaler, model = (fitted := _pipeline().fit(values, true))[0], fitted[-1]
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (scaler.mean_ * weights).sum())
    return Logistic(
        {
            "bias": bias,
            **dict(zip(names, map(float, weights), strict=True)),
            "threshold": float(np.quantile(scores[true], _REFUSED)),
        }
    )


def as_toml(weights: Logistic) -> str:
    """The contents of `rag/support.toml`."""
    lines = [f"{name} = {weight:.4f}" for name, weight in weights.weights.items()]
    head = (
        "# How likely a source says what a statement says (rag/support/meaning.py).",
        "# Made by: planqa eval faults --learn",
    )
    return "\n".join([*head, *lines, ""])


def _pipeline() -> Pipeline:
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=3000)
    return make_pipeline(StandardScaler(), model)
