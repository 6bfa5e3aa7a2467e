"""The files of one size for `scale.py`: built once, with what that took and what is to be found.

In: made passages and questions. Out: `dense.faiss` and `lexical.lists` in a folder, beside each
what was measured while it was made, and the ten nearest passages to each question by exact cosine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from made_passages import Passages
from measure import timed
from numpy.typing import NDArray
from scale_questions import Question

from index.dense import FILE as DENSE
from index.dense import DenseIndex
from index.lexical import FILE as LEXICAL
from index.lexical import LexicalIndex
from index.postings import Postings
from index.postings_build import build
from index.structure import Portion, sample_size

_NEAREST = "nearest.npy"
Item = TypeVar("Item")


@dataclass
class Watched:
    """Lets a stream pass, and counts the seconds that making it takes."""

    seconds: float = 0.0
    cpu: float = 0.0

    def __call__(self, stream: Iterable[Item]) -> Iterator[Item]:
        made = iter(stream)
        while True:
            start, cpu = time.perf_counter(), time.process_time()
            item = next(made, None)
            self.seconds += time.perf_counter() - start
            self.cpu += time.process_time() - cpu
            if item is None:
                return
            yield item


@dataclass
class Nearest:
    """The ten nearest to each question by exact cosine, of the passages that came past."""

    questions: NDArray[np.float32]
    rows: NDArray[np.int64] = field(init=False)
    cosines: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = np.full((len(self.questions), 10), -1, dtype=np.int64)
        self.cosines = np.full((len(self.questions), 10), -np.inf, dtype=np.float32)

    def __call__(self, portions: Iterable[Portion]) -> Iterator[Portion]:
        for rows, vectors in portions:
            cosines = np.hstack([self.cosines, self.questions @ vectors.T])
            of = np.hstack([self.rows, np.broadcast_to(rows, (len(cosines), len(rows)))])
            kept = np.argpartition(-cosines, 9, axis=1)[:, :10]
            self.cosines = np.take_along_axis(cosines, kept, 1)
            self.rows = np.take_along_axis(of, kept, 1)
            yield rows, vectors


def built(
    passages: Passages, size: int, asked: Sequence[Question], home: Path
) -> tuple[dict[str, object], NDArray[np.int64]]:
    """What building both files in `home` took, and the rows of the nearest, shape (questions, 10);
    what lies there already is not built again."""
    home.mkdir(parents=True, exist_ok=True)
    dense, lexical = home / f"{DENSE}.json", home / f"{LEXICAL}.json"
    if not dense.exists():
        dense.write_text(json.dumps(_dense(passages, size, asked, home)))
    if not lexical.exists():
        lexical.write_text(json.dumps(_lexical(passages, size, home)))
    took: tuple[dict[str, Any], ...] = tuple(json.loads(p.read_text()) for p in (dense, lexical))
    found = {key: [one[key] for one in took] for key in took[0]}
    return found, np.load(home / _NEAREST)


def _dense(
    passages: Passages, size: int, asked: Sequence[Question], home: Path
) -> dict[str, float]:
    making, nearest = Watched(), Nearest(np.stack([one.vector for one in asked]))
    # They come in no order: the first are a sample.
    sample = passages.vectors(0, max(1, sample_size(size)))
    stream = making(nearest(passages.portions(size)))
    cpu = time.process_time()
    index, seconds = timed(lambda: DenseIndex.streamed(size, sample, stream))
    cpu = time.process_time() - cpu
    index.save(home, 1, "made")
    np.save(home / _NEAREST, nearest.rows)
    return _took(home / DENSE, size, seconds, cpu, making)


def _lexical(passages: Passages, size: int, home: Path) -> dict[str, float]:
    making = Watched()
    cpu = time.process_time()
    lists, seconds = timed(lambda: build(making(passages.words(0, size))))
    cpu = time.process_time() - cpu
    LexicalIndex(Postings(lists), np.zeros(size, np.uint64)).save(home, 1, "made")
    return _took(home / LEXICAL, size, seconds, cpu, making)


def _took(path: Path, size: int, seconds: float, cpu: float, making: Watched) -> dict[str, float]:
    """What was measured, less what making the passages took."""
    return {
        "built, s": round(seconds - making.seconds, 1),
        "built, s of the processor": round(cpu - making.cpu, 1),
        "bytes a passage": round(path.stat().st_size / size),
    }
