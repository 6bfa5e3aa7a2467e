"""The record: one SQLite file that holds all that cannot be made again from something else.

In: documents that were read, and vectors of their passages. Out: what was put in, exactly. One
writer at a time (the caller holds the lock), many readers; a reader sees the state at its start.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PlanqaError
from corpus.model import Description, Document, Passage, Section
from index import serial
from index.analysis import grams, stems

FILE = "record.sqlite"
SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT, year INTEGER, language TEXT NOT NULL,
  sha256 TEXT NOT NULL, source TEXT NOT NULL, made_by TEXT NOT NULL, text TEXT NOT NULL,
  pages TEXT NOT NULL, artefacts TEXT NOT NULL);
CREATE TABLE sections (
  document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (document, ordinal));
CREATE TABLE passages (
  row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL, text_hash TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX passages_document ON passages (document, ordinal);
CREATE VIRTUAL TABLE words USING fts5 (stems, grams, tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE embeddings (
  model TEXT NOT NULL, text_hash TEXT NOT NULL, vector BLOB NOT NULL,
  PRIMARY KEY (model, text_hash)) WITHOUT ROWID;
"""
# A word in the breadcrumb says where a passage stands; one in its text says what it is about.
STEM_WEIGHT, GRAM_WEIGHT = 1.0, 0.15


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What the record says of a document without its contents."""

    description: Description
    made_by: str


class Record:
    """An open record. `writable` creates the file and its tables where there are none."""

    def __init__(self, home: Path, *, writable: bool = False) -> None:
        path = home / FILE
        if not writable and not path.is_file():
            raise PlanqaError(
                "index_missing",
                f"there is no index in {home}; make one with: planqa ingest PATH",
                503,
            )
        with readable(home):
            self._connection = _connect(path, writable=writable)
            version = self.meta("schema")
        if version != str(SCHEMA_VERSION):
            self.close()
            raise PlanqaError(
                "index_outdated",
                f"the index in {home} has layout {version}, this planqa needs {SCHEMA_VERSION}; "
                "move that folder away and ingest the documents again",
                503,
            )

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One change, all or nothing; on disk when the block ends."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def hold(self) -> None:
        """Stay at the present state, whatever writers do from now on."""
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()

    def meta(self, key: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def generation(self) -> int:
        return int(self.meta("generation") or 0)

    def stored(self) -> list[StoredDocument]:
        """All documents, in the order of their ids."""
        rows = self._connection.execute(
            "SELECT id, title, publisher, year, language, sha256, source, made_by"
            " FROM documents ORDER BY id"
        )
        return [StoredDocument(Description(*row[:7]), row[7]) for row in rows]

    def put(self, document: Document, made_by: str, text_hashes: list[str]) -> None:
        """Add a document, or put it in the place of the one with its id."""
        self.remove(document.id)
        d = document.description
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (d.id, d.title, d.publisher, d.year, d.language, d.sha256, d.source, made_by,
             document.text, serial.dump_spans(document.pages),
             serial.dump_artefacts(document.artefacts)),
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO sections VALUES (?, ?, ?)",
            [(d.id, s.ordinal, serial.dump_section(s)) for s in document.sections],
        )
        for passage, text_hash in zip(document.passages, text_hashes, strict=True):
            self._put_passage(passage, d.language, text_hash)

    def _put_passage(self, passage: Passage, language: str, text_hash: str) -> None:
        cursor = self._connection.execute(
            "INSERT INTO passages (id, document, ordinal, text_hash, body) VALUES (?, ?, ?, ?, ?)",
            (passage.id, passage.document, passage.ordinal, text_hash,
             serial.dump_passage(passage)),
        )  # fmt: skip
        self._connection.execute(
            "INSERT INTO words (rowid, stems, grams) VALUES (?, ?, ?)",
            (
                cursor.lastrowid,
                " ".join(stems(passage.searchable, language)),
                " ".join(grams(passage.searchable)),
            ),
        )

    def remove(self, document: str) -> bool:
        """Take a document out; False when there is none with this id."""
        self._connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT row FROM passages WHERE document = ?)",
            (document,),
        )
        cursor = self._connection.execute("DELETE FROM documents WHERE id = ?", (document,))
        return cursor.rowcount > 0

    def contents(self, document: str) -> Document | None:
        """A document with all it holds; None when there is none with this id."""
        row = self._connection.execute(
            "SELECT id, title, publisher, year, language, sha256, source, text, pages, artefacts"
            " FROM documents WHERE id = ?",
            (document,),
        ).fetchone()
        if row is None:
            return None
        return Document(
            description=Description(*row[:7]),
            text=row[7],
            sections=tuple(self._sections(document)),
            passages=tuple(self._passages(document)),
            artefacts=serial.load_artefacts(row[9]),
            pages=serial.load_spans(row[8]),
        )

    def _sections(self, document: str) -> Iterator[Section]:
        rows = self._connection.execute(
            "SELECT body FROM sections WHERE document = ? ORDER BY ordinal", (document,)
        )
        return (serial.load_section(row[0]) for row in rows)

    def _passages(self, document: str) -> Iterator[Passage]:
        rows = self._connection.execute(
            "SELECT body FROM passages WHERE document = ? ORDER BY ordinal", (document,)
        )
        return (serial.load_passage(row[0]) for row in rows)

    def rows(self) -> list[tuple[int, str, str, str]]:
        """Row number, id, document and text hash of every passage, by row number."""
        return self._connection.execute(
            "SELECT row, id, document, text_hash FROM passages ORDER BY row"
        ).fetchall()

    def known_hashes(self, model: str, hashes: Iterable[str]) -> set[str]:
        """Those of `hashes` that have a vector of this model."""
        wanted = set(hashes)
        rows = self._connection.execute(
            "SELECT text_hash FROM embeddings WHERE model = ?", (model,)
        )
        return wanted & {row[0] for row in rows}

    def put_vectors(self, model: str, hashes: list[str], vectors: NDArray[np.float32]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
            [
                (model, text_hash, vector.astype("<f4").tobytes())
                for text_hash, vector in zip(hashes, vectors, strict=True)
            ],
        )

    def vectors(self, model: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Row numbers, shape (n,), and vectors, shape (n, dimension), of all passages.

        Raises:
            PlanqaError: `index_incomplete` when a passage has no vector of this model.
        """
        rows = self._connection.execute(
            "SELECT p.row, e.vector FROM passages p LEFT JOIN embeddings e"
            " ON e.text_hash = p.text_hash AND e.model = ? ORDER BY p.row",
            (model,),
        ).fetchall()
        missing = sum(vector is None for _, vector in rows)
        if missing:
            raise PlanqaError(
                "index_incomplete",
                f"{missing} passages have no vector; run planqa ingest on the documents again",
                503,
            )
        numbers = np.array([row for row, _ in rows], dtype=np.int64)
        joined = np.frombuffer(b"".join(vector for _, vector in rows), dtype="<f4")
        return numbers, joined.reshape(len(rows), -1).astype(np.float32)

    def drop_unused_vectors(self) -> None:
        """Forget vectors of texts that no passage has any more."""
        self._connection.execute(
            "DELETE FROM embeddings WHERE text_hash NOT IN (SELECT text_hash FROM passages)"
        )

    def match(
        self, expression: str, count: int, documents: Iterable[str] | None
    ) -> list[tuple[int, float]]:
        """Row numbers and BM25 scores (higher is better) of the best `count` matches."""
        scope, parameters = "", [STEM_WEIGHT, GRAM_WEIGHT, expression]
        chosen = list(documents) if documents is not None else None
        if chosen is not None:
            marks = ", ".join("?" * len(chosen))
            scope = f" AND rowid IN (SELECT row FROM passages WHERE document IN ({marks}))"
        rows = self._connection.execute(
            "SELECT rowid, -bm25(words, ?, ?) AS score FROM words"
            f" WHERE words MATCH ?{scope} ORDER BY score DESC, rowid LIMIT ?",
            [*parameters, *(chosen or []), count],
        )
        return [(int(row), float(score)) for row, score in rows]


@contextmanager
def readable(home: Path) -> Iterator[None]:
    """Turn what SQLite says of a damaged file into `index_unreadable`."""
    try:
        yield
    except sqlite3.Error as error:
        raise PlanqaError(
            "index_unreadable",
            f"the index {home / FILE} cannot be read or written: {error}; if it is damaged, move "
            "that folder away and ingest the documents again",
            503,
        ) from error


def _connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    if writable:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    else:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 30000")
    if writable:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
    if there:
        return
    connection.executescript(
        f"BEGIN IMMEDIATE; {_SCHEMA}"
        f" INSERT INTO meta VALUES ('schema', '{SCHEMA_VERSION}'), ('generation', '0'); COMMIT;"
    )
