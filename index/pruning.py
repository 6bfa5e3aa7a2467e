"""Which passages can be among the best of a search, found without scoring the others.

In: the terms of a question with their lists. Out: positions of passages; all of the best are there.

This is MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995) over
rounded shares (quantised impacts, as by Anh and Moffat, Impact transformation, 2002). The terms
that add most for each entry come first, and all their entries are added up. Once the terms that are
left over, with all that was rounded, could carry only few passages among the best, they are looked
up for these alone, one by one, and each time more are out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.term_lists import SHARES, Term

# Once the terms left over add no more than this part of all, and each time they have halved, it is
# looked whether few enough passages are left (bench/scale.py).
_LEFT_OVER = 0.05
_FEW, _LAST_FEW = 300, 10  # one in so many passages is few
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
    above, below = 0.0, 1.01 * len(terms)
    look = _LEFT_OVER * most
    sums: NDArray[np.uint16] = np.zeros(passages, dtype=np.uint16)
    while aside:
        term = aside.pop()
        _add(sums, term, unit)
        above += _step(term, unit)
        missing -= term.most
        if missing > look and aside:
            continue
        look = missing / 2
        cut = _about_last(sums, count) - above - below - missing / unit
        left = np.flatnonzero(sums >= cut).astype(np.int32) if cut > 0 else None
        if left is not None and len(left) * _FEW <= passages:
            break
    if left is None or len(left) > max(count, passages // _LAST_FEW):
        return None
    reached = sums[left].astype(np.float32)
    for term in sorted(aside, key=lambda term: -term.most):
        left, reached = _kept(left, reached, count, above + below + missing / unit)
        if missing < unit:
            break
        held, at = term.found(left)
        reached[held] += term.shares[at] * np.float32(_step(term, unit))
        above += _step(term, unit)
        missing -= term.most
    return _kept(left, reached, count, above + below + missing / unit)[0].astype(np.int64)


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
    for first in range(0, len(term.docs), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        worth = (term.shares[part] * step).astype(np.uint16)
        ends: NDArray[np.int32] = np.array([0, len(worth)], dtype=np.int32)
        csc_matvec(len(sums), 1, ends, term.docs[part], worth, one, sums)


def _about_last(sums: NDArray[np.uint16], count: int) -> int:
    """What the last of the best `count` has, or a little less: the best of each of some groups are
    that many different passages."""
    groups = max(_GROUPS, 16 * count)
    if len(sums) <= 4 * groups:
        best = sums
    else:
        whole = len(sums) // groups * groups
        best = sums[:whole].reshape(-1, groups).max(axis=0)
    if len(best) < count:
        return 0
    return int(np.partition(best, len(best) - count)[len(best) - count])


def _kept(
    left: NDArray[np.int32], reached: NDArray[np.float32], count: int, slack: float
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Those that are at most `slack` behind the last of the best."""
    if len(left) <= count:
        return left, reached
    last = np.partition(reached, len(reached) - count)[len(reached) - count]
    kept = reached >= last - slack
    return left[kept], reached[kept]
