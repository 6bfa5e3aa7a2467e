"""Scores of one system in; its metrics with intervals, whole and by kind or language, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.bootstrap import Estimate, draws, estimate
from eval.catalog import KEYS
from eval.evaluate import Score
from eval.metrics.abstention import Floats, area_under_risk_coverage, auroc

Estimates = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Table:
    """Scores as columns: everything has shape (items,)."""

    pairs: tuple[str, ...]
    languages: tuple[str, ...]
    answerable: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    confidence: Floats
    values: Mapping[str, Floats]


def table(scores: Sequence[Score]) -> Table:
    """Turn scores into columns."""
    keys = scores[0].values.keys() if scores else []
    return Table(
        pairs=tuple(score.item.pair.pair for score in scores),
        languages=tuple(score.item.language for score in scores),
        answerable=np.array([score.item.pair.answerable for score in scores], dtype=bool),
        confidence=np.array([score.confidence for score in scores], dtype=float),
        values={key: np.array([score.values[key] for score in scores]) for key in keys},
    )


def statistic(columns: Table, key: str, weights: Floats) -> Floats:
    """A metric under each row of weights, shape (resamples,).

    Args:
        columns: the scores.
        key: of a metric in the catalogue.
        weights: shape (resamples, items).
    """
    special = _SPECIAL.get(key)
    if special:
        return special(columns, weights)
    return _mean(columns.values[key], weights)


def estimates(scores: Sequence[Score], keys: Iterable[str] = KEYS) -> dict[str, Estimate]:
    """Each metric with its interval; empty for no scores."""
    if not scores:
        return {}
    columns = table(scores)
    weights = draws(columns.pairs)
    ones = np.ones((1, len(scores)))
    return {
        key: estimate(
            float(statistic(columns, key, ones)[0]),
            statistic(columns, key, weights),
            counted(columns, key),
        )
        for key in keys
    }


def difference(
    first: Sequence[Score], second: Sequence[Score], keys: Iterable[str] = KEYS
) -> dict[str, Estimate]:
    """The first system's metric less the second's, on the items both answered; resampled alike."""
    shared = {score.item.id for score in first} & {score.item.id for score in second}
    ours = table([score for score in first if score.item.id in shared])
    by_id = {score.item.id: score for score in second}
    theirs = table([by_id[score.item.id] for score in first if score.item.id in shared])
    if not shared:
        return {}
    weights, ones = draws(ours.pairs), np.ones((1, len(shared)))
    found: dict[str, Estimate] = {}
    for key in keys:
        value = statistic(ours, key, ones) - statistic(theirs, key, ones)
        resampled = statistic(ours, key, weights) - statistic(theirs, key, weights)
        n = min(counted(ours, key), counted(theirs, key))
        found[key] = estimate(float(value[0]), resampled, n)
    return found


def counted(columns: Table, key: str) -> int:
    """Number of items for which the metric is defined."""
    source = _COLUMN.get(key, key)
    if key in ("balanced_accuracy", "auroc", "aurc"):
        return len(columns.pairs)
    return int(np.isfinite(columns.values[source]).sum())


def _mean(values: Floats, weights: Floats) -> Floats:
    known = np.isfinite(values)
    total = weights[:, known].sum(1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, weights[:, known] @ values[known] / total, np.nan)


def _balanced_accuracy(columns: Table, weights: Floats) -> Floats:
    wrong = (_mean(columns.values[key], weights) for key in ("false_answer", "false_refusal"))
    return 1 - sum(wrong, start=np.zeros(len(weights))) / 2


def _auroc(columns: Table, weights: Floats) -> Floats:
    return auroc(columns.confidence, columns.answerable, weights)


def _aurc(columns: Table, weights: Floats) -> Floats:
    repeats = weights.astype(int)
    return np.array(
        [
            area_under_risk_coverage(
                np.repeat(columns.confidence, row), np.repeat(columns.values["loss"], row)
            )
            for row in repeats
        ]
    )


def _gap(key: str) -> Callable[[Table, Floats], Floats]:
    def gap(columns: Table, weights: Floats) -> Floats:
        places: dict[str, dict[str, int]] = {}
        for place, (pair, language) in enumerate(
            zip(columns.pairs, columns.languages, strict=True)
        ):
            places.setdefault(pair, {})[language] = place
        both = [one for one in places.values() if {"lv", "en"} <= one.keys()]
        latvian = np.array([one["lv"] for one in both], dtype=int)
        english = np.array([one["en"] for one in both], dtype=int)
        values = columns.values[key]
        return _mean(values[latvian] - values[english], weights[:, latvian])

    return gap


def _quantile(key: str, share: float) -> Callable[[Table, Floats], Floats]:
    def quantile(columns: Table, weights: Floats) -> Floats:
        values = columns.values[key]
        order = np.argsort(values)
        reached = np.cumsum(weights[:, order], axis=1)
        enough = reached >= share * reached[:, -1:]
        return np.asarray(values[order][np.argmax(enough, axis=1)])

    return quantile


_SPECIAL: Mapping[str, Callable[[Table, Floats], Floats]] = {
    "balanced_accuracy": _balanced_accuracy,
    "auroc": _auroc,
    "aurc": _aurc,
    "gap_fact_recall": _gap("fact_recall"),
    "gap_evidence_recall": _gap("evidence_recall_8000"),
    "latency_p50": _quantile("latency_ms", 0.5),
    "latency_p95": _quantile("latency_ms", 0.95),
    "latency_ratio_p50": _quantile("latency_ratio", 0.5),
}
_COLUMN = {
    "gap_fact_recall": "fact_recall",
    "gap_evidence_recall": "evidence_recall_8000",
    "latency_p50": "latency_ms",
    "latency_p95": "latency_ms",
    "latency_ratio_p50": "latency_ratio",
}
