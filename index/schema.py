"""The tables of the record, how its file is made and opened, and how an older one is taken over."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from index.whole_file import sync_folder

FILE = "record.sqlite"
LOG = f"{FILE}-wal"
SCHEMA_VERSION = 2
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT, year INTEGER, language TEXT NOT NULL,
  sha256 TEXT NOT NULL, source TEXT NOT NULL, made_by TEXT NOT NULL, text TEXT NOT NULL,
  pages TEXT NOT NULL, artefacts TEXT NOT NULL, origin TEXT NOT NULL DEFAULT '',
  digest TEXT NOT NULL DEFAULT '', extra TEXT NOT NULL DEFAULT '{}');
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
  checksum INTEGER NOT NULL DEFAULT -1, PRIMARY KEY (model, text_hash)) WITHOUT ROWID;
"""
# From layout 1, which knew neither where a document came from nor checksums.
_FROM_1 = """
ALTER TABLE documents ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';
ALTER TABLE embeddings ADD COLUMN checksum INTEGER NOT NULL DEFAULT -1;
"""


def create(path: Path) -> None:
    """Make an empty record at `path`; it is there whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    for name in (new, Path(f"{new}-wal"), Path(f"{new}-shm"), Path(f"{new}-journal")):
        name.unlink(missing_ok=True)
    connection = sqlite3.connect(new, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(
            f"BEGIN; {_TABLES}"
            f" INSERT INTO meta VALUES ('schema', '{SCHEMA_VERSION}'), ('generation', '0'); COMMIT;"
        )
    finally:
        connection.close()
    new.replace(path)
    sync_folder(path.parent)


def add_columns(connection: sqlite3.Connection) -> None:
    """Give the tables of layout 1 the columns of this one, inside a transaction."""
    for statement in _FROM_1.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION),))


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Open the record at `path`, which exists."""
    mode = "rw" if writable else "ro"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 30000")
    if writable:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # The writer folds the log in when it is sealed to do so, never in between.
        connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


def install(home: Path) -> bool:
    """Put the whole record that waits beside the present one in its place; False where none does.

    Done with the lock held. `replacing` says when one waits; from then on the present record and
    its log are void, whatever happens.
    """
    whole = replacing(home)
    if not whole.is_file():
        return False
    for rest in (home / LOG, home / f"{FILE}-shm"):
        rest.unlink(missing_ok=True)
    sync_folder(home)
    whole.replace(home / FILE)
    sync_folder(home)
    return True


def replacing(home: Path) -> Path:
    """Where a whole record waits to take the place of the present one."""
    return home / f"{FILE}.whole"
