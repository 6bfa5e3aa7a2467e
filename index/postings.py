"""BM25 over stems and n-grams, from arrays that may lie in a file: the same scores as FTS5's.

In: the words of a question. Out: row numbers and scores, which are exact at any size. Where the
terms of a question have few entries, all are summed; else `index.pruning` chooses the passages that
can be among the best, and only these are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from index.pruning import can_be_best
from index.term_lists import (
    FLOOR,
    GRAM_WEIGHT,
    K1,
    STEM_WEIGHT,
    Lists,
    Places,
    Term,
    norms,
    term_key,
    words_of,
)

# Entries up to which summing all of them is faster than choosing (bench/scale.py).
SUMMED_MOST = 200_000
_FEW = 20


class Postings:
    """Search over `Lists`. Safe to call from several threads."""

    def __init__(self, lists: Lists) -> None:
        # Slices of a memory map are slower to make than those of an array over it.
        self.lists = Lists(*(np.asarray(getattr(lists, one.name)) for one in fields(lists)))
        self._norms = norms(lists.lengths)

    def __len__(self) -> int:
        return len(self.lists.rows)

    def search(
        self,
        stems: Iterable[str],
        grams: Iterable[str],
        count: int,
        rows: Sequence[int] | NDArray[np.int64] | None = None,
        summed: int = SUMMED_MOST,
    ) -> list[tuple[int, float]]:
        """Row numbers and scores of the best `count` passages with any of the words, among `rows`
        when given; equal scores by row number.

        Args:
            summed: entries up to which all are summed; it changes nothing but the time.
        """
        terms = self._terms(stems, grams)
        if not terms or count < 1:
            return []
        scope = None if rows is None else self._positions(rows)
        if sum(len(term.docs) for term in terms) > summed:
            chosen = scope if scope is not None else can_be_best(terms, len(self), count)
            if chosen is not None:
                scores = self._completed(chosen, terms)
                return self._best(chosen[scores > 0], scores[scores > 0], count)
        found, scores = self._summed(terms)
        if scope is not None:
            kept = np.isin(found, scope)
            found, scores = found[kept], scores[kept]
        return self._best(found, scores, count)

    def holding(self, stem: str) -> NDArray[np.int64]:
        """Row numbers of all passages with a stem, however many they are."""
        for term in self._find({term_key("s", stem): STEM_WEIGHT}):
            return self.lists.rows[term.docs]
        return np.empty(0, dtype=np.int64)

    def _terms(self, stems: Iterable[str], grams: Iterable[str]) -> list[Term]:
        weights = {term_key("s", word): STEM_WEIGHT for word in stems}
        weights |= {term_key("g", word): GRAM_WEIGHT for word in grams}
        return self._find(weights)

    def _find(self, weights: Mapping[int, float]) -> list[Term]:
        """The terms that any passage holds, of those with these keys and weights."""
        lists = self.lists
        wanted = np.fromiter(weights, np.uint64, len(weights))
        at = np.searchsorted(lists.keys, wanted)
        inside = np.flatnonzero(at < len(lists.keys))
        known = inside[lists.keys[at[inside]] == wanted[inside]]
        starts, ends = lists.starts[at[known]], lists.starts[at[known] + 1]
        holders = ends - starts
        idf = np.log((len(self) - holders + 0.5) / (holders + 0.5))
        idf = np.where(idf > 0, idf, FLOOR)
        weighed = np.fromiter(weights.values(), np.float64, len(weights))[known]
        tops = lists.tops[at[known]]
        row = np.searchsorted(lists.common, at[known])
        size = words_of(len(self))
        there = lists.common.take(row, mode="clip") == at[known] if len(lists.common) else row > 0
        first, last = row * size, (row + there) * size
        numbers = (one.tolist() for one in (starts, ends, first, last, tops, weighed, idf))
        return [
            Term(
                lists.docs[i:j], lists.counts[i:j], lists.shares[i:j],
                lists.bits[k:m], lists.ranks[k:m], top, weight, rarity,
            )
            for i, j, k, m, top, weight, rarity in zip(*numbers, strict=True)
        ]  # fmt: skip

    def _positions(self, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Where rows stand; those that are not there are left out."""
        wanted = np.unique(np.asarray(rows, dtype=np.int64))
        at = np.searchsorted(self.lists.rows, wanted)
        at, wanted = at[at < len(self)], wanted[at < len(self)]
        return np.asarray(at[self.lists.rows[at] == wanted])

    def _impacts(
        self,
        terms: Sequence[Term],
        sizes: Sequence[int],
        docs: NDArray[np.int32],
        counts: NDArray[np.uint8],
    ) -> NDArray[np.float64]:
        """What each of the terms adds to the scores of `docs`, which hold it `counts` times: so
        many as `sizes` says for one term after another."""
        weight = np.repeat([term.weight for term in terms], sizes)
        idf = np.repeat([term.idf for term in terms], sizes)
        said = counts * weight
        return np.asarray(idf * said * (K1 + 1) / (said + self._norms[docs]))

    def _summed(self, terms: Sequence[Term]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """All passages with any of the terms, rising, and their scores."""
        docs = np.concatenate([term.docs for term in terms])
        counts = np.concatenate([term.counts for term in terms])
        impacts = self._impacts(terms, [len(term.docs) for term in terms], docs, counts)
        scores = np.bincount(docs, impacts, len(self)).astype(np.float64, copy=False)
        # Looking through all scores is worth it only where most of them were touched.
        many = len(docs) * _FEW > len(scores)
        found = (np.flatnonzero(scores) if many else np.unique(docs)).astype(np.int64)
        return found, scores[found]

    def _completed(
        self, candidates: NDArray[np.int64], terms: Sequence[Term]
    ) -> NDArray[np.float64]:
        """The scores of `candidates` (rising positions), each summed as `_summed` does, so that
        they are the same to the last digit."""
        wanted = Places.of(candidates)
        found = [term.found(wanted) for term in terms]
        held = np.concatenate([one for one, _ in found])
        counts = np.concatenate(
            [term.counts[at] for term, (_, at) in zip(terms, found, strict=True)]
        )
        sizes = [len(one) for one, _ in found]
        impacts = self._impacts(terms, sizes, wanted.docs[held], counts)
        return np.bincount(held, impacts, len(candidates)).astype(np.float64, copy=False)

    def _best(
        self, found: NDArray[np.int64], scores: NDArray[np.float64], count: int
    ) -> list[tuple[int, float]]:
        if len(found) > count:
            least = np.partition(scores, len(scores) - count)[len(scores) - count]
            kept = scores >= least
            found, scores = found[kept], scores[kept]
        rows = self.lists.rows[found]
        order = np.lexsort((rows, -scores))[:count]
        return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))
