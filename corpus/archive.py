"""ZIP archives: the documents inside, within limits that no honest archive meets.

In: the bytes of a ZIP. Out: the name and the bytes of each file in it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.errors import PlanqaError

_MOST_FILES = 2000
_LARGEST_FILE = 200 * 2**20  # bytes, unpacked
_LARGEST_TOTAL = 500 * 2**20
_HIGHEST_RATIO = 200  # unpacked to packed; text packs to a tenth, a bomb to a thousandth
_SMALL = 2**20  # bytes: below, the ratio says nothing
_ENCRYPTED = 0x1
_LEFT_OUT = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


def is_archive(data: bytes) -> bool:
    """Whether `data` is a ZIP of documents, and not one document that happens to be a ZIP."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and b"[Content_Types].xml" not in data


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a ZIP by the name they have in it, folders joined by "/".

    Raises:
        PlanqaError: `archive_unreadable`, `archive_too_large`, `archive_unsafe` (a name that
            leads out of the archive, or an archive inside) or `archive_locked`.
    """
    with checked_archive(data) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or _LEFT_OUT.search(entry.filename):
                continue
            inner = _unpacked(archive, entry)
            if is_archive(inner):
                raise PlanqaError(
                    "archive_unsafe",
                    f"{entry.filename} is an archive inside the archive; unpack it first",
                    422,
                )
            yield entry.filename, inner


def checked_archive(data: bytes) -> ZipFile:
    """The archive, open; its names and sizes have been found harmless.

    Raises:
        PlanqaError: as `members`.
    """
    try:
        archive = ZipFile(io.BytesIO(data))
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise PlanqaError(
            "archive_unreadable", "the archive is damaged and cannot be opened; pack it anew", 422
        ) from error
    entries = archive.infolist()
    if len(entries) > _MOST_FILES:
        raise PlanqaError(
            "archive_too_large",
            f"the archive holds {len(entries)} files and {_MOST_FILES} are read; divide it",
            413,
        )
    for entry in entries:
        _check(entry)
    total = sum(entry.file_size for entry in entries)
    if total > _LARGEST_TOTAL:
        raise PlanqaError(
            "archive_too_large",
            f"the archive unpacks to {total} bytes and {_LARGEST_TOTAL} are read; divide it",
            413,
        )
    return archive


def _check(entry: ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(entry.filename):
        raise PlanqaError(
            "archive_unsafe", f"the name {entry.filename!r} leads out of the archive", 422
        )
    if entry.flag_bits & _ENCRYPTED:
        raise PlanqaError(
            "archive_locked", f"{entry.filename} is locked; pack it without a password", 422
        )
    ratio = entry.file_size / max(1, entry.compress_size)
    if entry.file_size > _LARGEST_FILE or (entry.file_size > _SMALL and ratio > _HIGHEST_RATIO):
        raise PlanqaError(
            "archive_too_large", f"{entry.filename} unpacks to far more than it should", 413
        )


def _unpacked(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The bytes of a file; its header may lie about the size, so that it is read no further."""
    try:
        with archive.open(entry) as stream:
            return stream.read(entry.file_size)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise PlanqaError(
            "archive_unreadable", f"{entry.filename} is damaged in the archive; pack it anew", 422
        ) from error
