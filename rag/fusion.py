"""Fusion: one score from several searches whose scores are not on one scale.

Each search's scores are stretched to 0..1 over its own results (min-max), then added by weight
(convex combination; Bruch, Gai & Ingber 2023 find it steadier than reciprocal rank fusion).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signal:
    """The scores of one search by passage id, and its weight."""

    scores: dict[str, float]
    weight: float


class Fused(NamedTuple):
    """Passages' totals, and what each signal gave, 0 to 1; arrays in the order of the passages."""

    total: Column
    each: tuple[Column, ...]


def fuse(signals: Sequence[Signal], candidates: Sequence[str]) -> Fused:
    """The fused score of every candidate; 0 from a search that did not find it."""
    each = tuple(_stretched(signal.scores, candidates) for signal in signals)
    weighed = (signal.weight * one for signal, one in zip(signals, each, strict=True))
    return Fused(np.asarray(sum(weighed, np.zeros(len(candidates)))), each)


def _stretched(scores: Mapping[str, float], candidates: Sequence[str]) -> Column:
    """The scores of candidates, on a scale from the lowest of all to the highest."""
    if not scores:
        return np.zeros(len(candidates))
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return np.array([candidate in scores for candidate in candidates], float)
    found = np.array([scores.get(candidate, low) for candidate in candidates])
    return (found - low) / (high - low)
