"""Searching, building and changing the index at 10 thousand to 3 million passages.

In: sizes as arguments (10,000 and 100,000 without), and the bundled plans, indexed with the default
model. Out: for each size recall@10 of both searches against exact ones, milliseconds of a search,
bytes a passage, seconds of building, updating and deleting, and what a complete list costs; with
`--plot FILE` also a picture of how they grow.

How passages are made says `made_passages.py`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import faiss
import numpy as np
from made_passages import PORTION, Passages
from measure import Spread, report, spread, timed
from numpy.typing import NDArray

from eval.questions import bundled_files
from eval.runner import load_questions
from index.analysis import grams, stems
from index.dense import FILE as DENSE
from index.dense import DenseIndex
from index.embedder import Embedder
from index.lexical import FILE as LEXICAL
from index.lexical import LexicalIndex
from index.local import LocalIndex
from index.postings import Postings
from index.postings_build import build, updated
from index.record import Record
from index.structure import sample_size
from rag.opening import open_assistant
from rag.settings import Settings

SIZES = (10_000, 100_000)
_DOCUMENT = 250  # passages of the document that is exchanged
_QUESTIONS = 150
_FOUND = 200  # what retrieval asks of each search


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the dev split as the searches take it."""

    vector: NDArray[np.float32]
    stems: tuple[str, ...]
    grams: tuple[str, ...]


def main(sizes: Sequence[int], plot: Path | None) -> None:
    """Measure each size beside the least, so that both see the same machine."""
    faiss.omp_set_num_threads(1)
    settings = Settings()
    assistant = open_assistant(settings)
    record = Record(settings.home)
    passages = Passages(LocalIndex.open(settings.home, assistant.embedder), record,
                        assistant.embedder.fingerprint)  # fmt: skip
    asked = _questions(assistant.embedder, settings)
    rows: dict[str, Spread] = {}
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        least = None
        for size in sizes:
            home = Path(folder) / str(size)
            home.mkdir()
            figures[f"{size:,}"], search = _measured(passages, size, asked, home)
            least = least or search
            own, beside = _beside(search, least, asked)
            rows |= {f"{size:,}: {name}, ms": one for name, one in own.items()}
            both = own["dense + lexical"].p95 / beside["dense + lexical"].p95
            figures[f"{size:,}"]["p95 of both searches, to the least size"] = round(both, 2)
            figures[f"{size:,}"]["load"] = round(os.getloadavg()[0], 1)
            report("scale", "Searching by size", rows, **figures)
    if plot:
        _plot(plot, rows, figures)


def _questions(embedder: Embedder, settings: Settings) -> list[Question]:
    texts = [
        item.wording.question for item in load_questions("dev", bundled_files(), settings).items
    ]
    texts = texts[:: max(1, len(texts) // _QUESTIONS)][:_QUESTIONS]
    vectors = embedder.encode_questions(texts)
    return [
        Question(v, tuple(dict.fromkeys(stems(t, "lv") + stems(t, "en"))), tuple(grams(t)))
        for v, t in zip(vectors, texts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Search:
    """The two searches of one size, opened from their files."""

    dense: DenseIndex
    lexical: Postings


def _measured(
    passages: Passages, size: int, asked: Sequence[Question], home: Path
) -> tuple[dict[str, object], Search]:
    portions = partial(passages.portions, size)
    # They come in no order: the first are a sample.
    sample = passages.vectors(0, max(1, sample_size(size)))
    dense, dense_s = timed(lambda: DenseIndex.streamed(size, sample, portions()))
    lists, lexical_s = timed(lambda: build(passages.words(0, size)))
    dense.save(home, 1, "made")
    LexicalIndex(Postings(lists), np.zeros(size, np.uint64)).save(home, 1, "made")
    del dense, lists
    found: dict[str, object] = {
        "built, s": [round(dense_s, 1), round(lexical_s, 1)],
        "bytes a passage": [round((home / f).stat().st_size / size) for f in (DENSE, LEXICAL)],
        "changed, s": _changed(passages, size, home),
    }
    search, found["opened, s"] = timed(lambda: _opened(home))
    found["opened, s"] = round(float(str(found["opened, s"])), 2)
    found["recall@10, dense"] = _dense_recall(passages, size, asked, search)
    found["recall@10, lexical"] = _lexical_recall(asked, search)
    found["a complete list, passages and ms"] = _listed(asked, search)
    return found, search


def _opened(home: Path) -> Search:
    dense, lexical = DenseIndex.load(home, 1, "made"), LexicalIndex.load(home, 1, "made")
    assert dense is not None
    assert lexical is not None
    return Search(dense, lexical[0].postings)


def _changed(passages: Passages, size: int, home: Path) -> dict[str, float]:
    """Seconds until a document has been exchanged for another, or deleted, in both files."""
    seconds = {}
    for name, new in (("update", _DOCUMENT), ("delete", 0)):

        def change(new: int = new) -> None:
            dense = DenseIndex.load(home, 1, "made", mapped=False)
            lexical = LexicalIndex.load(home, 1, "made")
            assert dense is not None
            assert lexical is not None
            gone = np.arange(_DOCUMENT, dtype=np.int64)
            rows = np.arange(size, size + new, dtype=np.int64)
            vectors = passages.vectors(0, PORTION)[:new]
            if not dense.update(gone, [(rows, vectors)], size - _DOCUMENT + new):
                raise SystemExit("the structure would not be kept")
            kept = np.arange(size) >= _DOCUMENT
            words = ((row + size, s, g) for row, s, g in passages.words(0, new))
            lists = updated(lexical[0].postings.lists, kept, words)
            away = home / "changed"
            away.mkdir(exist_ok=True)
            dense.save(away, 2, "made")
            LexicalIndex(Postings(lists), np.zeros(len(lists.rows), np.uint64)).save(
                away, 2, "made"
            )

        seconds[name] = round(timed(change)[1], 2)
        for file in (home / "changed").iterdir():
            file.unlink()
    return seconds


def _dense_recall(
    passages: Passages, size: int, asked: Sequence[Question], search: Search
) -> float:
    """Share of the ten nearest, by exact cosine over all passages, that the search finds."""
    questions = np.stack([one.vector for one in asked])
    best = np.full((len(asked), 10), -np.inf, dtype=np.float32)
    rows = np.full((len(asked), 10), -1, dtype=np.int64)
    for numbers, vectors in passages.portions(size):
        scores = np.hstack([best, questions @ vectors.T])
        these = np.hstack([rows, np.broadcast_to(numbers, (len(asked), len(numbers)))])
        kept = np.argpartition(-scores, 9, axis=1)[:, :10]
        best, rows = np.take_along_axis(scores, kept, 1), np.take_along_axis(these, kept, 1)
    shares = [
        len(set(right.tolist()) & {row for row, _ in search.dense.search(one.vector, 10)}) / 10
        for one, right in zip(asked, rows, strict=True)
    ]
    return round(float(np.mean(shares)), 4)


def _lexical_recall(asked: Sequence[Question], search: Search) -> float:
    shares = []
    for one in asked:
        right = search.lexical.search(one.stems, one.grams, 10, budget=10**12)
        found = {row for row, _ in search.lexical.search(one.stems, one.grams, _FOUND)[:10]}
        shares.append(len(found & {row for row, _ in right}) / max(1, len(right)))
    return round(float(np.mean(shares)), 4)


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
) -> tuple[dict[str, Spread], dict[str, Spread]]:
    """Milliseconds of one size and of the least, each question of both in turn."""
    times: dict[int, dict[str, list[float]]] = {0: {}, 1: {}}
    for one in asked:
        for which, part in enumerate((search, least)):
            works: dict[str, Callable[[], object]] = {
                "dense": partial(part.dense.search, one.vector, _FOUND),
                "lexical": partial(part.lexical.search, one.stems, one.grams, _FOUND),
            }
            both = cpu = 0.0
            for name, work in works.items():
                before = time.thread_time()
                took = timed(work)[1] * 1000
                cpu += (time.thread_time() - before) * 1000
                times[which].setdefault(name, []).append(took)
                both += took
            times[which].setdefault("dense + lexical", []).append(both)
            times[which].setdefault("dense + lexical, of the processor", []).append(cpu)
    own, beside = ({n: spread(v) for n, v in times[which].items()} for which in (0, 1))
    return own, beside


def _plot(path: Path, rows: dict[str, Spread], figures: dict[str, dict[str, object]]) -> None:
    import matplotlib.pyplot as plt

    sizes = [int(name.replace(",", "")) for name in figures]
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.2), layout="constrained")
    for name in ("dense", "lexical", "dense + lexical"):
        axes[0].plot(sizes, [rows[f"{n:,}: {name}, ms"].p95 for n in sizes], "o-", label=name)
    axes[0].set_title("Search, p95, ms")
    for at, key, title in (
        (1, "built, s", "Building, s"),
        (2, "bytes a passage", "Bytes a passage"),
    ):
        for place, name in enumerate(("dense", "lexical")):
            values = [figures[f"{n:,}"][key][place] for n in sizes]  # type: ignore[index]
            axes[at].plot(sizes, values, "o-", label=name)
        axes[at].set_title(title)
    axes[1].set_yscale("log")
    for axis in axes:
        axis.set_xscale("log")
        axis.set_xlabel("passages")
        axis.set_ylim(bottom=0 if axis is not axes[1] else None)
        axis.legend()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    options.add_argument("--plot", type=Path)
    given = options.parse_args()
    main(given.sizes, given.plot)
