"""Rows and scores of one system in, the items that went wrong and why out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.evaluate import Score
from eval.gold import Gold, Place, resolve
from eval.metrics import facts, retrieval, sets
from eval.metrics.citation import cited_places
from eval.questions import Split
from eval.saved import SavedAnswer
from eval.source import Library


@dataclass(frozen=True, slots=True)
class Evidence:
    """A gold group as a reader sees it: its first alternative and whether it was found."""

    document: str
    line: int
    quote: str
    retrieved: bool
    cited: bool


@dataclass(frozen=True, slots=True)
class Failing:
    """An item that went wrong; `faults` says how, the worst first."""

    score: Score
    row: SavedAnswer
    faults: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    missed_facts: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]


# The worst first; a share below one is a fault, and so is a false answer or refusal above zero.
_FAULTS = (
    ("quote_fidelity", "a quote is not the document's text"),
    ("number_fidelity", "a number stands in no cited span"),
    ("false_answer", "answered, but the documents do not answer"),
    ("false_refusal", "refused, but the documents answer"),
    ("fact_recall", "facts are missing"),
    ("set_exact", "the list is not exact"),
    ("citation_recall", "evidence is not cited"),
    ("evidence_recall_8000", "evidence is not retrieved"),
    ("coverage", "a statement bears no citation"),
    ("language", "wrong language"),
)


def failing_items(
    scores: Sequence[Score],
    rows: Sequence[SavedAnswer],
    sources: Library,
    splits: frozenset[Split] = frozenset({"dev"}),
) -> list[Failing]:
    """Items of the splits with a fault, most faults first.

    Only the dev split is shown unless asked otherwise: who reads the failures of the test split
    and mends them no longer has a test split.
    """
    by_item = {row.item: row for row in rows}
    found = [
        _failing(score, by_item[score.item.id], faults, sources)
        for score in scores
        if score.item.split in splits and (faults := _faults(score))
    ]
    return sorted(found, key=lambda one: (-len(one.faults), one.score.item.id))


def _faults(score: Score) -> tuple[str, ...]:
    found: list[str] = []
    for key, words in _FAULTS:
        value = score.values[key]
        wrong = value > 0 if key.startswith("false_") else value < 1
        if wrong and not math.isnan(value):
            found.append(words)
    return tuple(found)


def _failing(score: Score, row: SavedAnswer, faults: tuple[str, ...], sources: Library) -> Failing:
    gold = resolve(score.item.pair, sources)
    listed = sets.score(row.answer, gold.members, sources)
    return Failing(
        score=score,
        row=row,
        faults=faults,
        evidence=_evidence(row, gold, sources),
        missed_facts=tuple(facts.missed(row.answer, score.item.pair.facts)),
        missing=tuple(one.section or _text(one.places[0], sources) for one in listed.missing),
        extra=tuple(
            " ".join(filter(None, (one.section, one.label))) or _text(one.places[0], sources)
            for one in listed.extra
        ),
    )


def _evidence(row: SavedAnswer, gold: Gold, sources: Library) -> tuple[Evidence, ...]:
    ranks = retrieval.first_ranks(retrieval.within_budget(row.answer.passages), gold.groups)
    cited = cited_places(row.answer.citations)
    return tuple(
        Evidence(
            document=group[0].document,
            line=sources[group[0].document].saved.text.count("\n", 0, group[0].span.start) + 1,
            quote=_text(group[0], sources),
            retrieved=rank is not None,
            cited=any(place.shared(one) for one in group for place in cited),
        )
        for group, rank in zip(gold.groups, ranks, strict=True)
    )


def _text(place: Place, sources: Library) -> str:
    return place.span.quote(sources[place.document].saved.text)
