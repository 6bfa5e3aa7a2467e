"""A file that is derived from the record: tied to one generation and model of it, and checked.

Layout: the contents as their own program reads them, then one line of JSON with the generation,
the model and the SHA-256 of all of it. It stands at the end so that the contents can be mapped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.whole_file import writing_whole

_CHUNK = 1 << 22
_LONGEST = 4096  # bytes of the last line


@dataclass(frozen=True, slots=True)
class Origin:
    """What a derived file was made from."""

    generation: int
    model: str


def save(path: Path, origin: Origin, write: Callable[[BinaryIO], None]) -> None:
    """Let `write` fill the file at `path`, which is there whole or not at all."""
    with writing_whole(path) as file:
        write(file)
        size = file.tell()
        file.seek(0)
        digest = _digest(file, size, origin)
        file.seek(size)
        file.write(_line(origin, digest))


@contextmanager
def opened(path: Path) -> Iterator[tuple[BinaryIO, Origin, int] | None]:
    """The file at `path`, what it was made from and where its contents end; None when it is
    missing or damaged."""
    try:
        file = path.open("rb")
    except OSError:
        yield None
        return
    with file:
        checked = _checked(file)
        yield None if checked is None else (file, *checked)


def _checked(file: BinaryIO) -> tuple[Origin, int] | None:
    end = file.seek(0, 2)
    file.seek(max(0, end - _LONGEST))
    line = b"\n" + file.read().rpartition(b"\n")[2]
    try:
        said = json.loads(line)
        origin = Origin(said["generation"], said["model"])
    except (ValueError, KeyError, TypeError):
        return None
    file.seek(0)
    size = end - len(line)
    digest = _digest(file, size, origin)
    return (origin, size) if line == _line(origin, digest) else None


def _digest(file: BinaryIO, size: int, origin: Origin) -> str:
    found = hashlib.sha256(f"{origin.generation} {origin.model} ".encode())
    while size > 0 and (chunk := file.read(min(_CHUNK, size))):
        found.update(chunk)
        size -= len(chunk)
    return found.hexdigest()


def _line(origin: Origin, digest: str) -> bytes:
    """The last line: the same for the same contents, so that every change of it shows."""
    said = {"generation": origin.generation, "model": origin.model, "sha256": digest}
    return b"\n" + json.dumps(said).encode()
