"""The FAISS file: derived from the record, tied to one generation of it, checked on opening.

Layout: one line of JSON (generation, model, SHA-256 of both with the rest), then FAISS's own bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.whole_file import write_whole

FILE = "dense.faiss"


class DenseIndex:
    """Exact search by inner product over vectors of length 1, by row number."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> DenseIndex:
        """Index `vectors`, shape (n, dimension), under the numbers `rows`, shape (n,)."""
        dimension = vectors.shape[1] if len(vectors) else 1
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        if len(vectors):
            index.add_with_ids(np.ascontiguousarray(vectors), rows)
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], count: int, rows: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Row numbers and cosines of the `count` nearest, among `rows` when given."""
        if not len(self) or count < 1:
            return []
        parameters = None
        if rows is not None:
            selected = faiss.IDSelectorBatch(np.asarray(rows, dtype=np.int64))
            parameters = faiss.SearchParameters(sel=selected)  # type: ignore[call-arg]
        wanted = min(count, len(self))
        scores, found = self._index.search(vector[None, :], wanted, params=parameters)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in pairs if row >= 0]

    def save(self, home: Path, generation: int, model: str) -> None:
        """Write the file whole or not at all."""
        data = faiss.serialize_index(self._index).tobytes()
        write_whole(home / FILE, _head(generation, model, data) + data)

    @classmethod
    def load(cls, home: Path, generation: int, model: str) -> DenseIndex | None:
        """The file's index; None when it is missing, damaged or of another generation."""
        try:
            head, _, data = (home / FILE).read_bytes().partition(b"\n")
        except OSError:
            return None
        if head + b"\n" != _head(generation, model, data):
            return None
        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))


def _head(generation: int, model: str, data: bytes) -> bytes:
    """The first line of the file: the same for the same contents, so that every change shows."""
    said = f"{generation} {model} ".encode()
    digest = hashlib.sha256(said + data).hexdigest()
    return json.dumps({"generation": generation, "model": model, "sha256": digest}).encode() + b"\n"
