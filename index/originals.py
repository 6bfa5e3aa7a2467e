"""The files that documents were read from, as they came, each named by its SHA-256.

With them a document can be read again after an update of planqa or after damage, and its pages
can be shown, wherever the file itself has gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from index.whole_file import write_whole

FOLDER = "originals"


def keep_original(home: Path, data: bytes) -> None:
    """Put `data` on disk, unless it is there.

    Raises:
        OSError: when there is no room.
    """
    digest = hashlib.sha256(data).hexdigest()
    if load_original(home, digest) is None:
        (home / FOLDER).mkdir(exist_ok=True)
        write_whole(home / FOLDER / digest, data)


def load_original(home: Path, sha256: str) -> bytes | None:
    """The file with this digest; None when it is not there or not what was kept."""
    try:
        data = (home / FOLDER / sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def find(home: Path, sha256: str, origin: str) -> bytes | None:
    """The bytes with this digest: those that are kept, else the file they came from."""
    kept = load_original(home, sha256)
    if kept is not None or not Path(origin).is_absolute():
        return kept
    try:
        data = Path(origin).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def drop_originals(home: Path, kept: Iterable[str]) -> None:
    """Delete the files that belong to no document any more."""
    wanted = set(kept)
    for path in (home / FOLDER).glob("*"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)
