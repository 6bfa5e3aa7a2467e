"""BM25 as an inner product of sparse vectors, so that any Milvus computes what planqa does.

In: stems and n-grams of a passage or a question. Out: weights by dimension. A passage's weights
are the saturated counts of BM25, those of a question the inverse document frequencies over the
whole index; so scores do not depend on how the collection is split, as those of milvus-lite's own
BM25 function do. Lengths are compared with a fixed average: it may not change under what is stored.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.protocol import LexicalQuery
from index.term_lists import FLOOR, GRAM_WEIGHT, K1, STEM_WEIGHT, B, Lists, term_key

# Stems and n-grams of a passage of the bundled plans, on average.
_MEAN_LENGTH = 205.0
_SHIFT = 33  # of a term's 64 bits Milvus takes 32, and not the highest number


def passage_weights(stems: str, grams: str) -> dict[int, float]:
    """The sparse vector of a passage, from its words as `index.record.searched` gives them."""
    columns = (("s", STEM_WEIGHT, stems.split()), ("g", GRAM_WEIGHT, grams.split()))
    length = sum(len(words) for *_, words in columns)
    norm = K1 * (1 - B + B * length / _MEAN_LENGTH)
    found: dict[int, float] = {}
    for column, weight, words in columns:
        for word, count in Counter(words).items():
            said = weight * count
            at = term_key(column, word) >> _SHIFT
            found[at] = found.get(at, 0.0) + said * (K1 + 1) / (said + norm)
    return found


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many of `passages` passages hold each term; `terms` rise."""

    passages: int
    terms: NDArray[np.uint32]
    holders: NDArray[np.uint32]

    @classmethod
    def of(cls, lists: Lists) -> Frequencies:
        terms = (np.asarray(lists.keys) >> np.uint64(_SHIFT)).astype(np.uint32)
        return cls(len(lists.rows), terms, np.diff(lists.starts).astype(np.uint32))

    def dump(self) -> bytes:
        arrays = self.terms.astype("<u4").tobytes() + self.holders.astype("<u4").tobytes()
        return zlib.compress(arrays)

    @classmethod
    def load(cls, passages: int, dumped: bytes) -> Frequencies:
        both = np.frombuffer(zlib.decompress(dumped), dtype="<u4").reshape(2, -1)
        return cls(passages, both[0], both[1])

    def question_weights(self, query: LexicalQuery) -> dict[int, float]:
        """The sparse vector of a question; empty when no passage has any of its words."""
        keys = [term_key("s", word) >> _SHIFT for word in query.stems]
        keys += [term_key("g", word) >> _SHIFT for word in query.grams]
        found: dict[int, float] = {}
        for key in dict.fromkeys(keys):
            at = int(np.searchsorted(self.terms, np.uint32(key)))
            if at < len(self.terms) and int(self.terms[at]) == key:
                held = int(self.holders[at])
                idf = float(np.log((self.passages - held + 0.5) / (held + 0.5)))
                found[key] = idf if idf > 0 else FLOOR
        return found
