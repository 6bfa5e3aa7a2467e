"""The FAISS file: derived from the record, tied to one generation of it, checked on opening.

Layout: one line of JSON (generation, model, SHA-256 of the rest), then FAISS's own bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

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
        head = {
            "generation": generation,
            "model": model,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        handle, name = tempfile.mkstemp(dir=home, prefix=FILE)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(head).encode() + b"\n" + data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(home / FILE)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    @classmethod
    def load(cls, home: Path, generation: int, model: str) -> DenseIndex | None:
        """The file's index; None when it is missing, damaged or of another generation."""
        try:
            head_bytes, _, data = (home / FILE).read_bytes().partition(b"\n")
            head = json.loads(head_bytes)
        except (OSError, ValueError):
            return None
        sound = (
            isinstance(head, dict)
            and head.get("generation") == generation
            and head.get("model") == model
            and head.get("sha256") == hashlib.sha256(data).hexdigest()
        )
        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))) if sound else None
