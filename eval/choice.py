"""Choice: which of the passages found for a question holds its answer, learned from examples.

In: the signals of passages, which of them are right, and whose question each was found for. Out: a
`Logistic`. The weights are those of a conditional logit (McFadden 1974): only the passages of one
question are set against each other, so that nothing is learned from some questions being easier
than others. A logistic regression on the sum then says what probability it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from rag.logistic import Logistic

_PENALTY = 0.015  # of the squared weights of standardised signals, against the mean loss
_NEVER = -1e9  # log-odds of a passage that is not among those asked about


def learned_choice(
    names: Sequence[str],
    values: NDArray[np.float64],
    right: NDArray[np.bool_],
    question: NDArray[np.int64],
) -> Logistic:
    """Learn the weights of signals.

    Args:
        names: of the signals, length s.
        values: of the signals, shape (passages, s).
        right: whether each passage holds the answer.
        question: a number for the question that it was found for; passages of one stand together.
    """
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    standard = (values - mean) / spread
    answered = np.isin(question, question[right])
    weights = _conditional(standard[answered], right[answered], question[answered])
    total = standard @ weights
    scale = LogisticRegression(C=np.inf, class_weight="balanced").fit(total[:, None], right)
    slope = float(scale.coef_[0, 0])
    own = slope * weights / spread
    bias = float(scale.intercept_[0] - (mean * own).sum())
    return Logistic({"bias": bias, **dict(zip(names, map(float, own), strict=True))})


def _conditional(
    values: NDArray[np.float64], right: NDArray[np.bool_], question: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Weights under which the right passages of each question are likeliest to be chosen."""
    starts = np.flatnonzero(np.diff(question, prepend=question[0] - 1))
    sizes = np.diff(starts, append=len(question))
    only_right = np.where(right, 0.0, _NEVER)

    def chosen(total: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The sum over questions of log Σ exp, and each passage's share of its question's."""
        most = np.repeat(np.maximum.reduceat(total, starts), sizes)
        power = np.exp(total - most)
        sums = np.add.reduceat(power, starts)
        return float((np.log(sums) + most[starts]).sum()), power / np.repeat(sums, sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = values @ weights
        every, share = chosen(total)
        held, share_held = chosen(total + only_right)
        slope = values.T @ (share - share_held) / len(starts) + 2 * _PENALTY * weights
        return (every - held) / len(starts) + _PENALTY * float(weights @ weights), slope

    found = minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)
