"""Fusion: one score from several searches whose scores are not on one scale.

Each search's scores are stretched to 0..1 over its own results (min-max), then added by weight
(convex combination; Bruch, Gai & Ingber 2023 find it steadier than reciprocal rank fusion).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Signal:
    """The scores of one search by passage id, and its weight."""

    scores: dict[str, float]
    weight: float


class Fused(NamedTuple):
    """A passage's total, and what each signal gave, 0 to 1."""

    total: float
    each: tuple[float, ...]


def fuse(signals: list[Signal], candidates: Iterable[str]) -> dict[str, Fused]:
    """The fused score of every candidate; 0 from a search that did not find it."""
    weighed = [(signal.weight, _stretched(signal.scores)) for signal in signals]
    found = {}
    for candidate in candidates:
        each = tuple([scores.get(candidate, 0.0) for _, scores in weighed])
        total = sum([weight * value for (weight, _), value in zip(weighed, each, strict=True)])
        found[candidate] = Fused(total, each)
    return found


def _stretched(scores: dict[str, float]) -> dict[str, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: (score - low) / (high - low) for key, score in scores.items()}
