"""Which passages hold a term that many hold, and where they stand in its list.

In: lists. Out: `common`, `bits` and `ranks` of `index.term_lists.Lists`. To look a passage up in a
long list takes some twenty steps from one place in memory to another; here it takes one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.term_lists import words_of

# A term is common when one passage in so many holds it: bits then take less room than its list.
_COMMON = 32


def presence(
    starts: NDArray[np.int64], docs: NDArray[np.int32], passages: int
) -> tuple[NDArray[np.int32], NDArray[np.uint64], NDArray[np.uint32]]:
    """`common`, `bits` and `ranks`, from the other arrays."""
    common = np.flatnonzero(np.diff(starts) * _COMMON >= passages).astype(np.int32)
    shape = (len(common), words_of(passages))
    bits, ranks = np.empty(shape, dtype=np.uint64), np.zeros(shape, dtype=np.uint32)
    held = np.zeros(64 * shape[1], dtype=np.bool_)
    for at, term in enumerate(common.tolist()):
        those = docs[starts[term] : starts[term + 1]]
        held[those] = True
        bits[at] = np.packbits(held, bitorder="little").view("<u8")
        held[those] = False
        ranks[at, 1:] = np.cumsum(np.bitwise_count(bits[at, :-1]), dtype=np.uint32)
    return common, bits.reshape(-1), ranks.reshape(-1)
