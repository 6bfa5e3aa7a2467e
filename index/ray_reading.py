"""What the workers of a Ray cluster do for ingestion: read files, and encode their passages.

In: paths. Out: rows that Ray Data carries, small enough to be spread evenly. Nothing is written
here: a worker that dies takes nothing with it, and what it was doing is done again elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import catalogued
from corpus.errors import PlanqaError
from index.child_reader import ChildReader
from index.embedder import Embedder
from index.embedding import text_hashes
from index.limits import Limits
from index.serial import dump_document
from index.sources import incoming

_TEXTS = 64  # passages of a row
Row = dict[str, Any]


class Reading:
    """Reads one file a call, in a process held to limits.

    Args:
        limits: what reading a file may take.
        known: SHA-256 digests of files that are in the index already.
        encoded: hashes of texts that have a vector already.
    """

    def __init__(self, limits: Limits, known: frozenset[str], encoded: frozenset[str]) -> None:
        self._reader = ChildReader(limits)
        self._limits = limits
        self._known = known
        self._encoded = encoded

    def __call__(self, row: Row) -> Iterator[Row]:
        """Rows of the file at `row["path"]`: its documents, each followed by its texts.

        The last one of each file is empty (`is_last`), the only one of a file that cannot be read:
        whoever wants it reads it again and is told why.
        """
        position = row["position"]
        for found in self._rows(Path(row["path"])):
            yield {**found, "position": position}
        yield {**_row("", "", b"", [], []), "position": position}

    def _rows(self, path: Path) -> Iterator[Row]:
        file = incoming(path, self._limits.file_bytes)
        try:
            data = file.load()
            members = self._reader.members(data)
            for name, inside in [(file.name, data)] if members is None else members:
                yield from self._document(name, inside)
        except PlanqaError:
            return

    def _document(self, name: str, data: bytes) -> Iterator[Row]:
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._known:
            return
        try:
            document = self._reader.read(data, name, catalogued(digest))
        except PlanqaError:
            return
        texts = (passage.searchable for passage in document.passages)
        named = dict(zip(text_hashes(document), texts, strict=True))
        missing = [one for one in named if one not in self._encoded]
        yield _row(digest, name, dump_document(document), [], [])
        for at in range(0, len(missing), _TEXTS):
            part = missing[at : at + _TEXTS]
            yield _row(digest, name, b"", part, [named[one] for one in part])


def _row(digest: str, name: str, document: bytes, hashes: list[str], texts: list[str]) -> Row:
    return {
        "digest": digest, "name": name, "document": document,
        "hashes": " ".join(hashes), "texts": json.dumps(texts), "vectors": b"",
    }  # fmt: skip


def is_last(row: Row) -> bool:
    """Whether all rows of a file have come."""
    return not row["document"] and not row["hashes"]


class Encoding:
    """Encodes the texts of rows; `make` opens the embedder, once for each worker."""

    def __init__(self, make: Callable[[], Embedder]) -> None:
        self._embedder = make()

    def __call__(self, row: Row) -> Row:
        texts = json.loads(row["texts"])
        vectors = self._embedder.encode_passages(texts).tobytes() if texts else b""
        return {**row, "texts": "[]", "vectors": vectors}


def vectors_of(row: Row, dimension: int) -> dict[str, NDArray[np.float32]]:
    """The vectors that a row carries, by the hash of their text."""
    found = np.frombuffer(row["vectors"], dtype=np.float32).reshape(-1, dimension)
    return dict(zip(row["hashes"].split(), found, strict=True))
