"""Passages made from those of an index, as many as one wants, for the benchmarks of scale.

In: an index of real documents. Out: vectors and words of made passages, the same for the same
number. A made passage is a real one whose words are exchanged for those of another one (one word in
four), with a made-up place name behind them; its vector is what lies between those of the two (up
to half the way) with normal noise of a tenth of its length.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corpus.letters import bare_fold, tokens
from index.analysis import grams, stem
from index.local import LocalIndex
from index.record import Record

PORTION = 20_000  # passages made at a time
_SYLLABLES = (
    "dau",
    "gav",
    "lie",
    "pā",
    "rēz",
    "kne",
    "var",
    "kra",
    "slā",
    "bal",
    "vi",
    "lud",
    "zas",
)


class Passages:
    """Made passages: the same for the same number."""

    def __init__(self, index: LocalIndex, record: Record, model: str) -> None:
        languages = {d.id: d.language for d in index.documents()}
        _, self._vectors = record.vectors(model)
        texts = [(index.passage(id_), languages[of]) for _, id_, of, _ in record.rows()]
        self._words = [
            [(stem(w, language), " ".join(grams(w))) for w in tokens(passage.searchable)]
            for passage, language in texts
        ]

    def vectors(self, first: int, last: int) -> NDArray[np.float32]:
        """Vectors of the passages from `first` to before `last`, both multiples of a portion."""
        made = [self._portion(at) for at in range(first, last, PORTION)]
        return np.asarray(np.concatenate(made)[: last - first])

    def portions(self, count: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        for first in range(0, count, PORTION):
            vectors = self.vectors(first, min(first + PORTION, count))
            yield np.arange(first, first + len(vectors), dtype=np.int64), vectors

    def _portion(self, first: int) -> NDArray[np.float32]:
        random = np.random.default_rng((7, first))
        own, other = self._pair(random, PORTION)
        way = random.uniform(0, 0.5, (PORTION, 1)).astype(np.float32)
        noise = random.standard_normal((PORTION, self._vectors.shape[1]), dtype=np.float32)
        made = self._vectors[own] * (1 - way) + self._vectors[other] * way
        made += noise * np.float32(0.1 / np.sqrt(noise.shape[1]))
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def _pair(
        self, random: np.random.Generator, count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return random.integers(0, len(self._words), count), random.integers(
            0, len(self._words), count
        )

    def words(self, first: int, last: int) -> Iterator[tuple[int, str, str]]:
        """Row, stems and n-grams of the passages from `first` to before `last`."""
        for at in range(first, last, PORTION):
            random = np.random.default_rng((7, at))
            own, other = self._pair(random, PORTION)
            place = np.random.default_rng((8, at)).integers(0, len(_SYLLABLES), (PORTION, 4))
            for i in range(min(PORTION, last - at)):
                yield at + i, *self._mixed(int(own[i]), int(other[i]), place[i].tolist())

    def _mixed(self, own: int, other: int, place: list[int]) -> tuple[str, str]:
        words = list(self._words[own])
        swapped = self._words[other][::4]
        words[1::4] = swapped[: len(words[1::4])] + words[1::4][len(swapped) :]
        name = bare_fold("".join(_SYLLABLES[one] for one in place))
        words.append((name, " ".join(grams(name))))
        return " ".join(s for s, _ in words), " ".join(g for _, g in words if g)
