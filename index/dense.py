"""The FAISS file: derived from the record, tied to one generation of it, checked on opening."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import faiss
import numpy as np
from numpy.typing import NDArray

from index import derived_file, structure
from index.derived_file import Origin
from index.structure import Portion

FILE = "dense.faiss"


class DenseIndex:
    """Search by inner product over vectors of length 1, by row number; see `index.structure`."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> DenseIndex:
        """Index `vectors`, shape (n, dimension), under the numbers `rows`, shape (n,)."""
        step = max(1, len(rows) // max(1, structure.sample_size(len(rows))))
        return cls.streamed(len(rows), vectors[::step], [(rows, vectors)])

    @classmethod
    def streamed(
        cls, count: int, sample: NDArray[np.float32], portions: Iterable[Portion]
    ) -> DenseIndex:
        """Index `count` vectors that come in portions; `sample` holds some from all of them."""
        dimension = sample.shape[1] if len(sample) else 1
        index = structure.empty(count, dimension, sample)
        structure.add(index, portions)
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def update(self, gone: NDArray[np.int64], portions: Iterable[Portion], count: int) -> bool:
        """Take rows out and put others in; False, with nothing done, when the `count` vectors
        that there will be want another structure."""
        if not structure.fits(self._index, count):
            return False
        structure.remove(self._index, gone)
        structure.add(self._index, portions)
        return True

    def search(
        self,
        vector: NDArray[np.float32],
        count: int,
        rows: Sequence[int] | NDArray[np.int64] | None = None,
    ) -> list[tuple[int, float]]:
        """Row numbers and cosines of the `count` nearest, among `rows` when given."""
        if not len(self) or count < 1:
            return []
        chosen = None if rows is None else np.asarray(rows, dtype=np.int64)
        wanted = min(count, len(self))
        parameters = structure.parameters(self._index, chosen)
        scores, found = self._index.search(vector[None, :], wanted, params=parameters)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in pairs if row >= 0]

    def save(self, home: Path, generation: int, model: str) -> None:
        """Write the file whole or not at all."""

        def write(file: BinaryIO) -> None:
            writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
            faiss.write_index(self._index, writer)

        derived_file.save(home / FILE, Origin(generation, model), write)

    @classmethod
    def load(
        cls, home: Path, generation: int | None, model: str, *, mapped: bool = True
    ) -> DenseIndex | None:
        """The file's index; None when it is missing, damaged, or of another generation or model.

        Args:
            generation: None takes any.
            mapped: leave a partitioned index in its file; it can then be searched only.
        """
        with derived_file.opened(home / FILE) as found:
            if found is None:
                return None
            file, origin, _ = found
            if origin.model != model or generation not in (None, origin.generation):
                return None
            flags = faiss.IO_FLAG_MMAP if mapped else 0
            index = faiss.read_index(str(home / FILE), flags)
            # Another generation may have taken its place since it was checked.
            if os.fstat(file.fileno()).st_ino != (home / FILE).stat().st_ino:
                return None
            return cls(index)
