"""The embeddings in the record: a vector for each text and model, with its checksum.

In: vectors of passages, by the hash of their text. Out: what was put in, or all of them in the
order of the passages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PlanqaError
from index.checksums import vector_checksum

_PORTION = 50_000  # vectors read at a time


class VectorTable:
    """The part of a `Record` that holds vectors."""

    _connection: sqlite3.Connection

    def known_hashes(self, model: str, hashes: Iterable[str]) -> set[str]:
        """Those of `hashes` that have a vector of this model."""
        return set(hashes) & self.all_hashes(model)

    def all_hashes(self, model: str) -> set[str]:
        """The hashes of all texts that have a vector of this model."""
        rows = self._connection.execute(
            "SELECT text_hash FROM embeddings WHERE model = ?", (model,)
        )
        return {row[0] for row in rows}

    def put_vectors(self, model: str, hashes: list[str], vectors: NDArray[np.float32]) -> None:
        for text_hash, vector in zip(hashes, vectors, strict=True):
            self.put_stored_vector(model, text_hash, vector.astype("<f4").tobytes())

    def put_stored_vector(self, model: str, text_hash: str, vector: bytes) -> None:
        """Put a vector as it is stored: little-endian float32."""
        self._connection.execute(
            "INSERT OR REPLACE INTO embeddings (model, text_hash, vector, checksum)"
            " VALUES (?, ?, ?, ?)",
            (model, text_hash, vector, vector_checksum(model, text_hash, vector)),
        )

    def sound_vectors(self, model: str) -> Iterator[tuple[str, bytes]]:
        """Text hash and vector of each embedding of this model that is what was put in."""
        for text_hash, vector, checksum in self._connection.execute(
            "SELECT text_hash, vector, checksum FROM embeddings WHERE model = ?", (model,)
        ):
            if checksum == vector_checksum(model, text_hash, vector):
                yield text_hash, vector

    def seal_vectors(self) -> None:
        """Write down the checksum of every vector, as it stands."""
        self._connection.create_function("vector_checksum", 3, vector_checksum)
        self._connection.execute(
            "UPDATE embeddings SET checksum = vector_checksum(model, text_hash, vector)"
        )

    def vectors(self, model: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Row numbers, shape (n,), and vectors, shape (n, dimension), of all passages.

        Raises:
            PlanqaError: `index_incomplete` when a passage has no vector of this model.
        """
        rows = self._joined(model).fetchall()
        return _as_arrays(rows)

    def vector_portions(
        self, model: str, after: int = -1
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """As `vectors`, some at a time; of the passages whose row number is higher than `after`."""
        cursor = self._joined(model, " WHERE p.row > ?", after)
        while rows := cursor.fetchmany(_PORTION):
            yield _as_arrays(rows)

    def sampled_vectors(self, model: str, step: int) -> NDArray[np.float32]:
        """The vectors of about one passage in `step`, from all over the index."""
        return _as_arrays(self._joined(model, " WHERE p.row % ? = 0", step).fetchall())[1]

    def _joined(self, model: str, where: str = "", *given: int) -> sqlite3.Cursor:
        return self._connection.execute(
            "SELECT p.row, e.vector FROM passages p LEFT JOIN embeddings e"
            f" ON e.text_hash = p.text_hash AND e.model = ?{where} ORDER BY p.row",
            (model, *given),
        )

    def drop_unused_vectors(self) -> None:
        """Forget vectors of texts that no passage has any more."""
        self._connection.execute(
            "DELETE FROM embeddings WHERE text_hash NOT IN (SELECT text_hash FROM passages)"
        )


def _as_arrays(
    rows: list[tuple[int, bytes | None]],
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    vectors = [vector for _, vector in rows if vector is not None]
    if len(vectors) < len(rows):
        raise PlanqaError(
            "index_incomplete",
            f"{len(rows) - len(vectors)} passages have no vector; run planqa verify, which makes"
            " them",
            503,
        )
    numbers = np.array([row for row, _ in rows], dtype=np.int64)
    joined = np.frombuffer(b"".join(vectors), dtype="<f4")
    return numbers, joined.reshape(len(rows), -1 if rows else 0).astype(np.float32)
