"""How long the parts of an answer take: encoding the question, and the two searches.

In: an embedder or an index. Out: the same, whose calls are timed as steps of
`planqa_step_seconds`. What is left of `answering` is reading the question, composing and verifying.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from index.embedder import DelegatingEmbedder, Embedder
from index.protocol import Hit, LexicalQuery, PassageIndex
from rag.assistant import Assistant
from ui.metrics import Metrics


def timed(assistant: Assistant, metrics: Metrics, embedder: Embedder | None = None) -> Assistant:
    """The same assistant, whose steps are timed; `embedder` encodes in the place of its own."""
    index = cast(PassageIndex, TimedIndex(assistant.index, metrics))
    return assistant.through(index, TimedEmbedder(embedder or assistant.embedder, metrics))


def over(index: PassageIndex, embedder: Embedder, before: Assistant, metrics: Metrics) -> Assistant:
    """An assistant over `index`, timed, with the settings of the one before."""
    seen = cast(PassageIndex, TimedIndex(index, metrics))
    return Assistant(seen, embedder, before.settings, before.generator, before.reranker)


def untimed(index: PassageIndex) -> PassageIndex:
    """The index itself."""
    return index.inner if isinstance(index, TimedIndex) else index


class TimedEmbedder(DelegatingEmbedder):
    """Times the encoding of questions; passages belong to ingestion."""

    def __init__(self, embedder: Embedder, metrics: Metrics) -> None:
        super().__init__(embedder)
        self._metrics = metrics

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with _step("encoding", self._metrics):
            return super().encode_questions(texts)


class TimedIndex:
    """Times the two searches; everything else is the index's own."""

    def __init__(self, inner: PassageIndex, metrics: Metrics) -> None:
        self.inner = inner
        self._metrics = metrics
        # Called thousands of times for an answer: found without a detour.
        self.passage, self.document = inner.passage, inner.document

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def dense(
        self, vector: NDArray[np.float32], count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        with _step("dense search", self._metrics):
            return self.inner.dense(vector, count, documents)

    def lexical(
        self, query: LexicalQuery, count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        with _step("lexical search", self._metrics):
            return self.inner.lexical(query, count, documents)


@contextmanager
def _step(name: str, metrics: Metrics) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        metrics.step_seconds.labels(name).observe(time.perf_counter() - started)
