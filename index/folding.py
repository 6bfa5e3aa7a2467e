"""Lets the log of a record shrink while a reader stays open.

SQLite moves what the log holds into the record as far as no reader needs the old pages, and
begins the log anew only when nobody reads from it. A reader that is at the newest state can step
out and in again without noticing, as long as nobody writes.
"""

from __future__ import annotations

from pathlib import Path

from corpus.errors import PlanqaError
from index.local import LocalIndex
from index.writer import writing_to


def fold_behind(index: LocalIndex, home: Path) -> bool:
    """Fold the log into the record under the open `index`; False when someone is writing."""
    try:
        with writing_to(home, seconds=0) as writer:
            writer.settle()
            if writer.record.generation() == index.generation:
                index.renew()
    except PlanqaError as error:
        if error.code in ("index_busy", "home_unwritable", "disk_full"):
            return False
        raise
    return True
