"""BM25 over stems and n-grams, from arrays that may lie in a file: the same scores as FTS5's.

In: the words of a question. Out: row numbers and scores. A term's list of passages is one slice of
`docs` and `counts`. Up to `BUDGET` entries are all summed, which makes the search exact; beyond
that the rarest terms choose the candidates, and these are scored by all terms.

The formula, its constants and the floor of the inverse document frequency are those of FTS5's
bm25() (sqlite.org/fts5.html, 5.1.1), so that which of the two searches changes no answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

# A word in the breadcrumb says where a passage stands; one in its text says what it is about.
STEM_WEIGHT, GRAM_WEIGHT = 1.0, 0.15
# Entries summed for a question; about 10 ms on one core (bench/scale.py).
BUDGET = 400_000
_POOL = 600  # candidates that are scored by all terms, at least
_FEW = 20
K1, B, FLOOR = 1.2, 0.75, 1e-6


@dataclass(frozen=True, slots=True)
class Lists:
    """The arrays: of n passages and t terms with e entries.

    `rows` (n) are their row numbers, rising; `lengths` (n) their stems and n-grams together;
    `keys` (t) are terms by `term_key`, rising; `starts` (t + 1) where the list of each begins in
    `docs` (e), positions of passages in `rows`, and `counts` (e), how often each holds the term.
    """

    rows: NDArray[np.int64]
    lengths: NDArray[np.int32]
    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of a question: its slice of the lists, and what each occurrence weighs."""

    start: int
    end: int
    weight: float
    idf: float


class Postings:
    """Search over `Lists`. Safe to call from several threads."""

    def __init__(self, lists: Lists) -> None:
        # A slice of an array that knows of its file takes several times as long to make.
        self.lists = Lists(*(np.asarray(getattr(lists, one.name)) for one in fields(lists)))
        lengths = np.asarray(lists.lengths, dtype=np.float64)
        mean = lengths.mean() if len(lengths) else 1.0
        self._norms = K1 * (1 - B + B * lengths / (mean or 1.0))

    def __len__(self) -> int:
        return len(self.lists.rows)

    def search(
        self,
        stems: Iterable[str],
        grams: Iterable[str],
        count: int,
        rows: Sequence[int] | NDArray[np.int64] | None = None,
        budget: int = BUDGET,
    ) -> list[tuple[int, float]]:
        """Row numbers and scores of the best `count` passages with any of the words, among `rows`
        when given; equal scores by row number.

        Args:
            budget: entries that may be summed; within `rows` all terms always count.
        """
        terms = self._terms(stems, grams)
        if not terms or count < 1:
            return []
        scope = None if rows is None else self._positions(rows)
        if sum(term.end - term.start for term in terms) <= budget:
            found, scores = self._summed(terms)
            if scope is not None:
                kept = np.isin(found, scope)
                found, scores = found[kept], scores[kept]
        elif scope is not None:
            scores = self._completed(scope, terms)
            found, scores = scope[scores > 0], scores[scores > 0]
        else:
            rare, common = _split(terms, budget)
            found, scores = _highest(*self._summed(rare), max(_POOL, 3 * count))
            scores = scores + self._completed(found, common)
        return self._best(found, scores, count)

    def holding(self, stem: str) -> NDArray[np.int64]:
        """Row numbers of all passages with a stem, however many they are."""
        for term in self._find({_key("s", stem): STEM_WEIGHT}):
            return np.asarray(self.lists.rows[self.lists.docs[term.start : term.end]])
        return np.empty(0, dtype=np.int64)

    def _terms(self, stems: Iterable[str], grams: Iterable[str]) -> list[_Term]:
        weights = {_key("s", word): STEM_WEIGHT for word in stems}
        weights |= {_key("g", word): GRAM_WEIGHT for word in grams}
        return self._find(weights)

    def _find(self, weights: Mapping[int, float]) -> list[_Term]:
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
        rows = (one.tolist() for one in (starts, ends, weighed, idf))
        return [_Term(*row) for row in zip(*rows, strict=True)]

    def _positions(self, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Where rows stand; those that are not there are left out."""
        wanted = np.unique(np.asarray(rows, dtype=np.int64))
        at = np.searchsorted(self.lists.rows, wanted)
        at, wanted = at[at < len(self)], wanted[at < len(self)]
        return np.asarray(at[self.lists.rows[at] == wanted])

    def _impacts(
        self,
        docs: NDArray[np.int32],
        counts: NDArray[np.uint8],
        weight: float | NDArray[np.float64],
        idf: float | NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """What a term adds to the score of each of `docs`, which hold it `counts` times."""
        said = counts * weight
        return np.asarray(idf * said * (K1 + 1) / (said + self._norms[docs]))

    def _summed(self, terms: Sequence[_Term]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """All passages with any of the terms, rising, and their scores by these terms."""
        docs = np.concatenate([self.lists.docs[term.start : term.end] for term in terms])
        counts = np.concatenate([self.lists.counts[term.start : term.end] for term in terms])
        sizes = [term.end - term.start for term in terms]
        weight = np.repeat([term.weight for term in terms], sizes)
        idf = np.repeat([term.idf for term in terms], sizes)
        impacts = self._impacts(docs, counts, weight, idf)
        scores = np.bincount(docs, impacts, len(self)).astype(np.float64, copy=False)
        # Looking through all scores is worth it only where most of them were touched.
        many = len(docs) * _FEW > len(scores)
        found = (np.flatnonzero(scores) if many else np.unique(docs)).astype(np.int64)
        return found, scores[found]

    def _completed(
        self, candidates: NDArray[np.int64], terms: Sequence[_Term]
    ) -> NDArray[np.float64]:
        """The scores of `candidates` (rising positions) by all terms."""
        scores = np.zeros(len(candidates))
        wanted = candidates.astype(np.int32)
        for term in terms:
            docs = self.lists.docs[term.start : term.end]
            at = np.searchsorted(docs, wanted)
            at[at == len(docs)] = 0
            hit = np.flatnonzero(docs[at] == wanted)
            counts = self.lists.counts[term.start : term.end][at[hit]]
            scores[hit] += self._impacts(wanted[hit], counts, term.weight, term.idf)
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


def _split(terms: Sequence[_Term], budget: int) -> tuple[list[_Term], list[_Term]]:
    """The rarest terms that have no more than `budget` entries together, one at least; the rest."""
    rare: list[_Term] = []
    common: list[_Term] = []
    left = budget
    for term in sorted(terms, key=lambda term: term.end - term.start):
        left -= term.end - term.start
        (rare if left >= 0 or not rare else common).append(term)
    return rare, common


def _highest(
    found: NDArray[np.int64], scores: NDArray[np.float64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The `most` passages with the highest scores, rising by position."""
    if len(found) <= most:
        return found, scores
    kept = np.sort(np.argpartition(-scores, most - 1)[:most])
    return found[kept], scores[kept]


def term_key(column: str, word: str) -> int:
    """What a term is known by: 64 bits of a hash of its column (`s` or `g`) and itself."""
    digest = hashlib.blake2b(f"{column}{word}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


_key = term_key
