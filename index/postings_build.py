"""Makes the lists of `index.term_lists` from the words of passages, and keeps them up to date.

In: row numbers with stems and n-grams, as `index.record.searched` gives them, in the order of the
rows. Out: `Lists`. Passages are taken in portions that are sorted by themselves and then laid
behind one another, so that no more than the result and one portion is sorted or copied at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.presence import presence
from index.saturations import saturations
from index.term_lists import Lists, term_key

_PORTION = 16_384  # passages sorted at a time
_BITS = 20  # of a position within a portion
_MOST_COUNTED = 255
Words = Iterable[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class _Portion:
    """Sorted entries of some passages: `terms` with `sizes` entries each in `docs`, `counts`."""

    terms: NDArray[np.int64]
    sizes: NDArray[np.int64]
    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]


class _Numbers(defaultdict[str, int]):
    """Numbers words as they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


@dataclass
class _Read:
    """What was read so far: stems have even numbers, n-grams odd ones."""

    stems: _Numbers = field(default_factory=_Numbers)
    grams: _Numbers = field(default_factory=_Numbers)
    rows: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    portions: list[_Portion] = field(default_factory=list)


def build(words: Words) -> Lists:
    """The lists of these passages."""
    read, stream = _Read(), iter(words)
    while _read_portion(read, stream):
        pass
    keys = np.empty(2 * max(len(read.stems), len(read.grams)) + 2, dtype=np.uint64)
    sizes = np.zeros(len(keys), dtype=np.int64)
    for column, numbers, first in (("s", read.stems, 0), ("g", read.grams, 1)):
        for word, number in numbers.items():
            keys[2 * number + first] = term_key(column, word)
    for portion in read.portions:
        sizes[portion.terms] += portion.sizes
    order = np.flatnonzero(sizes)
    order = order[np.argsort(keys[order])]
    starts = np.concatenate([[0], np.cumsum(sizes[order])]).astype(np.int64)
    cursor = np.zeros(len(keys), dtype=np.int64)
    cursor[order] = starts[:-1]
    docs, counts = _laid_out(read.portions, cursor, int(starts[-1]))
    lengths = np.array(read.lengths, dtype=np.int32)
    common, bits, ranks = presence(starts, docs, len(lengths))
    return Lists(
        np.array(read.rows, dtype=np.int64), lengths, keys[order], starts, docs, counts,
        *saturations(keys[order], starts, docs, counts, lengths),
        common, bits, ranks,
    )  # fmt: skip


def _read_portion(read: _Read, words: Iterator[tuple[int, str, str]]) -> bool:
    """Read up to `_PORTION` passages; False at the end."""
    terms: tuple[list[int], list[int]] = ([], [])
    sizes: tuple[list[int], list[int]] = ([], [])
    for row, stems, grams in islice(words, _PORTION):
        read.rows.append(row)
        for column, (text, numbers) in enumerate(((stems, read.stems), (grams, read.grams))):
            found = text.split()
            terms[column].extend(map(numbers.__getitem__, found))
            sizes[column].append(len(found))
        read.lengths.append(sizes[0][-1] + sizes[1][-1])
    passages = np.arange(len(sizes[0]), dtype=np.int64)
    packed = [
        ((2 * np.array(terms[column], dtype=np.int64) + column) << _BITS)
        | np.repeat(passages, sizes[column])
        for column in (0, 1)
    ]
    entries, counts = np.unique(np.concatenate(packed), return_counts=True)
    found_terms, term_sizes = np.unique(entries >> _BITS, return_counts=True)
    first = len(read.rows) - len(passages)
    read.portions.append(
        _Portion(
            found_terms,
            term_sizes,
            ((entries & ((1 << _BITS) - 1)) + first).astype(np.int32),
            np.minimum(counts, _MOST_COUNTED).astype(np.uint8),
        )
    )
    return len(passages) == _PORTION


def _laid_out(
    portions: list[_Portion], cursor: NDArray[np.int64], entries: int
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """The entries by term, then passage; `cursor` says where each term's list begins. Uses up
    `portions`."""
    docs, counts = np.empty(entries, dtype=np.int32), np.empty(entries, dtype=np.uint8)
    for portion in reversed_away(portions):
        ends = np.cumsum(portion.sizes)
        places = np.arange(len(portion.docs)) + np.repeat(
            cursor[portion.terms] - (ends - portion.sizes), portion.sizes
        )
        docs[places], counts[places] = portion.docs, portion.counts
        cursor[portion.terms] += portion.sizes
    return docs, counts


def reversed_away(portions: list[_Portion]) -> Iterator[_Portion]:
    """The portions from the first on, each let go of once it was used."""
    portions.reverse()
    while portions:
        yield portions.pop()


def updated(old: Lists, kept: NDArray[np.bool_], words: Words) -> Lists:
    """`old` without the passages that are not `kept`, shape (n,), and with those of `words`, whose
    row numbers are all higher."""
    new = build(words)
    renumbered = np.cumsum(kept, dtype=np.int64) - 1
    keys = np.union1d(old.keys, new.keys)
    parts = _merged(old, new, keys, kept, renumbered.astype(np.int32))
    sizes, docs, counts = parts
    there = sizes > 0
    lengths = np.concatenate([old.lengths[kept], new.lengths])
    starts = np.concatenate([[0], np.cumsum(sizes[there])]).astype(np.int64)
    common, bits, ranks = presence(starts, docs, len(lengths))
    return Lists(
        np.concatenate([old.rows[kept], new.rows]), lengths, keys[there], starts, docs, counts,
        # All of them: they hang on the average length, which is another now.
        *saturations(keys[there], starts, docs, counts, lengths),
        common, bits, ranks,
    )  # fmt: skip


_TERMS_AT_ONCE = 20_000


def _merged(
    old: Lists,
    new: Lists,
    keys: NDArray[np.uint64],
    kept: NDArray[np.bool_],
    renumbered: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """Sizes of the lists of `keys`, and their entries, some terms at a time."""
    before = int(kept.sum())
    sizes, docs, counts = [], [], []
    for first in range(0, len(keys), _TERMS_AT_ONCE):
        part = keys[first : first + _TERMS_AT_ONCE]
        o_terms, o_docs, o_counts = _entries(old, part)
        stays = kept[o_docs]
        n_terms, n_docs, n_counts = _entries(new, part)
        terms = np.concatenate([o_terms[stays], n_terms])
        order = np.argsort(terms, kind="stable")
        sizes.append(np.bincount(terms, minlength=len(part)))
        joined = np.concatenate([renumbered[o_docs[stays]], n_docs + np.int32(before)])
        docs.append(joined[order])
        counts.append(np.concatenate([o_counts[stays], n_counts])[order])
    if not sizes:
        return np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.uint8)
    return np.concatenate(sizes), np.concatenate(docs), np.concatenate(counts)


def _entries(
    lists: Lists, keys: NDArray[np.uint64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """The entries of those of `keys` that `lists` has: which key, passage, count."""
    first, last = np.searchsorted(lists.keys, [keys[0], keys[-1]], side="left")
    if last < len(lists.keys) and lists.keys[last] == keys[-1]:
        last += 1
    starts = lists.starts[first : last + 1]
    which = np.searchsorted(keys, lists.keys[first:last]).astype(np.int32)
    part = slice(int(starts[0]), int(starts[-1])) if len(starts) else slice(0, 0)
    terms = np.repeat(which, np.diff(starts))
    return terms, np.asarray(lists.docs[part]), np.asarray(lists.counts[part])
