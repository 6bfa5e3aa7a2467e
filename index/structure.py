"""Which FAISS structure holds the vectors, by their number.

Up to `FLAT_MOST` all vectors are compared, which is exact. Beyond, they lie in partitions around
the centres of a k-means (inverted file) as 16-bit numbers (scalar quantisation), and a
search reads the partitions nearest to the question. That is the smallest and fastest of what
reached a recall@10 of 0.98 (docs/scaling.md); it can be memory-mapped, added to and deleted from.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FLAT_MOST = 50_000
# A search reads so many partitions at least, and this share of them.
_PROBED, _PROBED_SHARE = 64, 16
_SAMPLED = 40  # vectors a partition that the k-means sees
_ROUNDS = 5
# Partitions grow with the index; when they are so much larger than planned, it is built anew.
_OUTGROWN = 4
Portion = tuple[NDArray[np.int64], NDArray[np.float32]]


def partitions(count: int) -> int:
    """How many partitions `count` vectors get: 0 for none, else the power of two near the root."""
    return 0 if count <= FLAT_MOST else 2 ** round(math.log2(math.sqrt(count)))


def sample_size(count: int) -> int:
    """How many of `count` vectors the partitions are found from."""
    return min(count, _SAMPLED * partitions(count))


def empty(count: int, dimension: int, sample: NDArray[np.float32]) -> Any:
    """A FAISS index for `count` vectors, by inner product; `sample` as `sample_size` says."""
    lists = partitions(count)
    if not lists:
        return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension), dimension, lists,
        faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT,
    )  # fmt: skip
    index.cp.niter = _ROUNDS
    index.cp.max_points_per_centroid = _SAMPLED
    index.cp.min_points_per_centroid = 1
    index.train(np.ascontiguousarray(sample))
    return index


def add(index: Any, portions: Iterable[Portion]) -> None:
    """Put vectors in under their row numbers."""
    for rows, vectors in portions:
        if len(rows):
            index.add_with_ids(np.ascontiguousarray(vectors), rows)


def remove(index: Any, rows: NDArray[np.int64]) -> None:
    """Take vectors out by their row numbers."""
    if len(rows):
        index.remove_ids(faiss.IDSelectorBatch(rows))


def fits(index: Any, count: int) -> bool:
    """Whether the structure is right for `count` vectors."""
    if not isinstance(index, faiss.IndexIVF):
        return count <= FLAT_MOST
    return FLAT_MOST < count <= _OUTGROWN * int(index.nlist) ** 2


def _selector(rows: NDArray[np.int64]) -> Any:
    """Tells these rows from all others by a bit for each; the set of numbers that faiss makes of
    them otherwise takes several times as long to make and to ask."""
    held = np.zeros(int(rows.max(initial=-1)) + 1, bool)
    held[rows] = True
    bits = np.packbits(held, bitorder="little")
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg,arg-type]


def parameters(index: Any, rows: NDArray[np.int64] | None) -> Any:
    """How a search goes: all partitions are read when it is held to some rows, so that all of
    these are compared."""
    selected = None if rows is None else _selector(rows)
    if isinstance(index, faiss.IndexIVF):
        lists = int(index.nlist)
        probed = lists if rows is not None else min(lists, max(_PROBED, lists // _PROBED_SHARE))
        return faiss.SearchParametersIVF(sel=selected, nprobe=probed)  # type: ignore[call-arg]
    if selected is None:
        return None
    return faiss.SearchParameters(sel=selected)  # type: ignore[call-arg]
