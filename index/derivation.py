"""What is derived from the record for searching: the FAISS file and the file of the lexical index.

In: a home and its open record. Out: both, of the record's generation. Small indexes are built
anew; of large ones only what has changed is taken out and put in.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import structure
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.postings import Postings
from index.postings_build import build, updated
from index.record import Record

# Above this share of changed passages, building anew is no slower.
_MOST_CHANGED = 0.25
Derived = tuple[DenseIndex, LexicalIndex]


def opened(home: Path, record: Record, model: str) -> Derived:
    """Both as they lie in `home`; what is missing, damaged or old is made in memory."""
    dense, lexical = _found(home, record, model)
    return dense or _dense(record, model), lexical or _lexical(record)


def derive(home: Path, record: Record, model: str) -> None:
    """Write both files of the record's generation, where they are not there.

    Raises:
        OSError: when there is no room.
    """
    dense, lexical = _found(home, record, model)
    if dense is not None and lexical is not None:
        return
    made = _updated(home, record, model) if dense is None and lexical is None else None
    new_dense, new_lexical = made or (None, None)
    generation = record.generation()
    if dense is None:
        (new_dense or _dense(record, model)).save(home, generation, model)
    if lexical is None:
        (new_lexical or _lexical(record)).save(home, generation, model)


def is_derived(home: Path, record: Record, model: str) -> tuple[bool, bool]:
    """Whether the FAISS file and that of the lexical index are those of the record."""
    dense, lexical = _found(home, record, model)
    return dense is not None, lexical is not None


def _found(home: Path, record: Record, model: str) -> tuple[DenseIndex | None, LexicalIndex | None]:
    generation = record.generation()
    lexical = LexicalIndex.load(home, generation, model)
    return DenseIndex.load(home, generation, model), lexical[0] if lexical else None


def _dense(record: Record, model: str) -> DenseIndex:
    count = record.passage_count()
    if count <= structure.FLAT_MOST:
        return DenseIndex.build(*record.vectors(model))
    step = max(1, count // structure.sample_size(count))
    return DenseIndex.streamed(
        count, record.sampled_vectors(model, step), record.vector_portions(model)
    )


def _lexical(record: Record) -> LexicalIndex:
    return LexicalIndex(Postings(build(record.words())), _hashes(record)[1])


def _hashes(record: Record) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Row numbers of all passages, rising, and 64 bits of the hash of each one's text."""
    found = [(row, int(text_hash[:16], 16)) for row, _, _, text_hash in record.rows()]
    rows = np.array([row for row, _ in found], dtype=np.int64)
    return rows, np.array([one for _, one in found], dtype=np.uint64)


def _updated(home: Path, record: Record, model: str) -> Derived | None:
    """The files of an older generation brought up to this one; None where that cannot be."""
    old = LexicalIndex.load(home, None, model)
    if old is None or len(old[0].postings) <= structure.FLAT_MOST:
        return None
    lexical, generation = old
    rows, hashes = _hashes(record)
    lists = lexical.postings.lists
    kept = _among(lists.rows, lexical.hashes, rows, hashes)
    newest = int(lists.rows[-1])
    fresh = int((rows > newest).sum())
    if int(kept.sum()) + fresh != len(rows):
        return None  # a row of an older one has another text: the record was made anew
    if fresh + len(kept) - int(kept.sum()) > _MOST_CHANGED * len(rows):
        return None
    dense = DenseIndex.load(home, generation, model, mapped=False)
    gone = np.asarray(lists.rows[~kept])
    if dense is None or not dense.update(gone, record.vector_portions(model, newest), len(rows)):
        return None
    return dense, LexicalIndex(Postings(updated(lists, kept, record.words(newest))), hashes)


def _among(
    rows: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    present: NDArray[np.int64],
    present_hashes: NDArray[np.uint64],
) -> NDArray[np.bool_]:
    """Which of `rows` (rising) are among those `present` (rising), with the same hash."""
    if not len(present):
        return np.zeros(len(rows), dtype=np.bool_)
    at = np.minimum(np.searchsorted(present, rows), len(present) - 1)
    return np.asarray((present[at] == rows) & (present_hashes[at] == hashes))
