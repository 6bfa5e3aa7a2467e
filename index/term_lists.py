"""What lexical search goes over: for each term the passages that hold it, and how often.

In: words of passages. Out: arrays that may lie in a file, BM25's formula over them, and a term of a
question with its part of them.

The formula, its constants and the floor of the inverse document frequency are those of FTS5's
bm25() (sqlite.org/fts5.html, 5.1.1), so that which of the two searches changes no answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A word in the breadcrumb says where a passage stands; one in its text says what it is about.
STEM_WEIGHT, GRAM_WEIGHT = 1.0, 0.15
K1, B, FLOOR = 1.2, 0.75, 1e-6
SHARES = 255  # the greatest share of a list's greatest saturation


@dataclass(frozen=True, slots=True)
class Lists:
    """The arrays: of n passages and t terms with e entries.

    `rows` (n) are their row numbers, rising; `lengths` (n) their stems and n-grams together;
    `keys` (t) are terms by `term_key`, rising; `starts` (t + 1) where the list of each begins in
    `docs` (e), positions of passages in `rows`, and `counts` (e), how often each holds the term.
    `tops` (t) are the greatest `saturation` in each list, and `shares` (e) that of each entry, in
    parts of `SHARES` of its list's greatest, rounded up. `common` (c), positions in `keys` that
    rise, are the terms that many passages hold. For each, `bits` (c times `words_of(n)`, one term
    after another) says which by a bit for every passage, and `ranks`, as many, how many of them
    come before each 64.
    """

    rows: NDArray[np.int64]
    lengths: NDArray[np.int32]
    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]
    tops: NDArray[np.float32]
    shares: NDArray[np.uint8]
    common: NDArray[np.int32]
    bits: NDArray[np.uint64]
    ranks: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question with its list; `weight` and `idf` as in the formula; `bits` and `ranks`
    are empty where it is not common."""

    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]
    shares: NDArray[np.uint8]
    bits: NDArray[np.uint64]
    ranks: NDArray[np.uint32]
    top: float
    weight: float
    idf: float

    @property
    def most(self) -> float:
        """What it adds to a score at most."""
        return self.idf * self.top

    def found(self, wanted: Places) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of the passages hold the term, and where they stand in its list."""
        if not len(self.bits):
            at = np.searchsorted(self.docs, wanted.docs)
            held = np.flatnonzero(self.docs.take(at, mode="clip") == wanted.docs)
            return held, at[held]
        words = self.bits.take(wanted.word)
        held = np.flatnonzero(words & wanted.bit)
        before = np.bitwise_count(words[held] & wanted.lower[held])
        return held, self.ranks.take(wanted.word[held]) + before.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Places:
    """Where passages are looked up: their positions `docs`, which rise, and of each the word of 64
    bits that it stands in, its own bit there and those before it."""

    docs: NDArray[np.int32]
    word: NDArray[np.int64]
    bit: NDArray[np.uint64]
    lower: NDArray[np.uint64]

    @classmethod
    def of(cls, docs: NDArray[np.int64]) -> Places:
        bit = np.uint64(1) << (docs & 63).astype(np.uint64)
        return cls(docs.astype(np.int32), docs >> 6, bit, bit - np.uint64(1))

    def where(self, kept: NDArray[np.bool_]) -> Places:
        """Some of them."""
        return Places(self.docs[kept], self.word[kept], self.bit[kept], self.lower[kept])


def words_of(passages: int) -> int:
    """How many words of 64 bits there are in a bit for every passage."""
    return (passages + 63) // 64


def norms(lengths: NDArray[np.int32]) -> NDArray[np.float64]:
    """What a count is held against, for passages of these lengths, which are all there are."""
    long = np.asarray(lengths, dtype=np.float64)
    mean = long.mean() if len(long) else 1.0
    return np.asarray(K1 * (1 - B + B * long / (mean or 1.0)))


def term_key(column: str, word: str) -> int:
    """What a term is known by: 63 bits of a hash of its column (`s` or `g`) and itself, and last
    one bit that says the column."""
    digest = hashlib.blake2b(f"{column}{word}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little") & ~1 | (column == "g")


def key_weights(keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    """What an occurrence of each of these terms weighs."""
    return np.where(keys & np.uint64(1), GRAM_WEIGHT, STEM_WEIGHT)
