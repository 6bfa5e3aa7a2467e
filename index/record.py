"""The record: one SQLite file that holds all that cannot be made again from something else.

In: documents that were read, and vectors of their passages. Out: what was put in, exactly. One
writer at a time (the caller holds the lock), many readers; a reader sees the state at its start.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PlanqaError
from corpus.model import Description, Document, Passage
from index import serial
from index.analysis import grams, stems
from index.checksums import DocumentRows
from index.mishaps import damaged, readable
from index.schema import FILE, LOG, SCHEMA_VERSION, connect
from index.vectors import VectorTable

__all__ = ["FILE", "SCHEMA_VERSION", "Record", "StoredDocument", "readable", "searched"]

_DESCRIPTION = "id, title, publisher, year, language, sha256, source"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What the record says of a document without its contents.

    `origin` is where it came from: the absolute path of its file, or what stands for one.
    `digest` is the checksum of its contents. `incomplete` says that pages of it were not read.
    """

    description: Description
    made_by: str
    origin: str = ""
    digest: str = ""
    incomplete: bool = False


class Record(VectorTable):
    """An open record; the file must exist."""

    def __init__(self, home: Path, *, writable: bool = False) -> None:
        path = home / FILE
        if not path.is_file():
            raise PlanqaError(
                "index_missing",
                f"there is no index in {home}; make one with: planqa ingest PATH",
                503,
            )
        self._home = home
        self.writable = writable
        with readable(home):
            self._connection = connect(path, writable=writable)
            self.version = self.meta("schema")

    def check_version(self) -> None:
        """Refuse a record whose tables this planqa does not know.

        Raises:
            PlanqaError: `index_outdated`, naming the layout.
        """
        if self.version != str(SCHEMA_VERSION):
            raise PlanqaError(
                "index_outdated",
                f"the index in {self._home} has layout {self.version}, this planqa needs "
                f"{SCHEMA_VERSION}; move that folder away and ingest the documents again",
                503,
            )

    def close(self) -> None:
        self._connection.close()

    def close_unfolded(self) -> None:
        """Close a writer's connection and leave the log as it is.

        SQLite folds the log in when the last connection closes, unless that one cannot write.
        """
        log = self._home / LOG
        with ExitStack() as guards:
            if log.exists() and log.stat().st_size:
                guard = connect(self._home / FILE, writable=False)
                guards.callback(guard.close)
                guard.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
            self._connection.close()

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One change, all or nothing; on disk when the block ends."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def fold(self) -> bool:
        """Move what the log holds into the file, as far as readers allow; whether all of it."""
        # Not waiting for readers: one that stays at an old state may stay for hours.
        self._connection.execute("PRAGMA busy_timeout = 0")
        busy, log, moved = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            # SQLite did not begin; what readers do not hold up is moved all the same.
            _, log, moved = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._connection.execute("PRAGMA busy_timeout = 30000")
        return bool(log == moved)

    def hold(self) -> None:
        """Stay at the present state, whatever writers do from now on."""
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()

    def release(self) -> None:
        """End what `hold` began."""
        self._connection.execute("ROLLBACK")

    def meta(self, key: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def generation(self) -> int:
        return int(self.meta("generation") or 0)

    def advance(self, model: str | None) -> None:
        """Count the generation up and say what the index now is."""
        if model is not None:
            self.set_meta("model", model)
        self.set_meta("generation", str(self.generation() + 1))
        self.set_meta("fingerprint", self.fingerprint())

    def fingerprint(self) -> str:
        """The same for the same documents, reader, analysis and model; of nothing else."""
        said = [f"schema {SCHEMA_VERSION}", f"model {self.meta('model')}"]
        said += [f"{s.description.id} {s.digest} {s.made_by}" for s in self.stored()]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    def stored(self) -> list[StoredDocument]:
        """All documents, in the order of their ids."""
        return sorted(self.each_stored(), key=lambda stored: stored.description.id)

    def each_stored(self) -> Iterator[StoredDocument]:
        """The documents one by one, as they lie in the file."""
        for row in self._connection.execute(
            f"SELECT {_DESCRIPTION}, made_by, origin, digest, extra LIKE '%\"unread\": [[%'"
            " FROM documents NOT INDEXED"
        ):
            made_by, origin, digest, incomplete = row[7:]
            yield StoredDocument(
                Description(*row[:7]), made_by, origin, digest, incomplete=bool(incomplete)
            )

    def put(
        self, document: Document, made_by: str, text_hashes: list[str], origin: str = ""
    ) -> None:
        """Add a document, or put it in the place of the one with its id."""
        self.remove(document.id)
        d = document.description
        self._connection.execute(
            f"INSERT INTO documents ({_DESCRIPTION}, made_by, text, pages, artefacts, origin,"
            " extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (d.id, d.title, d.publisher, d.year, d.language, d.sha256, d.source, made_by,
             document.text, serial.dump_spans(document.pages),
             serial.dump_artefacts(document.artefacts), origin, serial.dump_extra(document)),
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO sections VALUES (?, ?, ?)",
            [(d.id, s.ordinal, serial.dump_section(s)) for s in document.sections],
        )
        for passage, text_hash in zip(document.passages, text_hashes, strict=True):
            self._put_passage(passage, d.language, text_hash)
        self.seal_document(d.id)

    def _put_passage(self, passage: Passage, language: str, text_hash: str) -> None:
        cursor = self._connection.execute(
            "INSERT INTO passages (id, document, ordinal, text_hash, body) VALUES (?, ?, ?, ?, ?)",
            (passage.id, passage.document, passage.ordinal, text_hash,
             serial.dump_passage(passage)),
        )  # fmt: skip
        self._connection.execute(
            "INSERT INTO words (rowid, stems, grams) VALUES (?, ?, ?)",
            (cursor.lastrowid, *searched(passage, language)),
        )

    def set_origin(self, document: str, origin: str) -> None:
        """Say that a document comes from elsewhere now."""
        self._connection.execute("UPDATE documents SET origin = ? WHERE id = ?", (origin, document))

    def remove(self, document: str) -> bool:
        """Take a document out; False when there is none with this id."""
        self._connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT row FROM passages WHERE document = ?)",
            (document,),
        )
        cursor = self._connection.execute("DELETE FROM documents WHERE id = ?", (document,))
        return cursor.rowcount > 0

    def contents(self, document: str) -> Document | None:
        """A document with all it holds; None when there is none with this id.

        Raises:
            PlanqaError: `index_damaged` when its rows are not what was put in.
        """
        rows = self.document_rows(document)
        if rows is None:
            return None
        if not rows.sound:
            raise damaged(self._home, f"the document {document!r}")
        own = rows.columns
        return Document(
            description=Description(*(own[name] for name in _DESCRIPTION.split(", "))),
            text=own["text"],
            sections=tuple(serial.load_section(body) for _, body in rows.sections),
            passages=tuple(serial.load_passage(body) for *_, body in rows.passages),
            artefacts=serial.load_artefacts(own["artefacts"]),
            pages=serial.load_spans(own["pages"]),
            **serial.load_extra(own["extra"]),
        )

    def document_rows(self, document: str) -> DocumentRows | None:
        """The rows of a document as they stand; None when there is none with this id."""
        cursor = self._connection.execute("SELECT * FROM documents WHERE id = ?", (document,))
        row = cursor.fetchone()
        if row is None:
            return None
        names = [column[0] for column in cursor.description]
        sections = self._connection.execute(
            "SELECT ordinal, body FROM sections WHERE document = ? ORDER BY ordinal", (document,)
        )
        passages = self._connection.execute(
            "SELECT id, ordinal, text_hash, body FROM passages WHERE document = ? ORDER BY ordinal",
            (document,),
        )
        columns = dict(zip(names, row, strict=True))
        return DocumentRows(columns, sections.fetchall(), passages.fetchall())

    def seal_document(self, document: str) -> None:
        """Write down the checksum of a document's rows."""
        rows = self.document_rows(document)
        assert rows is not None, "the document was put in just now"
        self._connection.execute(
            "UPDATE documents SET digest = ? WHERE id = ?", (rows.digest(), document)
        )

    def rows(self) -> list[tuple[int, str, str, str]]:
        """Row number, id, document and text hash of every passage, by row number."""
        return self._connection.execute(
            "SELECT row, id, document, text_hash FROM passages ORDER BY row"
        ).fetchall()

    def searched_passages(
        self, document: str, model: str
    ) -> Iterator[tuple[str, int, NDArray[np.float32], str, str]]:
        """Id, ordinal, vector, stems and n-grams of each passage of a document."""
        for id_, ordinal, vector, *words in self._connection.execute(
            "SELECT p.id, p.ordinal, e.vector, w.stems, w.grams FROM passages p"
            " JOIN words w ON w.rowid = p.row"
            " JOIN embeddings e ON e.text_hash = p.text_hash AND e.model = ?"
            " WHERE p.document = ? ORDER BY p.ordinal",
            (model, document),
        ):
            yield id_, ordinal, np.frombuffer(vector, dtype="<f4"), words[0], words[1]

    def passage_count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def words(self, after: int = -1) -> Iterator[tuple[int, str, str]]:
        """Row number, stems and n-grams of the passages after a row, by row number."""
        return self._connection.execute(
            "SELECT rowid, stems, grams FROM words WHERE rowid > ? ORDER BY rowid", (after,)
        )


def searched(passage: Passage, language: str) -> tuple[str, str]:
    """What lexical search sees of a passage: its stems and its n-grams."""
    return (
        " ".join(stems(passage.searchable, language)),
        " ".join(grams(passage.searchable)),
    )
