"""Logistic regression as a small readable file: named weights in, a probability out."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Logistic:
    """`weights` by the name of the signal, and `bias`; other names may say more of the model."""

    weights: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """1 / (1 + exp(-(bias + weights · signals))), 0 to 1.

        Raises:
            KeyError: for a signal that the model has no weight for.
        """
        total = self.weights["bias"]
        total += sum([self.weights[name] * value for name, value in signals.items()])
        return _logistic(total)

    def probabilities(self, signals: Mapping[str, NDArray[np.float64]]) -> list[float]:
        """The probability for each place of the signals' columns, which are equally long.

        Raises:
            KeyError: for a signal that the model has no weight for.
        """
        # One by one, since a product of matrices may add alike columns up in different order.
        total = sum([self.weights[name] * column for name, column in signals.items()])
        return [_logistic(one) for one in (self.weights["bias"] + np.asarray(total)).tolist()]


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(min(total, _MOST), -_MOST)))


def log_odds(probability: float) -> float:
    """ln(p / (1 - p)), kept finite: probabilities within 0.0001 of 0 and 1 are taken for these."""
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


_LEAST = 1e-4
_MOST = 50.0  # log-odds beyond which the exponential says no more


@cache
def model(name: str) -> Logistic:
    """The model in `rag/NAME.toml`, as `planqa eval` wrote it."""
    source = files("rag").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return Logistic({key: float(value) for key, value in tomllib.loads(source).items()})
