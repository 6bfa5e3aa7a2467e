"""What can go wrong with the files of an index, as errors that name the mend."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import PlanqaError
from index.schema import FILE

# A limit on the size of files, unlike a full disk, is an error of writing to SQLite.
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)
_NO_ROOM_FOR_FILES = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def damaged(home: Path, what: str) -> PlanqaError:
    """The error for something that is not what was written."""
    return PlanqaError(
        "index_damaged",
        f"the index in {home} is damaged: {what} is not what was written; run planqa verify, "
        "which mends what can be mended and names the rest",
        503,
    )


def disk_full(home: Path) -> PlanqaError:
    """The error for a disk without room."""
    return PlanqaError(
        "disk_full",
        f"there is no room left to write in {home}; free some and run the command again: what was "
        "reported as done is on disk",
        507,
    )


def is_full(error: Exception) -> bool:
    """Whether an error says that there is no room left."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _NO_ROOM
    return isinstance(error, OSError) and error.errno in _NO_ROOM_FOR_FILES


# A damaged file may make SQLite complain in words that are no text.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)


@contextmanager
def readable(home: Path) -> Iterator[None]:
    """Turn what SQLite says of the record into an error with the mend.

    Raises:
        PlanqaError: `disk_full` when there is no room, else `index_unreadable`.
    """
    try:
        yield
    except UNREADABLE as error:
        if is_full(error):
            raise disk_full(home) from error
        raise PlanqaError(
            "index_unreadable",
            f"the index {home / FILE} cannot be read or written: {error}; planqa verify says what "
            "is damaged and mends what can be mended",
            503,
        ) from error
