"""Scores in, resampling weights and percentile intervals out.

Pairs are resampled, not items: the Latvian and the English wording of a question succeed and fail
together, and treating them as independent would make intervals too narrow (the cluster bootstrap:
Davison and Hinkley, 1997, section 3.8). Two systems are compared on the same resamples, so that
what is hard for both cancels out (the paired bootstrap: Efron and Tibshirani, 1993, chapter 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics.abstention import Floats

RESAMPLES = 2_000
SEED = 20_210_127
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; `n` is the number of items it is taken over."""

    value: float
    low: float
    high: float
    n: int

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies wholly on one side of zero."""
        return self.low > 0 or self.high < 0


def draws(pairs: Sequence[str], resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """How often each item counts in each resample, shape (resamples, items).

    Args:
        pairs: the pair id of each item; items of a pair are drawn together.
        resamples: number of resamples.
        seed: of the generator; the same pairs in the same order give the same draws.
    """
    names = {name: place for place, name in enumerate(dict.fromkeys(pairs))}
    chances = np.full(len(names), 1 / max(1, len(names)))
    counts = np.random.default_rng(seed).multinomial(len(names), chances, size=resamples)
    return counts[:, [names[pair] for pair in pairs]].astype(float)


def estimate(value: float, resampled: Floats, n: int, level: float = LEVEL) -> Estimate:
    """The value with the percentile interval of its resamples; NaN resamples are left out."""
    known = resampled[np.isfinite(resampled)]
    if not known.size or not np.isfinite(value):
        return Estimate(value, float("nan"), float("nan"), n)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), n)
