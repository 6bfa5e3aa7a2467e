"""API keys and sessions, kept hashed in `keys.sqlite` in the home, apart from the index.

In: a name and scopes, or what a request carries. Out: a key, whose secret is shown once, or what
is known of the one that was sent. A secret has 256 random bits, so that one round of SHA-256 keeps
it safe; it is compared in constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from corpus.errors import PlanqaError

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
FILE = "keys.sqlite"
SESSION_HOURS = 12
LONGEST_NAME = 80
_PREFIX = "pq"
_NOBODY = hashlib.sha256(b"").hexdigest()  # compared with where no key has the id
_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, scopes TEXT NOT NULL, digest TEXT NOT NULL,
    made_at TEXT NOT NULL, revoked_at TEXT);
CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY, key TEXT NOT NULL, ends_at TEXT NOT NULL);
"""
_COLUMNS = "SELECT id, name, scopes, made_at, revoked_at"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret; times are in UTC. `admin` stands for every scope."""

    id: str
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    revoked_at: datetime | None = None


class KeyStore:
    """The keys of one home. Safe to call from several threads and processes.

    Every method raises PlanqaError `keys_unusable` (503) when the file cannot be used.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def make(self, name: str, scopes: Iterable[Scope]) -> tuple[ApiKey, str]:
        """A new key, and its text, which is kept nowhere.

        Raises:
            PlanqaError: `key_invalid` when the name is blank, too long or holds controls, or no
                scope is given.
        """
        granted = frozenset(scopes)
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable() or not granted:
            raise PlanqaError(
                "key_invalid",
                f"a key needs a name of 1 to {LONGEST_NAME} printable characters, which says who "
                f"uses it, and a scope out of {', '.join(SCOPES)}: not {name!a}",
                422,
            )
        key = ApiKey(secrets.token_hex(4), name.strip(), granted, _now())
        secret = secrets.token_urlsafe(32)
        row = (key.id, key.name, ",".join(sorted(granted)), digest(secret), _text(key.made_at))
        with self._writing() as connection:
            connection.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, NULL)", row)
        return key, f"{_PREFIX}_{key.id}_{secret}"

    def all(self) -> list[ApiKey]:
        """Every key ever made, the oldest first."""
        with self._reading() as connection:
            rows = connection and connection.execute(f"{_COLUMNS} FROM keys ORDER BY made_at, id")
            return [_key(row) for row in rows or ()]

    def revoke(self, identity: str) -> None:
        """From now on nobody gets in with this key, nor with a session that began with it.

        Raises:
            PlanqaError: `unknown_key` (404), also for a key that is revoked already.
        """
        with self._writing() as connection:
            done = connection.execute(
                "UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                (_text(_now()), identity),
            )
            connection.execute("DELETE FROM sessions WHERE key = ?", (identity,))
        if not done.rowcount:
            raise PlanqaError(
                "unknown_key", f"no key in use has the id {identity!a}: see planqa keys list", 404
            )

    def find(self, text: str) -> ApiKey | None:
        """The key with this text; None where there is none, or it is revoked."""
        identity, secret = _parts(text)
        with self._reading() as connection:
            row = (
                connection
                and connection.execute(
                    f"{_COLUMNS}, digest FROM keys WHERE id = ? AND revoked_at IS NULL", (identity,)
                ).fetchone()
            )
        kept = row[5] if row else _NOBODY
        if not hmac.compare_digest(kept, digest(secret)) or not row:
            return None
        return _key(row)

    def by_id(self, identity: str) -> ApiKey | None:
        """The key with this id, unless it is revoked."""
        with self._reading() as connection:
            row = (
                connection
                and connection.execute(
                    f"{_COLUMNS} FROM keys WHERE id = ? AND revoked_at IS NULL", (identity,)
                ).fetchone()
            )
        return _key(row) if row else None

    def begin_session(self, key: str) -> str:
        """What a browser is given instead of the key `key` (an id); good for twelve hours."""
        token = secrets.token_urlsafe(32)
        ends = _text(_now() + timedelta(hours=SESSION_HOURS))
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE ends_at < ?", (_text(_now()),))
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?)", (digest(token), key, ends))
        return token

    def session_key(self, token: str) -> str | None:
        """The id of the key with which this session began; None when it is over."""
        with self._reading() as connection:
            row = (
                connection
                and connection.execute(
                    "SELECT key FROM sessions WHERE digest = ? AND ends_at > ?",
                    (digest(token), _text(_now())),
                ).fetchone()
            )
        return row[0] if row else None

    def end_session(self, token: str) -> None:
        """End a session."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (digest(token),))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """The connection; None where no key was ever made."""
        with self._told(), self._lock:
            there = self._connection is not None or (self._home / FILE).is_file()
            yield self._opened() if there else None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._told(), self._lock, self._opened() as connection:
            yield connection

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._home.mkdir(parents=True, exist_ok=True)
            path = self._home / FILE
            path.touch(mode=0o600)
            opened = sqlite3.connect(path, check_same_thread=False, timeout=10)
            try:
                opened.executescript(_SCHEMA)
            except sqlite3.Error:
                opened.close()
                raise
            self._connection = opened
        return self._connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise PlanqaError(
                "keys_unusable",
                f"{self._home / FILE} cannot be read or written: {error}; make the folder "
                "writable, or move a damaged file away",
                503,
            ) from error


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _parts(text: str) -> tuple[str, str]:
    """The id and the secret of a key's text; empty where it has another form."""
    prefix, _, rest = text.partition("_")
    identity, _, secret = rest.partition("_")
    return (identity, secret) if prefix == _PREFIX else ("", "")


def _key(row: tuple[str, ...]) -> ApiKey:
    scopes = frozenset(scope for scope in SCOPES if scope in row[2].split(","))
    revoked = datetime.fromisoformat(row[4]) if row[4] else None
    return ApiKey(row[0], row[1], scopes, datetime.fromisoformat(row[3]), revoked)


def _now() -> datetime:
    return datetime.now(UTC)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
