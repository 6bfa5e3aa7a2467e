"""Texts that are encoded again and again are encoded once.

In: an embedder. Out: the same vectors. Every vector is kept, so this is for work with an end, such
as learning or tests, and not for a server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedder import DelegatingEmbedder, Embedder, Progress

Vectors = dict[str, NDArray[np.float32]]


class RememberingEmbedder(DelegatingEmbedder):
    """An `Embedder` over another one that keeps the vector of each question and passage."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._questions: Vectors = {}
        self._passages: Vectors = {}

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (len(texts), dimension), each of length 1."""
        return self._remembered(texts, self._questions, self._embedder.encode_questions)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape (len(texts), dimension), each of length 1."""
        told = progress or (lambda _done, _total: None)
        found = self._remembered(
            texts,
            self._passages,
            lambda new: self._embedder.encode_passages(new, lambda done, _: told(done, len(texts))),
        )
        told(len(texts), len(texts))
        return found

    def _remembered(
        self,
        texts: Sequence[str],
        known: Vectors,
        encode: Callable[[Sequence[str]], NDArray[np.float32]],
    ) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, encode(new), strict=True))
        rows = [known[text] for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)
