"""Ingestion: from files to the next generation of an index.

In: paths. Out: a report. A document is acknowledged, by its name in the report, once it is on
disk; a file that fails is named with the reason and stops no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.catalog import catalogued
from corpus.errors import PlanqaError
from corpus.model import Document
from corpus.reader import read_bytes, read_document
from index.dense import DenseIndex
from index.embedder import Embedder
from index.record import SCHEMA_VERSION, Record, readable
from index.versions import MADE_BY

LOCK = "writer.lock"
_LOCK_SECONDS = 60
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class IngestReport:
    """Ids of documents by what became of them; `failed` holds paths and reasons.

    `passages` counts those of created and updated documents, `embedded` the texts that were
    encoded: the others had a vector already.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0
    embedded: int = 0


def ingest(
    paths: Sequence[Path], home: Path, embedder: Embedder, progress: Progress | None = None
) -> IngestReport:
    """Read the files at `paths` into the index in `home`; unchanged ones are skipped.

    Args:
        paths: files, in any format known.
        home: folder of the index; made where there is none.
        embedder: what encodes; all vectors of an index come from one model.
        progress: called with (what is being done, done, of how many).

    Raises:
        PlanqaError: `index_busy` when another process writes, `home_unwritable` when the folder
            cannot be made or written.
    """
    lock = _locked(home)
    try:
        record = Record(home, writable=True)
        try:
            with readable(home):
                return _Ingestion(record, home, embedder, progress).run(paths)
        finally:
            record.close()
    finally:
        lock.release()


def _locked(home: Path) -> FileLock:
    lock = FileLock(home / LOCK)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout:
        raise PlanqaError(
            "index_busy", f"another process is writing to {home}; try again when it is done", 503
        ) from None
    except OSError as error:
        raise PlanqaError(
            "home_unwritable",
            f"{home} cannot be written: {error.strerror}; set PLANQA_HOME to a folder of yours",
            500,
        ) from error
    return lock


class _Ingestion:
    """One run over some files; the lock is held and the record open."""

    def __init__(
        self, record: Record, home: Path, embedder: Embedder, progress: Progress | None
    ) -> None:
        self._record = record
        self._home = home
        self._embedder = embedder
        self._progress = progress or (lambda *_: None)
        self._created: list[str] = []
        self._updated: list[str] = []
        self._skipped: list[str] = []
        self._failed: list[tuple[str, str]] = []
        self._taken: dict[str, Path] = {}  # documents that a file of this run has become
        self._passages = 0
        self._embedded = 0

    def run(self, paths: Sequence[Path]) -> IngestReport:
        self._take_over_model()
        for position, path in enumerate(paths):
            self._progress("reading", position, len(paths))
            try:
                self._one(path)
            except PlanqaError as error:
                self._failed.append((str(path), error.message))
        self._progress("reading", len(paths), len(paths))
        self._derive()
        return IngestReport(
            self._created, self._updated, self._skipped, self._failed, self._passages,
            self._embedded,
        )  # fmt: skip

    def _take_over_model(self) -> None:
        """Where another model made the index, encode what is there with this one."""
        if self._record.meta("model") == self._embedder.fingerprint:
            return
        for stored in self._record.stored():
            document = self._record.contents(stored.description.id)
            if document is not None:
                self._embed(document)
        with self._record.writing():
            self._record.set_meta("model", self._embedder.fingerprint)
            self._advance()

    def _one(self, path: Path) -> None:
        data = read_bytes(path)
        digest = hashlib.sha256(data).hexdigest()
        stored = {s.description.id: s for s in self._record.stored()}
        same = next(
            (
                s.description.id
                for s in stored.values()
                if s.description.sha256 == digest and s.made_by == MADE_BY
            ),
            None,
        )
        if same is not None:
            self._taken.setdefault(same, path)
            self._skipped.append(same)
            return
        document = read_document(data, path.name, catalogued(digest))
        if document.id in self._taken:
            raise PlanqaError(
                "document_twice",
                f"{path} and {self._taken[document.id]} would both be the document "
                f"{document.id!r}; rename one of them",
                409,
            )
        self._taken[document.id] = path
        hashes = self._embed(document)
        with self._record.writing():
            self._record.put(document, MADE_BY, hashes)
            self._record.drop_unused_vectors()
            self._advance()
        (self._updated if document.id in stored else self._created).append(document.id)
        self._passages += len(document.passages)

    def _embed(self, document: Document) -> list[str]:
        """Vectors for the passages that have none; the hashes of all passages' texts."""
        texts = [passage.searchable for passage in document.passages]
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        known = self._record.known_hashes(self._embedder.fingerprint, hashes)
        missing = {h: t for h, t in zip(hashes, texts, strict=True) if h not in known}
        if missing:
            vectors = self._embedder.encode_passages(
                list(missing.values()),
                lambda done, total: self._progress(f"encoding {document.id}", done, total),
            )
            with self._record.writing():
                self._record.put_vectors(self._embedder.fingerprint, list(missing), vectors)
            self._embedded += len(missing)
        return hashes

    def _advance(self) -> None:
        """Count the generation up and say what the index now is."""
        self._record.set_meta("generation", str(self._record.generation() + 1))
        self._record.set_meta("fingerprint", self._fingerprint())

    def _fingerprint(self) -> str:
        said = [f"schema {SCHEMA_VERSION}", f"model {self._embedder.fingerprint}"]
        said += [f"{s.description!r} {s.made_by}" for s in self._record.stored()]
        said += sorted(f"{passage} {text}" for _, passage, _, text in self._record.rows())
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    def _derive(self) -> None:
        """Write the FAISS file of this generation, unless it is there."""
        generation, model = self._record.generation(), self._embedder.fingerprint
        if DenseIndex.load(self._home, generation, model) is None:
            DenseIndex.build(*self._record.vectors(model)).save(self._home, generation, model)
