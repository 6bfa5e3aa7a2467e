"""Scores in, the same scores by language, kind, document and question file out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.evaluate import Score

UNANSWERABLE = "(none)"


def _documents(score: Score) -> list[str]:
    return score.item.pair.documents or [UNANSWERABLE]


def _kind(score: Score) -> list[str]:
    pair = score.item.pair
    return [pair.kind if pair.answerable else "unanswerable"]


DIMENSIONS: dict[str, Callable[[Score], list[str]]] = {
    "language": lambda score: [score.item.language],
    "kind": _kind,
    "document": _documents,
    "turn": lambda score: ["follow-up" if score.item.pair.follow_up else "first question"],
    "file": lambda score: [score.item.origin],
    "split": lambda score: [score.item.split],
}


def grouped(scores: Sequence[Score], dimension: str) -> dict[str, list[Score]]:
    """Scores by their value in a dimension, sorted by name; two documents put one in both."""
    groups: dict[str, list[Score]] = {}
    for score in scores:
        for name in DIMENSIONS[dimension](score):
            groups.setdefault(name, []).append(score)
    return dict(sorted(groups.items()))
