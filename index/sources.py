"""From what a person names (files, folders, globs) to the files that are read, and their origins.

An origin tells files apart: the absolute path of a file, `ARCHIVE!/MEMBER` inside an archive,
`upload:NAME` for what came over HTTP.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from corpus.errors import PlanqaError
from corpus.reader import read_bytes

INSIDE = "!/"
UPLOAD = "upload:"
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be read: its name, its origin, how a report names it, and how to get its bytes."""

    name: str
    origin: str
    said: str
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that became no document, and why; `code` and `status` are those of the error."""

    path: str
    reason: str
    code: str
    status: int

    @classmethod
    def of(cls, path: str, error: PlanqaError) -> Failure:
        return cls(path, error.message, error.code, error.status)


@dataclass(frozen=True)
class Sources:
    """What paths stand for: files in order, the folders among the paths, and what is not there."""

    files: list[Incoming] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def sources_of(paths: Sequence[Path], largest: int | None = None) -> Sources:
    """The files that `paths` stand for, each once.

    A folder stands for the files below it, but for hidden ones; a path with `*`, `?` or `[` that
    is no file's stands for what it matches.

    Args:
        largest: files of more bytes are refused, unread.
    """
    found = Sources()
    seen: set[Path] = set()
    for path in paths:
        matches = _matches(path)
        if matches is None:
            reason = f"nothing matches {path}; check the pattern"
            found.failed.append(Failure(str(path), reason, "file_missing", 404))
            continue
        for match in matches:
            files = [match]
            if match.is_dir():
                files = _inside(match)
                found.folders.append(match.resolve())
                if not files:
                    # An empty folder may be a disk that is not there: nothing is deleted for it.
                    found.folders.pop()
                    reason = (
                        f"the folder {match} holds no files; to delete documents use planqa remove"
                    )
                    found.failed.append(Failure(str(match), reason, "folder_empty", 422))
            for file in files:
                if file.resolve() not in seen:
                    seen.add(file.resolve())
                    found.files.append(incoming(file, largest))
    return found


def incoming(path: Path, largest: int | None = None) -> Incoming:
    """The file at `path`."""
    return Incoming(path.name, str(path.resolve()), str(path), partial(_load, path, largest))


def uploaded(name: str, data: bytes) -> Incoming:
    """A file that came over HTTP; of its name only what follows the last slash counts."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(c for c in bare if c.isprintable()) or "upload"
    return Incoming(shown, f"{UPLOAD}{shown}", shown, lambda: data)


def member(archive: Incoming, name: str, data: bytes) -> Incoming:
    """A file inside an archive."""
    bare = PurePosixPath(name).name
    return Incoming(
        bare, f"{archive.origin}{INSIDE}{name}", f"{archive.said}{INSIDE}{name}", lambda: data
    )


def is_gone(origin: str) -> bool:
    """Whether the file that a document came from is no longer where it was."""
    if not origin or origin.startswith(UPLOAD):
        return False
    return not Path(origin.partition(INSIDE)[0]).exists()


def _matches(path: Path) -> list[Path] | None:
    if path.exists() or not _WILD & set(str(path)):
        return [path]
    # Unlike Path.glob, this takes a pattern as a person writes it, absolute or not.
    found = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
    return [Path(name) for name in found] or None


def _inside(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _load(path: Path, largest: int | None) -> bytes:
    if largest is not None and path.is_file() and path.stat().st_size > largest:
        raise too_large(path.stat().st_size, largest)
    return read_bytes(path)


def too_large(size: int, largest: int) -> PlanqaError:
    """The error for a file over the limit."""
    return PlanqaError(
        "file_too_large",
        f"the file has {size} bytes, over the limit of {largest}; split it, or raise the setting "
        "limits.file_bytes",
        413,
    )
