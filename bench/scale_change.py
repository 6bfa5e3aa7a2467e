"""What changing the index takes: one document exchanged for another, and one deleted.

In: made passages and the files of a size. Out: seconds until both files are written anew.
"""

from __future__ import annotations

import shutil
import time
from functools import partial
from pathlib import Path

import numpy as np
from made_passages import PORTION, Passages
from measure import timed

from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.postings import Postings
from index.postings_build import updated

_DOCUMENT = 250  # passages of the document


def changed(passages: Passages, size: int, home: Path) -> dict[str, list[float]]:
    """Seconds of an update and of a deletion at a size whose files lie in `home`, on the wall and
    of the processor."""
    seconds = {}
    for name, new in (("update", _DOCUMENT), ("delete", 0)):
        away = home / "changed"
        away.mkdir()
        cpu = time.process_time()
        wall = timed(partial(_change, passages, size, new, home, away))[1]
        seconds[name] = [round(wall, 2), round(time.process_time() - cpu, 2)]
        shutil.rmtree(away)
    return seconds


def _change(passages: Passages, size: int, new: int, home: Path, away: Path) -> None:
    """Take the first document out, put one of `new` passages in, and write both files to `away`."""
    dense = DenseIndex.load(home, 1, "made", mapped=False)
    lexical = LexicalIndex.load(home, 1, "made")
    assert dense is not None
    assert lexical is not None
    gone = np.arange(_DOCUMENT, dtype=np.int64)
    rows = np.arange(size, size + new, dtype=np.int64)
    vectors = passages.vectors(0, PORTION)[:new]
    if not dense.update(gone, [(rows, vectors)], size - _DOCUMENT + new):
        raise SystemExit("the structure would not be kept")
    dense.save(away, 2, "made")
    del dense
    words = ((row + size, s, g) for row, s, g in passages.words(0, new))
    lists = updated(lexical[0].postings.lists, np.arange(size) >= _DOCUMENT, words)
    LexicalIndex(Postings(lists), np.zeros(len(lists.rows), np.uint64)).save(away, 2, "made")
