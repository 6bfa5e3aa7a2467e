"""The seal: checksums of the record's files as they were last written, in one small file.

SQLite says nothing when a byte of its file changes, and silently drops the end of a damaged log.
The writer therefore seals both after every change, and a reader compares. Of the log only the
part that was sealed is compared: what a killed writer left behind it is SQLite's to judge.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from index.mishaps import UNREADABLE
from index.whole_file import write_whole

FILE = "seal.json"
_HEADER, _FRAME = 32, 24  # bytes of the log's header and of a frame's (sqlite.org/walformat.html)


@dataclass(frozen=True, slots=True)
class Checksum:
    """SHA-256 of the first `size` bytes of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What the files of the record are.

    `serial` counts the seals. `record` is None while the log is folded into the record, when its
    pages change. `log` is what of the log counts, `log_header` its first bytes in hexadecimal;
    `folded` says that the record holds all of it, so that SQLite may begin a new one at any time.
    `settled` says that the run that wrote this generation has ended.
    """

    serial: int = 0
    generation: int = 0
    settled: bool = False
    record: Checksum | None = None
    log: Checksum = Checksum(0, hashlib.sha256().hexdigest())
    log_header: str = ""
    folded: bool = False


def read_seal(home: Path) -> Seal | None:
    """The seal of `home`; None when there is none, or it is damaged itself."""
    try:
        raw = (home / FILE).read_bytes()
        value = json.loads(raw)
    except (OSError, ValueError):
        return None
    if not isinstance(value, dict) or _sealed(value.get("seal"), value) != raw:
        return None
    said: dict[str, Any] = value["seal"]
    record = Checksum(**said["record"]) if said["record"] else None
    return Seal(**{**said, "record": record, "log": Checksum(**said["log"])})


def write_seal(home: Path, seal: Seal) -> None:
    """Put `seal` on disk."""
    said = asdict(seal)
    write_whole(home / FILE, _sealed(said, {}))


def _sealed(said: Any, other: dict[str, Any]) -> bytes:
    """The bytes of the file: they are the same for the same seal, so every change shows."""
    body = json.dumps(said, sort_keys=True)
    check = hashlib.sha256(body.encode()).hexdigest()
    return json.dumps({**other, "seal": said, "sha256": check}, sort_keys=True).encode()


def damaged_files(home: Path, record: Path, log: Path) -> list[str] | None:
    """Names of the files that are not what was sealed; None when the seal cannot tell.

    It cannot tell where it is missing or damaged, or was left while the log was being folded.
    A writer at work may change a file between the two looks: who gets other than an empty list
    looks again, with the lock held.
    """
    seal = read_seal(home)
    if seal is None or seal.record is None:
        return None
    found = [] if _is(record, seal.record) else [record.name]
    if not _log_is(log, seal):
        found.append(log.name)
    return found


def record_checksum(path: Path) -> Checksum:
    """The checksum of the record's file, without its log.

    SQLite reads it: a file that this process itself opens and closes loses the locks that its
    connections hold (sqlite.org/howtocorrupt.html, 2.2), and another process may then delete the
    log under them.

    Raises:
        sqlite3.Error, UnicodeDecodeError: when it is no database any more.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        pages = connection.serialize()
    # What lies behind the last page is no part of a database, and nothing of ours.
    return Checksum(path.stat().st_size, hashlib.sha256(pages).hexdigest())


def checksum(path: Path) -> Checksum:
    """The checksum of any other file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Checksum(file.tell(), digest)


def _is(path: Path, wanted: Checksum) -> bool:
    try:
        return record_checksum(path) == wanted
    except (OSError, *UNREADABLE):
        return False


def _log_is(path: Path, seal: Seal) -> bool:
    if seal.log.size == 0:
        return True
    try:
        with path.open("rb") as file:
            begin = file.read(seal.log.size)
    except OSError:
        return False
    if hashlib.sha256(begin).hexdigest() == seal.log.sha256 and len(begin) == seal.log.size:
        return True
    header = begin[:_HEADER]
    return seal.folded and header.hex() != seal.log_header and _is_header(header)


def _is_header(header: bytes) -> bool:
    """Whether the bytes are a log's header, by the checksum it carries."""
    if len(header) < _HEADER:
        return False
    (magic,) = struct.unpack(">I", header[:4])
    if magic not in (0x377F0682, 0x377F0683):
        return False
    order = ">" if magic & 1 else "<"
    first = second = 0
    words = struct.unpack(f"{order}6I", header[:24])
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return struct.pack(">2I", first, second) == header[24:32]


class LogReader:
    """Keeps up with the log of a record: how far its commits go, and the checksum up to there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._header = b""
        self._size = 0
        self._hash = hashlib.sha256()

    def checksum(self) -> tuple[Checksum, str]:
        """The checksum up to the end of the last commit, and the header in hexadecimal."""
        if not self._path.exists():
            return Seal().log, ""
        with self._path.open("rb") as file:
            header = file.read(_HEADER)
            if header != self._header:
                self._header, self._size, self._hash = header, len(header), hashlib.sha256(header)
            if len(header) < _HEADER:
                return Seal().log, ""
            file.seek(self._size)
            self._advance(file.read())
        return Checksum(self._size, self._hash.hexdigest()), header.hex()

    def _advance(self, frames: bytes) -> None:
        (page,) = struct.unpack(">I", self._header[8:12])
        salts, step, end = self._header[16:24], _FRAME + page, 0
        for start in range(0, len(frames) - step + 1, step):
            (commit,) = struct.unpack(">I", frames[start + 4 : start + 8])
            if frames[start + 8 : start + 16] != salts:
                break
            if commit:
                end = start + step
        self._hash.update(frames[:end])
        self._size += end


def next_seal(seal: Seal, **changes: Any) -> Seal:
    """The seal that follows `seal`."""
    return replace(seal, serial=seal.serial + 1, **changes)
