"""Which of the files under watch have changed, once nobody is writing them any more.

In: the paths that were given. Out: sizes and times of change, and when to look again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

States = dict[str, tuple[int, int]]

_LOOK_AGAIN_MS = 10_000  # a change that the system did not tell of is found after so long
_STILL_S = 0.5  # between two looks that must show the same
_MOST_LOOKS = 60  # a file that grows without end is read as it stands


def states_of(paths: Sequence[Path]) -> States:
    """Size and time of change of each file that the paths stand for."""
    from index.sources import sources_of

    states = {}
    for file in sources_of(paths).files:
        path = Path(file.origin)
        try:
            status = path.stat()
        except OSError:  # gone since the folder was listed
            continue
        states[file.origin] = (status.st_size, status.st_mtime_ns)
    return states


def settled(look: Callable[[], States], pause: Callable[[float], None] = time.sleep) -> States:
    """What two looks in a row show alike: a file that is being written is not read half-way."""
    now = look()
    for _ in range(_MOST_LOOKS):
        pause(_STILL_S)
        before, now = now, look()
        if now == before:
            break
    return now


def changes(paths: Sequence[Path]) -> Iterator[object]:
    """Something each time that a file may have changed."""
    from watchfiles import watch

    yield from watch(
        *_folders(paths), rust_timeout=_LOOK_AGAIN_MS, yield_on_timeout=True, watch_filter=None
    )


def _folders(paths: Sequence[Path]) -> set[Path]:
    """The folders that exist around and below which the files lie."""
    found = set()
    for path in paths:
        folder = path.absolute()
        while not folder.is_dir():
            folder = folder.parent
        found.add(folder)
    return found
