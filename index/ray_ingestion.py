"""Ingestion by a Ray cluster: files are read and passages encoded on all its machines.

In: paths that every machine can read. Out: what `index.ingestion.ingest` gives, in the same order,
under the same names. The cluster only computes; this process, the one writer, runs the ordinary
ingestion and takes documents and vectors from the stream of what was computed. Each is known by
its digest: what comes twice counts once, what never comes is made here, and after a crash a new
run goes on behind the last document that is on disk.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import catalogued
from corpus.errors import PlanqaError
from corpus.model import Description, Document
from index.document_reader import DocumentReader
from index.embedder import DelegatingEmbedder, Embedder
from index.embedder import Progress as EncodingProgress
from index.ingestion import READING, IngestReport, Progress, ingest
from index.limits import Limits
from index.opening import open_record
from index.ray_reading import Encoding, Reading, Row, is_last, vectors_of
from index.schema import FILE
from index.serial import load_document
from index.sources import sources_of
from index.versions import MADE_BY

Key = TypeVar("Key")
Value = TypeVar("Value")


def ingest_on_cluster(
    paths: Sequence[Path],
    home: Path,
    make: Callable[[], Embedder],
    reader: DocumentReader,
    progress: Progress | None = None,
    *,
    limits: Limits | None = None,
    workers: int = 2,
    address: str | None = None,
) -> IngestReport:
    """Read the files at `paths` into the index in `home`, with the machines of a Ray cluster.

    Args:
        make: opens the embedder; called here and by each worker, so it must be one that Ray can
            send.
        reader: reads here what no worker could.
        limits: what reading a file may take.
        workers: how many encode at a time; as many read.
        address: of the cluster, where this process is not connected to one yet.

    Raises:
        PlanqaError: `extra_missing` without Ray, and what `ingest` raises.
    """
    ray = _ray()
    if not ray.is_initialized():
        ray.init(address=address, log_to_driver=False)
    bounds = limits or Limits()
    embedder = make()
    known, encoded = _there(home, embedder.fingerprint)
    files = [file.origin for file in sources_of(paths, bounds.file_bytes).files]
    computed = _computed(ray, files, (bounds, known, encoded), make, workers) if files else ()
    stream = _Stream(computed, embedder.dimension)

    def told(doing: str, done: int, of: int) -> None:
        if doing == READING:
            stream.begin(done)
        if progress:
            progress(doing, done, of)

    return ingest(
        paths,
        home,
        _StreamEmbedder(stream, embedder),
        told,
        reader=_StreamReader(stream, reader),
        largest=bounds.file_bytes,
    )


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("ray", "pyarrow", "pandas"):
            raise
        raise PlanqaError(
            "extra_missing", "ingesting on a cluster needs Ray: pip install 'planqa[ray]'"
        ) from None
    return ray


def _there(home: Path, model: str) -> tuple[frozenset[str], frozenset[str]]:
    """Digests of the files, and hashes of the texts with a vector, that need no work."""
    if not (home / FILE).is_file():
        return frozenset(), frozenset()
    record = open_record(home)
    try:
        files = frozenset(
            one.description.sha256
            for one in record.stored()
            if one.made_by == MADE_BY and not one.incomplete
        )
        return files, frozenset(record.all_hashes(model))
    finally:
        record.close()


def _computed(
    ray: Any,
    files: Sequence[str],
    given: tuple[Limits, frozenset[str], frozenset[str]],
    make: Callable[[], Embedder],
    workers: int,
) -> Iterator[Row]:
    """The rows of `index.ray_reading`, in the order of the files."""
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    pool = ray.data.ActorPoolStrategy(size=workers)
    given_out = [{"path": path, "position": position} for position, path in enumerate(files)]
    rows = (
        ray.data.from_items(given_out, override_num_blocks=len(files))
        .flat_map(Reading, fn_constructor_args=given, compute=pool, num_cpus=0.5)
        # One row a block: else all texts of a long document would go to one worker.
        .repartition(target_num_rows_per_block=1)
        .map(Encoding, fn_constructor_args=(make,), compute=pool, num_cpus=0.5)
    )
    yield from rows.iter_rows()


class _Stream:
    """What the cluster has computed so far, kept until it is asked for.

    Ingestion reads the next file in a thread while passages of the present one are encoded: both
    take from here. So a document is waited for until all of the next file has come, a vector until
    all of the present one has: what is not among it then is made here, and does not hold up the
    rest, which would have to be kept in memory meanwhile.
    """

    def __init__(self, rows: Iterable[Row], dimension: int) -> None:
        self._rows = iter(rows)
        self._dimension = dimension
        self._documents: dict[tuple[str, str], bytes] = {}
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._present = 0
        self._come = 0
        self._lock = threading.Lock()

    def begin(self, position: int) -> None:
        """Say that ingestion has come to the file at `position`."""
        with self._lock:
            self._present = position

    def document(self, digest: str, name: str) -> Document | None:
        """The document in a file; None when the cluster did not read it."""
        found = self._taken(self._documents, (digest, name), 2)
        return None if found is None else load_document(found)

    def vector(self, text_hash: str) -> NDArray[np.float32] | None:
        """The vector of a text; None when the cluster did not encode it."""
        return self._taken(self._vectors, text_hash, 1)

    def _taken(self, kept: dict[Key, Value], key: Key, files: int) -> Value | None:
        """What is kept under `key`, which is waited for; None when it has not come with so many
        files, the present one among them."""
        while True:
            with self._lock:
                over = self._come >= self._present + files
                if key in kept or over or not self._advance():
                    return kept.pop(key, None)

    def _advance(self) -> bool:
        row = next(self._rows, None)
        if row is None:
            return False
        if row["document"]:
            self._documents[row["digest"], row["name"]] = row["document"]
        self._vectors.update(vectors_of(row, self._dimension))
        if is_last(row):
            self._come = row["position"] + 1
        return True


class _StreamReader:
    """Takes documents from the stream; reads itself what is not there, or under other names."""

    def __init__(self, stream: _Stream, reader: DocumentReader) -> None:
        self._stream = stream
        self._reader = reader

    def read(self, data: bytes, name: str, known: Description | None) -> Document:
        digest = hashlib.sha256(data).hexdigest()
        if known == catalogued(digest):
            document = self._stream.document(digest, name)
            if document is not None:
                return document
        return self._reader.read(data, name, known)

    def members(self, data: bytes) -> list[tuple[str, bytes]] | None:
        return self._reader.members(data)


class _StreamEmbedder(DelegatingEmbedder):
    """Takes vectors of passages from the stream; encodes itself what is not there."""

    def __init__(self, stream: _Stream, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._stream = stream

    def encode_passages(
        self, texts: Sequence[str], progress: EncodingProgress | None = None
    ) -> NDArray[np.float32]:
        found: list[NDArray[np.float32] | None] = []
        for done, text in enumerate(texts):
            found.append(self._stream.vector(hashlib.sha256(text.encode()).hexdigest()))
            if progress and done % 32 == 0:
                progress(done, len(texts))
        missing = [i for i, vector in enumerate(found) if vector is None]
        encoded = self._embedder.encode_passages([texts[i] for i in missing]) if missing else ()
        for i, vector in zip(missing, encoded, strict=True):
            found[i] = vector
        if not found:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([vector for vector in found if vector is not None])
