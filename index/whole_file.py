"""Writing a file whole or not at all, and on disk when the call returns."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at `path`; what was there stays when this fails.

    Raises:
        OSError: when there is no room, or the folder cannot be written.
    """
    with writing_whole(path) as file:
        file.write(data)


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """What is written in the block takes the place of the file at `path` when the block ends.

    Raises:
        OSError: as `write_whole`.
    """
    new = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with new.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def drop_unfinished(path: Path) -> None:
    """Delete what a killed `write_whole` of this file left behind; nobody may be writing it."""
    for new in path.parent.glob(f".{path.name}-*"):
        new.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` as durable as the files they name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
