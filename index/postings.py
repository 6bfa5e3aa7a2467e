"""BM25 over stems and n-grams, from arrays that may lie in a file: the same scores as FTS5's.

In: the words of a question. Out: row numbers and scores, which are exact at any size. Where the
terms of a question have few entries, all are summed; else `index.pruning` chooses the passages that
can be among the best, and only these are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from index.pruning import can_be_best
from index.term_lists import FLOOR, GRAM_WEIGHT, K1, STEM_WEIGHT, Lists, Term, norms, term_key

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
        term = self._find("s", stem, STEM_WEIGHT)
        return self.lists.rows[term.docs] if term else np.empty(0, dtype=np.int64)

    def _terms(self, stems: Iterable[str], grams: Iterable[str]) -> list[Term]:
        found = [self._find("s", word, STEM_WEIGHT) for word in dict.fromkeys(stems)]
        found += [self._find("g", word, GRAM_WEIGHT) for word in dict.fromkeys(grams)]
        return [term for term in found if term is not None]

    def _find(self, column: str, word: str, weight: float) -> Term | None:
        lists, key = self.lists, np.uint64(term_key(column, word))
        at = int(np.searchsorted(lists.keys, key))
        if at == len(lists.keys) or lists.keys[at] != key:
            return None
        own = slice(int(lists.starts[at]), int(lists.starts[at + 1]))
        holders = own.stop - own.start
        idf = float(np.log((len(self) - holders + 0.5) / (holders + 0.5)))
        return Term(
            lists.docs[own], lists.counts[own], lists.shares[own],
            float(lists.tops[at]), weight, idf if idf > 0 else FLOOR,
        )  # fmt: skip

    def _positions(self, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Where rows stand; those that are not there are left out."""
        wanted = np.unique(np.asarray(rows, dtype=np.int64))
        at = np.searchsorted(self.lists.rows, wanted)
        at, wanted = at[at < len(self)], wanted[at < len(self)]
        return np.asarray(at[self.lists.rows[at] == wanted])

    def _impacts(
        self, term: Term, docs: NDArray[np.int32], counts: NDArray[np.uint8]
    ) -> NDArray[np.float64]:
        """What a term adds to the score of each of `docs`, which hold it `counts` times."""
        said = counts * term.weight
        return np.asarray(term.idf * said * (K1 + 1) / (said + self._norms[docs]))

    def _summed(self, terms: Sequence[Term]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """All passages with any of the terms, rising, and their scores."""
        scores = np.zeros(len(self))
        for term in terms:
            scores[term.docs] += self._impacts(term, term.docs, term.counts)
        # Looking through all scores is worth it only where most of them were touched.
        if sum(len(term.docs) for term in terms) * _FEW > len(scores):
            found = np.flatnonzero(scores)
        else:
            found = np.unique(np.concatenate([term.docs for term in terms])).astype(np.int64)
        return found, scores[found]

    def _completed(
        self, candidates: NDArray[np.int64], terms: Sequence[Term]
    ) -> NDArray[np.float64]:
        """The scores of `candidates` (rising positions), each summed as `_summed` does, so that
        they are the same to the last digit."""
        scores = np.zeros(len(candidates))
        wanted = candidates.astype(np.int32)
        for term in terms:
            held, at = term.found(wanted)
            scores[held] += self._impacts(term, wanted[held], term.counts[at])
        return scores

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
