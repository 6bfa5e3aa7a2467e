"""What the chat keeps: answers, so that their links open again, and feedback on answers.

In: the folder `PLANQA_HOME`. Out: `chat.sqlite` in it, apart from the index, which is never
touched by it. Without a folder everything is kept in memory, for as long as the server runs.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from corpus.errors import PlanqaError
from rag.answer import Answer, Turn
from rag.settings import Settings
from ui.understanding import Understanding

FILE = "chat.sqlite"
Rating = Literal["up", "down"]
_TURNS = TypeAdapter(list[Turn])
_KEPT_IN_MEMORY = 500  # answers; one has some tens of kilobytes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY, kept_at TEXT NOT NULL, turns TEXT NOT NULL,
    understanding TEXT NOT NULL, answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS answers_by_age ON answers (kept_at);
CREATE TABLE IF NOT EXISTS feedback (
    id TEXT PRIMARY KEY, given_at TEXT NOT NULL, rating TEXT NOT NULL, comment TEXT NOT NULL,
    question TEXT NOT NULL, turns TEXT NOT NULL, answer TEXT NOT NULL, citations TEXT NOT NULL,
    fingerprint TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with the turns before its question and how that was understood."""

    answer: Answer
    turns: tuple[Turn, ...]
    understanding: Understanding


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer under its id; `kept_at` is in UTC."""

    id: str
    kept_at: datetime
    asked: Asked


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of an answer; `given_at` is in UTC."""

    id: str
    given_at: datetime
    rating: Rating
    comment: str
    answer: Answer
    turns: tuple[Turn, ...]


class ChatRecord:
    """Answers and feedback in one SQLite file. Safe to call from several threads.

    Args:
        home: the folder; None keeps everything in memory, and only the last 500 answers.
        keep_answers: whether answers go into the file; feedback always does.
        keep_days: how long an answer is kept there.

    Every method raises PlanqaError `chat_record_unusable` (503) when the file cannot be used.
    """

    def __init__(self, home: Path | None, *, keep_answers: bool = True, keep_days: int = 365):
        self._home = home
        self._lock = threading.Lock()
        self._keep_days = keep_days
        self._on_disk: sqlite3.Connection | None = None
        self._in_memory = _created(":memory:")
        self.keeps = keep_answers and home is not None

    def keep(self, asked: Asked) -> str:
        """Keep an answer, forget those that are too old; the id is not to be guessed."""
        identity = secrets.token_urlsafe(12)
        row = (
            identity,
            _now().isoformat(),
            _turns_json(asked.turns),
            asked.understanding.model_dump_json(),
            asked.answer.model_dump_json(),
        )
        with self._using(disk=self.keeps) as connection:
            connection.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", row)
            if self.keeps:
                oldest = (_now() - timedelta(days=self._keep_days)).isoformat()
                connection.execute("DELETE FROM answers WHERE kept_at < ?", (oldest,))
            else:
                connection.execute(
                    "DELETE FROM answers WHERE rowid <= "
                    f"(SELECT max(rowid) - {_KEPT_IN_MEMORY} FROM answers)"
                )
        return identity

    def read(self, identity: str) -> Kept | None:
        """The answer with this id; None when there is none, or none any more."""
        with self._using(disk=self.keeps) as connection:
            row = connection.execute(
                "SELECT id, kept_at, turns, understanding, answer FROM answers WHERE id = ?",
                (identity,),
            ).fetchone()
        if row is None:
            return None
        asked = Asked(
            Answer.model_validate_json(row[4]),
            _turns(row[2]),
            Understanding.model_validate_json(row[3]),
        )
        return Kept(row[0], datetime.fromisoformat(row[1]), asked)

    def rate(self, identity: str, rating: Rating, comment: str, answer: Answer,
             turns: tuple[Turn, ...]) -> None:  # fmt: skip
        """Keep feedback under `identity`; what was kept under it before is replaced."""
        citations = ",".join(citation.model_dump_json() for citation in answer.citations)
        row = (
            identity, _now().isoformat(), rating, comment, answer.question, _turns_json(turns),
            answer.model_dump_json(), f"[{citations}]", answer.index,
        )  # fmt: skip
        with self._using(disk=self._home is not None) as connection:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT OR REPLACE INTO feedback VALUES ({marks})", row)

    def feedback(self) -> list[Feedback]:
        """All feedback, the oldest first."""
        with self._using(disk=self._home is not None) as connection:
            rows = connection.execute(
                "SELECT id, given_at, rating, comment, answer, turns FROM feedback"
                " ORDER BY given_at, id"
            ).fetchall()
        return [
            Feedback(
                row[0], datetime.fromisoformat(row[1]), row[2], row[3],
                Answer.model_validate_json(row[4]), _turns(row[5]),
            )
            for row in rows
        ]  # fmt: skip

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._in_memory.close()
            if self._on_disk is not None:
                self._on_disk.close()
                self._on_disk = None

    @contextmanager
    def _using(self, *, disk: bool) -> Iterator[sqlite3.Connection]:
        """The connection, within one transaction."""
        with self._lock:
            try:
                connection = self._opened() if disk else self._in_memory
                with connection:
                    yield connection
            except (sqlite3.Error, OSError) as error:
                raise PlanqaError(
                    "chat_record_unusable",
                    f"{self._home}/{FILE} cannot be read or written: {error}; make the folder "
                    "writable, or move a damaged file away",
                    503,
                ) from error

    def _opened(self) -> sqlite3.Connection:
        """The file's connection; the file is made when something is first kept."""
        if self._on_disk is None:
            assert self._home is not None
            self._home.mkdir(parents=True, exist_ok=True)
            self._on_disk = _created(self._home / FILE)
        return self._on_disk


def record_of(settings: Settings) -> ChatRecord:
    """The record that the settings ask for."""
    chat = settings.chat
    return ChatRecord(settings.home, keep_answers=chat.keep_answers, keep_days=chat.keep_days)


def _created(place: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(place, check_same_thread=False, timeout=30)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _now() -> datetime:
    return datetime.now(UTC)


def _turns_json(turns: tuple[Turn, ...]) -> str:
    return f"[{','.join(turn.model_dump_json() for turn in turns)}]"


def _turns(stored: str) -> tuple[Turn, ...]:
    return tuple(_TURNS.validate_json(stored))
