"""The writer's lock of a home: one process writes, whoever else wants to waits or is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import PlanqaError

LOCK = "writer.lock"
LOCK_SECONDS = 60.0


@contextmanager
def locked(home: Path, seconds: float | None = None) -> Iterator[None]:
    """Hold the lock of `home`, which is made where there is none.

    Args:
        home: folder of the index.
        seconds: how long to wait for another writer; LOCK_SECONDS when left out.

    Raises:
        PlanqaError: `index_busy` when another writer keeps it, `home_unwritable` when the folder
            cannot be made or written.
    """
    lock = FileLock(home / LOCK)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=LOCK_SECONDS if seconds is None else seconds)
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
    try:
        yield
    finally:
        lock.release()
