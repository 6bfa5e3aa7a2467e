"""`LocalIndex`: the index of one machine, read from the record and the FAISS file in one folder."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PlanqaError, unknown_document
from corpus.model import Description, Document, Passage, Section
from index.dense import DenseIndex
from index.derivation import opened
from index.embedder import Embedder
from index.mishaps import readable
from index.opening import open_record
from index.originals import load_original
from index.postings import Postings
from index.protocol import Hit, LexicalQuery
from index.record import Record
from index.versions import MADE_BY


class LocalIndex:
    """One generation of the index in a folder; see `PassageIndex`.

    Documents are held in memory; the two searches go over the derived files. The record is let go
    of by `close`, or when nobody holds the index any more.
    """

    def __init__(self, home: Path, record: Record, dense: DenseIndex, lexical: Postings) -> None:
        self._home = home
        self._record = record
        weakref.finalize(self, record.close)
        self._dense = dense
        self._lexical = lexical
        self._lock = threading.Lock()
        self._documents: dict[str, Document] = {}
        for stored in record.stored():
            document = record.contents(stored.description.id)
            assert document is not None, "the record changed under a reader that holds it"
            self._documents[document.id] = document
        self._passages = {p.id: p for d in self._documents.values() for p in d.passages}
        self._ids: dict[int, str] = {}
        rows: dict[str, list[int]] = {}
        for row, passage, document_id, _ in record.rows():
            self._ids[row] = passage
            rows.setdefault(document_id, []).append(row)
        self._rows = {document_id: np.array(own, np.int64) for document_id, own in rows.items()}
        self._fingerprint = record.meta("fingerprint") or ""
        self._generation = record.generation()

    @classmethod
    def open(cls, home: Path, embedder: Embedder) -> LocalIndex:
        """Open the index in `home` for questions encoded by `embedder`.

        Raises:
            PlanqaError: `index_missing` when there is none, `index_model_mismatch` when another
                model made it, `index_outdated` when another version of planqa did,
                `index_damaged` or `index_unreadable` when it is damaged.
        """
        record = open_record(home)
        try:
            with readable(home):
                return cls._opened(record, home, embedder)
        except BaseException:
            record.close()
            raise

    @classmethod
    def _opened(cls, record: Record, home: Path, embedder: Embedder) -> LocalIndex:
        record.hold()
        _check_versions(record, home)
        model = record.meta("model")
        if model != embedder.fingerprint:
            raise PlanqaError(
                "index_model_mismatch",
                f"the index in {home} was made with another embedding model ({model}) than "
                f"{embedder.name} ({embedder.fingerprint}); set embedding.model to that model, "
                "or run planqa ingest on the documents again",
                503,
            )
        dense, lexical = opened(home, record, model)
        return cls(home, record, dense, lexical.postings)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def generation(self) -> int:
        return self._generation

    def documents(self) -> Sequence[Description]:
        return [document.description for document in self._documents.values()]

    def document(self, document: str) -> Document:
        try:
            return self._documents[document]
        except KeyError:
            raise unknown_document([document], self._documents) from None

    def original(self, document: str) -> bytes | None:
        """The bytes of the file that a document was read from; None when they are not kept, or
        are not what was kept."""
        return load_original(self._home, self.document(document).description.sha256)

    def passage_count(self, document: str) -> int:
        return len(self.document(document).passages)

    def passage(self, passage: str) -> Passage:
        return self._passages[passage]

    def sections(self, document: str) -> Sequence[Section]:
        return self.document(document).sections

    def passages(self, document: str) -> Sequence[Passage]:
        return self.document(document).passages

    def dense(
        self, vector: NDArray[np.float32], count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        found = self._dense.search(vector, count, self._rows_of(documents))
        return [Hit(self._ids[row], score) for row, score in found]

    def lexical(
        self, query: LexicalQuery, count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        rows = self._rows_of(documents)
        found = self._lexical.search(query.stems, query.grams, count, rows)
        return [Hit(self._ids[row], score) for row, score in found]

    def _rows_of(self, documents: Sequence[str] | None) -> NDArray[np.int64] | None:
        """The rows of the documents in scope; None for all."""
        if documents is None:
            return None
        found = [self._rows[document] for document in documents if document in self._rows]
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def renew(self) -> None:
        """Read the same generation from the record as it lies now; nobody may be writing."""
        with self._lock:
            self._record.release()
            self._record.hold()
            assert self._record.generation() == self._generation, "someone wrote"

    def close(self) -> None:
        with self._lock:
            self._record.close()


def _check_versions(record: Record, home: Path) -> None:
    old = [s.description.id for s in record.stored() if s.made_by != MADE_BY]
    if old:
        raise PlanqaError(
            "index_outdated",
            f"in the index in {home}, {', '.join(old)} was read by another version of planqa; "
            "run planqa verify, which reads them again from the files that are kept",
            503,
        )
