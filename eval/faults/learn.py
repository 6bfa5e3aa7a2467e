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
from sklearn.model_selection import GroupKFold, cross_val_predict

from eval.faults.planting import Case
from eval.fitting import balanced, learned_weights
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
        balanced(_STRENGTH), values, true, groups=groups, cv=GroupKFold(_FOLDS),
        method="predict_proba",
    )[:, 1]  # fmt: skip
    learned = learned_weights(balanced(_STRENGTH).fit(values, true), names)
    threshold = float(np.quantile(scores[true], _REFUSED))
    return Logistic({**learned.weights, "threshold": threshold})
