"""Ranked passages and gold groups in; how early and how completely the evidence was found out.

A group counts as found when a passage of its document overlaps one of the group's places by at
least half of that place's length. A group is found once: a second passage that holds the same
evidence gains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.span import Span
from eval.gold import Gold, Place
from eval.source import Library
from rag.answer import RankedPassage

BUDGET = 8_000
DEPTH = 10
NAN = float("nan")

Groups = Sequence[Sequence[Place]]


def places(passages: Sequence[RankedPassage]) -> list[Place]:
    """The places of the ranked passages, best first."""
    return [Place(one.document, Span(one.start, one.end)) for one in passages]


def within_budget(passages: Sequence[RankedPassage], budget: int = BUDGET) -> list[Place]:
    """The places a reader with room for `budget` characters sees; the last one is cut there."""
    seen: list[Place] = []
    room = budget
    for passage in passages:
        if room <= 0:
            break
        end = passage.end
        if len(passage.text) > room:
            end = passage.start + round((passage.end - passage.start) * room / len(passage.text))
        if end > passage.start:
            seen.append(Place(passage.document, Span(passage.start, end)))
        room -= len(passage.text)
    return seen


def first_ranks(ranked: Sequence[Place], groups: Groups) -> list[int | None]:
    """For each group the 1-based rank of the first place that finds it; None when none does."""
    return [
        next((rank for rank, place in enumerate(ranked, 1) if finds(place, group)), None)
        for group in groups
    ]


def finds(place: Place, group: Sequence[Place]) -> bool:
    """Whether the place holds at least half of one of the group's alternatives."""
    return any(2 * place.shared(gold) >= len(gold.span) for gold in group)


def recall(ranks: Sequence[int | None], depth: int | None = None) -> float:
    """Share of groups found, among the first `depth` passages where a depth is given."""
    if not ranks:
        return NAN
    return sum(rank is not None and rank <= (depth or rank) for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """One over the rank of the first passage that finds any group; 0 when none does."""
    if not ranks:
        return NAN
    found = [rank for rank in ranks if rank is not None]
    return 1 / min(found) if found else 0.0


def ndcg(ranks: Sequence[int | None], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002) over groups.

    The gain at a rank is the number of groups first found there; the ideal ranking finds one
    group a rank. A long passage that finds several at once cannot exceed 1.
    """
    if not ranks:
        return NAN
    gained = sum(1 / np.log2(rank + 1) for rank in ranks if rank is not None and rank <= depth)
    ideal = sum(1 / np.log2(rank + 1) for rank in range(1, min(len(ranks), depth) + 1))
    return float(min(1.0, gained / ideal))


def unit_accuracy(ranked: Sequence[Place], gold: Gold, sources: Library) -> float:
    """Share of the units asked about among as many distinct units as are asked about, from the top.

    For a question about one unit this is whether the first place that lies in a unit lies in it.
    """
    if not gold.units:
        return NAN
    first: list[tuple[str, str]] = []
    for place in ranked:
        source = sources.get(place.document)
        unit = source.unit_at(place.span) if source else None
        if unit and (place.document, unit) not in first:
            first.append((place.document, unit))
    wanted = set(gold.units)
    return len(wanted & set(first[: len(wanted)])) / len(wanted)
