"""Which passages can be among the best of a search, found without scoring the others.

In: the terms of a question with their lists. Out: positions of passages; all of the best are there.

This is MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995) over
rounded shares (quantised impacts, as by Anh and Moffat, Impact transformation, 2002). The terms
that add most for each entry come first, and all their entries are added up. Once little is left
over, it is looked up for the passages that promise most: the last of the best has no less than the
last of these. Whichever passage cannot reach that is out, and once few are still in, the terms left
over are looked up for these alone, one by one, and each time more are out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.term_lists import SHARES, Places, Term

# Once the terms left over add no more than this part of all, and each time they have halved, it is
# looked whether few enough passages are left (bench/scale.py).
_LEFT_OVER = 0.08
_ENTRIES_EACH = 60  # are added up in the time that it takes to look one passage up
_LAST_FEW = 10  # one in so many passages is few
_UNITS = 65_000  # all that the terms add at most, as a number of 16 bits
_GROUPS = 4096
_AT_ONCE = 131_072  # entries whose worth stays in the processor's cache until it is added


def can_be_best(terms: Sequence[Term], passages: int, count: int) -> NDArray[np.int64] | None:
    """Positions, rising, with the best `count` among them and all that equal the last of these;
    None where too many are left to be worth choosing."""
    aside = sorted(terms, key=lambda term: term.most / len(term.docs))
    most = missing = sum(term.most for term in terms)
    unit = most / _UNITS
    # Shares are rounded up by less than a step each, sums down by less than one each.
    above, below = 1.01 * _UNITS / SHARES, 1.01 * len(terms)
    look = _LEFT_OVER * most
    left: NDArray[np.int64] | None = None
    sums: NDArray[np.uint16] = np.zeros(passages, dtype=np.uint16)
    while aside:
        term = aside.pop()
        _add(sums, term, unit)
        missing -= term.most
        if missing > look and aside:
            continue
        look = missing / 2
        first = _promising(sums, count) if left is None else _highest(left, sums[left], count)
        if len(first) < count:
            continue
        last = float(_looked_up(first, sums[first], aside, unit)[1].min()) - above
        slack = below + missing / unit
        if last > slack:
            # As a whole number: numpy would make numbers of 64 bits of all sums first.
            cut = math.ceil(last - slack)
            left = np.flatnonzero(sums >= cut) if left is None else left[sums[left] >= cut]
            if len(left) * _ENTRIES_EACH <= _until(aside, missing - look):
                break
    if left is None or len(left) > max(count, passages // _LAST_FEW):
        return None
    left, reached = _looked_up(left, sums[left], aside, unit, last - below)
    last = max(last, float(_highest(reached, reached, count).min()) - above)
    return left[reached >= last - below]


def _until(aside: Sequence[Term], less: float) -> int:
    """How many entries are added up until the terms `aside` add less at most by so much."""
    entries = 0
    for term in reversed(aside):
        entries += len(term.docs)
        less -= term.most
        if less <= 0:
            break
    return entries


def _step(term: Term, unit: float) -> float:
    """What one share of a term is worth, in units."""
    return term.most / unit / SHARES


def _add(sums: NDArray[np.uint16], term: Term, unit: float) -> None:
    """Add to `sums`, shape (passages,), what a term adds to each, in whole units."""
    # numpy's own ways of adding at places take three to five times as long. scipy has none for
    # its users that adds to what is there, and making an array for each term costs as much again.
    from scipy.sparse._sparsetools import csc_matvec

    step = np.float32(_step(term, unit))
    one: NDArray[np.uint16] = np.ones(1, dtype=np.uint16)
    worth: NDArray[np.uint16] = np.empty(min(_AT_ONCE, len(term.docs)), dtype=np.uint16)
    for first in range(0, len(term.docs), _AT_ONCE):
        shares = term.shares[first : first + _AT_ONCE]
        np.multiply(shares, step, out=worth[: len(shares)], casting="unsafe")
        ends: NDArray[np.int32] = np.array([0, len(shares)], dtype=np.int32)
        csc_matvec(len(sums), 1, ends, term.docs[first : first + _AT_ONCE], worth, one, sums)


def _looked_up(
    left: NDArray[np.int64],
    sums: NDArray[np.uint16],
    aside: Sequence[Term],
    unit: float,
    wanted: float = 0.0,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Those of the passages `left`, with these `sums`, that come to what is `wanted` with the terms
    `aside`, and what they come to."""
    reached, places = sums.astype(np.float32), Places.of(left)
    missing = sum(term.most for term in aside) / unit
    for term in sorted(aside, key=lambda term: -term.most):
        held, at = term.found(places)
        reached[held] += term.shares[at] * np.float32(_step(term, unit))
        missing -= term.most / unit
        kept = reached >= wanted - missing
        if not kept.all():
            places, reached = places.where(kept), reached[kept]
    return places.docs.astype(np.int64), reached


def _promising(sums: NDArray[np.uint16], count: int) -> NDArray[np.int64]:
    """Positions, rising, of the `count` with the highest sums, or of fewer where no more than that
    have any."""
    groups = max(_GROUPS, 16 * count)
    if len(sums) <= 4 * groups:
        best = sums
    else:
        # The best of each of some groups are that many different passages.
        whole = len(sums) // groups * groups
        best = sums[:whole].reshape(-1, groups).max(axis=0)
    least = np.partition(best, len(best) - count)[len(best) - count] if len(best) >= count else 0
    found = np.flatnonzero(sums >= max(1, least))
    return _highest(found, sums[found], count)


def _highest(
    of: NDArray[Any], worth: NDArray[np.uint16] | NDArray[np.float32], count: int
) -> NDArray[Any]:
    """The `count` of these that are worth most, in their order; all where there are no more."""
    if len(of) <= count:
        return of
    return of[np.sort(np.argpartition(worth, len(of) - count)[len(of) - count :])]
