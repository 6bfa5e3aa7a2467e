"""How much each entry of the lists says at most, in the little room that search reads it from.

In: lists. Out: for each list the greatest saturation (the part of BM25 that hangs on the passage),
and for each entry which share of it its own is, in one byte.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.term_lists import K1, SHARES, key_weights, norms

_ENTRIES_AT_ONCE = 4_000_000


def saturations(
    keys: NDArray[np.uint64],
    starts: NDArray[np.int64],
    docs: NDArray[np.int32],
    counts: NDArray[np.uint8],
    lengths: NDArray[np.int32],
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """`tops` and `shares` of `index.term_lists.Lists`, from its other arrays."""
    tops = np.empty(len(keys), dtype=np.float32)
    shares = np.empty(len(docs), dtype=np.uint8)
    weights = key_weights(keys).astype(np.float32)
    held = norms(lengths).astype(np.float32)
    for terms in _portions(starts):
        part = slice(int(starts[terms.start]), int(starts[terms.stop]))
        sizes = np.diff(starts[terms.start : terms.stop + 1])
        said = counts[part] * np.repeat(weights[terms], sizes)
        reached = said * np.float32(K1 + 1) / (said + held[docs[part]])
        tops[terms] = np.maximum.reduceat(reached, starts[terms] - starts[terms.start])
        reached *= np.repeat(SHARES / tops[terms], sizes)
        shares[part] = np.minimum(np.ceil(reached), SHARES)
    return tops, shares


def _portions(starts: NDArray[np.int64]) -> Iterator[slice]:
    """Ranges of terms with some entries together; none has no entries."""
    first, last = 0, len(starts) - 1
    while first < last:
        most = int(np.searchsorted(starts, starts[first] + _ENTRIES_AT_ONCE, side="right")) - 1
        end = min(last, max(first + 1, most))
        yield slice(first, end)
        first = end
