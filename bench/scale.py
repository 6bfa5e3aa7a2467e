"""Searching, building and changing the index at 10 thousand to 3 million passages.

In: sizes as arguments (10,000 and 100,000 without), and the bundled plans, indexed with the default
model. Out: for each size recall@10 of both searches against exact ones, milliseconds of a search
beside those at the least size, bytes a passage, seconds of building, updating and deleting, and
what a complete list costs. What was measured of a size is written down at once; `scale_plot.py`
draws it.

How passages are made says `made_passages.py`. Files lie in a temporary folder: 2 kB a passage of
the largest size, twice that where a change is measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import faiss
import numpy as np
from made_passages import Passages
from measure import Spread, report, spread, timed
from numpy.typing import NDArray
from scale_change import changed
from scale_questions import Question, asked_questions

from index.dense import FILE as DENSE
from index.dense import DenseIndex
from index.lexical import FILE as LEXICAL
from index.lexical import LexicalIndex
from index.local import LocalIndex
from index.postings import Postings
from index.postings_build import build
from index.record import Record
from index.structure import Portion, sample_size
from rag.opening import open_assistant
from rag.settings import Settings

SIZES = (10_000, 100_000)
_FOUND = 200  # what retrieval asks of each search
_ROUNDS = 2
_ALL = 10**12
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Search:
    """The two searches of one size, opened from their files."""

    dense: DenseIndex
    lexical: Postings


@dataclass
class Watched:
    """Lets a stream pass, and counts the seconds that making it takes."""

    seconds: float = 0.0

    def __call__(self, stream: Iterable[Item]) -> Iterator[Item]:
        made = iter(stream)
        while True:
            start = time.perf_counter()
            item = next(made, None)
            self.seconds += time.perf_counter() - start
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


def main(sizes: Sequence[int], change_most: int) -> None:
    """Measure each size beside the least, so that both see the same machine."""
    faiss.omp_set_num_threads(1)
    settings = Settings()
    assistant = open_assistant(settings)
    record = Record(settings.home)
    passages = Passages(LocalIndex.open(settings.home, assistant.embedder), record,
                        assistant.embedder.fingerprint)  # fmt: skip
    asked = asked_questions(assistant.embedder, settings)
    rows: dict[str, Spread] = {}
    figures: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder:
        least = None
        for size in sizes:
            home = Path(folder) / str(size)
            home.mkdir()
            found, nearest = _built(passages, size, asked, home)
            search, opened_s = timed(partial(_opened, home))
            least = least or search
            rows |= {f"{size:,}: {name}": one for name, one in _beside(search, least, asked)}
            found |= _ratios(rows, size, sizes[0])
            found |= {
                "opened, s": round(opened_s, 2),
                "recall@10, dense": _dense_recall(asked, search, nearest),
                **_lexical_recall(asked, search),
                "a complete list, passages and ms": _listed(asked, search),
                "load": round(os.getloadavg()[0], 1),
            }
            figures[f"{size:,}"] = found
            report("scale", "Searching by size, milliseconds", rows, **figures)
            if size <= change_most:
                found["changed, s"] = changed(passages, size, home)
                report("scale", "Searching by size, milliseconds", rows, **figures)
            if search is not least:
                shutil.rmtree(home)


def _built(
    passages: Passages, size: int, asked: Sequence[Question], home: Path
) -> tuple[dict[str, object], Nearest]:
    """Both files of a size in `home`, what was measured on the way, and what search should find."""
    making, nearest = Watched(), Nearest(np.stack([one.vector for one in asked]))
    # They come in no order: the first are a sample.
    sample = passages.vectors(0, max(1, sample_size(size)))
    stream = making(nearest(passages.portions(size)))
    dense, dense_s = timed(lambda: DenseIndex.streamed(size, sample, stream))
    dense_s -= making.seconds
    dense.save(home, 1, "made")
    del dense
    making = Watched()
    start = time.process_time()
    lists, lexical_s = timed(lambda: build(making(passages.words(0, size))))
    cpu = time.process_time() - start
    LexicalIndex(Postings(lists), np.zeros(size, np.uint64)).save(home, 1, "made")
    return {
        "built, s": [round(dense_s, 1), round(lexical_s - making.seconds, 1)],
        "lists made with the words for them, s of the processor": round(cpu, 1),
        "bytes a passage": [round((home / f).stat().st_size / size) for f in (DENSE, LEXICAL)],
    }, nearest


def _opened(home: Path) -> Search:
    dense, lexical = DenseIndex.load(home, 1, "made"), LexicalIndex.load(home, 1, "made")
    assert dense is not None
    assert lexical is not None
    return Search(dense, lexical[0].postings)


def _dense_recall(asked: Sequence[Question], search: Search, nearest: Nearest) -> float:
    """Share of the ten nearest, by exact cosine over all passages, that the search finds."""
    shares = [
        len(set(right.tolist()) & {row for row, _ in search.dense.search(one.vector, 10)}) / 10
        for one, right in zip(asked, nearest.rows, strict=True)
    ]
    return round(float(np.mean(shares)), 4)


def _lexical_recall(asked: Sequence[Question], search: Search) -> dict[str, object]:
    """The same for words, beside summing all entries; and how often all that retrieval asks for is
    the same to the last digit and in the same order."""
    shares, same = [], []
    for one in asked:
        right = search.lexical.search(one.stems, one.grams, _FOUND, summed=_ALL)
        found = search.lexical.search(one.stems, one.grams, _FOUND)
        first = {row for row, _ in right[:10]}
        shares.append(len(first & {row for row, _ in found[:10]}) / max(1, len(first)))
        same.append(found == right)
    return {
        "recall@10, lexical": round(float(np.mean(shares)), 4),
        f"questions with the same {_FOUND}, lexical": round(float(np.mean(same)), 4),
    }


def _listed(asked: Sequence[Question], search: Search) -> list[float]:
    """Medians over the questions' rarest stems: its passages, and the time to find them all."""
    counts, seconds = [], []
    for one in asked:
        found = [(len(rows), s) for s in one.stems if len(rows := search.lexical.holding(s))]
        if found:
            rows, took = timed(partial(search.lexical.holding, min(found)[1]))
            counts.append(len(rows))
            seconds.append(took)
    return [float(np.median(counts)), round(float(np.median(seconds)) * 1000, 3)]


def _beside(
    search: Search, least: Search, asked: Sequence[Question]
) -> Iterator[tuple[str, Spread]]:
    """Milliseconds of one size and of the least, each question of both in turn; those of the first
    round bring the files into memory and do not count."""
    times: dict[str, list[float]] = {}
    for counts in (False, *[True] * _ROUNDS):
        for one in asked:
            for label, part in (("", search), ("the least size, ", least)):
                for name, ms in _once(part, one).items():
                    if counts:
                        times.setdefault(label + name, []).append(ms)
    yield from ((name, spread(ms)) for name, ms in times.items())


def _once(search: Search, asked: Question) -> dict[str, float]:
    """Milliseconds of each search for a question, on the wall and of the processor."""
    found: dict[str, float] = {}
    for name, work in (
        ("dense", partial(search.dense.search, asked.vector, _FOUND)),
        ("lexical", partial(search.lexical.search, asked.stems, asked.grams, _FOUND)),
    ):
        before = time.thread_time()
        found[name] = timed(work)[1] * 1000  # type: ignore[arg-type]
        found[f"{name}, processor"] = (time.thread_time() - before) * 1000
    for kind in ("", ", processor"):
        found[f"dense + lexical{kind}"] = found[f"dense{kind}"] + found[f"lexical{kind}"]
    return found


def _ratios(rows: dict[str, Spread], size: int, least: int) -> dict[str, object]:
    """How many times longer both searches take at a size than beside it at the least."""
    found: dict[str, object] = {}
    for kind in ("", ", processor"):
        own = rows[f"{size:,}: dense + lexical{kind}"]
        beside = rows[f"{size:,}: the least size, dense + lexical{kind}"]
        found[f"p95 of both to that at {least:,}{kind}"] = round(own.p95 / beside.p95, 2)
    return found


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    options.add_argument(
        "--change-most", type=int, default=1_000_000,
        help="the largest size at which a document is exchanged and deleted",
    )  # fmt: skip
    given = options.parse_args()
    main(given.sizes, given.change_most)
