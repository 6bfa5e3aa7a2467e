"""Opening the record for reading: only one whose files are what was written.

A writer at work may change the files between two looks at them. So whoever finds something wrong
takes the lock and looks again; what a killed writer left half folded is finished on the way.
"""

from __future__ import annotations

import time
from pathlib import Path

from corpus.errors import PlanqaError
from index import seal as seals
from index.examination import examine
from index.mishaps import damaged
from index.record import Record
from index.schema import FILE, LOG
from index.writer import writing_to

_PATIENCE_S = 60.0
_PAUSE_S = 0.1


def open_record(home: Path) -> Record:
    """The record in `home`, to be read.

    Raises:
        PlanqaError: `index_missing`, `index_outdated`, `index_damaged` or `index_unreadable`.
    """
    _check(home)
    record = Record(home)
    try:
        record.check_version()
    except PlanqaError:
        record.close()
        raise
    return record


def _check(home: Path) -> None:
    """Refuse files that are not what was written."""
    if not (home / FILE).is_file() and not (home / seals.FILE).exists():
        return
    give_up = time.monotonic() + _PATIENCE_S
    while True:
        found = seals.damaged_files(home, home / FILE, home / LOG)
        if found == []:
            return
        try:
            # Opening as a writer looks at the files again and finishes what was left undone.
            with writing_to(home, seconds=0):
                return
        except PlanqaError as error:
            if error.code == "home_unwritable":
                _check_where_nothing_can_be_written(home, found)
                return
            if error.code != "index_busy":
                raise
        if time.monotonic() > give_up:
            raise damaged(home, " and ".join(found or [seals.FILE]))
        time.sleep(_PAUSE_S)


def _check_where_nothing_can_be_written(home: Path, found: list[str] | None) -> None:
    if found:
        raise damaged(home, " and ".join(found))
    record = Record(home)
    try:
        record.check_version()
        if told := examine(record).findings():
            raise damaged(home, f"{FILE} ({told[0]})")
    finally:
        record.close()
