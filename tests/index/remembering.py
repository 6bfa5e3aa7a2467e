"""The default embedding model as tests share it: opened once, and no passage is encoded twice.

Opening it takes seconds, and so does encoding a plan; several tests index the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.embedder import DelegatingEmbedder, Embedder, Progress
from rag.opening import open_embedder_of
from rag.settings import Settings


class RememberingEmbedder(DelegatingEmbedder):
    """Keeps the vector of each passage."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        told = progress or (lambda _done, _total: None)
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = super().encode_passages(new, lambda done, _: told(done, len(texts)))
        self._known.update(zip(new, found, strict=True))
        told(len(texts), len(texts))
        rows = [self._known[text] for text in texts]
        return np.stack(rows) if rows else super().encode_passages([])


@cache
def default_embedder() -> Embedder:
    """The model that the settings name, for all tests of this process."""
    return RememberingEmbedder(open_embedder_of(Settings()))
