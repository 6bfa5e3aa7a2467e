"""Searching, building and changing the index at 10 thousand to 3 million passages.

In: sizes as arguments (10,000 and 100,000 without), and the bundled plans, indexed with the default
model. Out: for each size recall@10 of both searches against exact ones, milliseconds of a search
beside those at the least size, bytes a passage, seconds of building, updating and deleting, and
what a complete list costs. What was measured of a size is written down at once; `scale_plot.py`
draws it.

How passages are made says `made_passages.py`. Files lie in a temporary folder: 2 kB a passage of
all sizes together. With `--folder` they stay there, with what
their building took, and a run that was stopped goes on from them.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import faiss
import numpy as np
from made_passages import Passages
from measure import Spread, report, spread, timed
from numpy.typing import NDArray
from scale_build import built
from scale_change import changed
from scale_questions import Question, asked_questions

from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.local import LocalIndex
from index.postings import Postings
from index.record import Record
from rag.opening import open_assistant
from rag.settings import Settings

SIZES = (10_000, 100_000)
_FOUND = 200  # what retrieval asks of each search
_ROUNDS = 2
_ALL = 10**12


@dataclass(frozen=True, slots=True)
class Search:
    """The two searches of one size, opened from their files."""

    dense: DenseIndex
    lexical: Postings


def main(sizes: Sequence[int], change_most: int, kept: Path | None) -> None:
    """Measure each size beside the least, so that both see the same machine.

    Args:
        change_most: the largest size at which a document is exchanged and deleted.
        kept: where files stay, and are not built when they are there; None leaves nothing.
    """
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
            home = (kept or Path(folder)) / str(size)
            found, nearest = built(passages, size, asked, home)
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
            del search
        for size in (size for size in sizes if size <= change_most):
            home = (kept or Path(folder)) / str(size)
            figures[f"{size:,}"]["changed, s on the wall and of the processor"] = changed(
                passages, size, home
            )
            report("scale", "Searching by size, milliseconds", rows, **figures)


def _opened(home: Path) -> Search:
    dense, lexical = DenseIndex.load(home, 1, "made"), LexicalIndex.load(home, 1, "made")
    assert dense is not None
    assert lexical is not None
    return Search(dense, lexical[0].postings)


def _dense_recall(asked: Sequence[Question], search: Search, nearest: NDArray[np.int64]) -> float:
    """Share of the ten nearest, by exact cosine over all passages, that the search finds."""
    shares = [
        len(set(right.tolist()) & {row for row, _ in search.dense.search(one.vector, 10)}) / 10
        for one, right in zip(asked, nearest, strict=True)
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
    options.add_argument("--folder", type=Path, help="keep what is built here, and use what is")
    given = options.parse_args()
    main(given.sizes, given.change_most, given.folder)
