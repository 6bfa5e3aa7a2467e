"""A real, if weak, embedder for tests where the model does not matter.

It counts hashed character n-grams, which is enough to tell texts apart and to find a passage by
words of its own language; it takes no time and needs no weights.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.letters import bare_fold
from index.embedder import Progress

_LIMIT = 2000  # characters, as models have a limit
_BATCH = 16
_SIZES = (3, 4, 5)
_FACTOR = np.uint64(6364136223846793005)  # Knuth's, of linear congruential generators


class HashEmbedder:
    """Hashed character n-grams of folded text; `salt` makes models that differ."""

    def __init__(self, salt: str = "", dimension: int = 256) -> None:
        self.name = f"character n-grams {salt}".strip()
        self.dimension = dimension
        self.fingerprint = hashlib.sha256(f"{salt} {dimension} v1".encode()).hexdigest()
        self.encoded: list[str] = []  # passages, to see what was encoded
        self._salt = np.uint64(zlib.crc32(salt.encode()))

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._rows(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        self.encoded += texts
        parts = [self._rows([])]
        for start in range(0, len(texts), _BATCH):
            parts.append(self._rows(texts[start : start + _BATCH]))
            if progress:
                progress(min(start + _BATCH, len(texts)), len(texts))
        return np.concatenate(parts)

    def _rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for i, text in enumerate(texts):
            folded = f" {bare_fold(text[:_LIMIT])} ".encode("utf-32-le")
            codes = np.frombuffer(folded, dtype="<u4").astype(np.uint64)
            for size in _SIZES:
                hashes = np.full(max(0, len(codes) - size + 1), self._salt, dtype=np.uint64)
                for offset in range(size if len(hashes) else 0):
                    hashes = hashes * _FACTOR + codes[offset : offset + len(hashes)]
                buckets = (hashes >> np.uint64(20)) % np.uint64(self.dimension)
                rows[i] += np.bincount(buckets.astype(np.int64), minlength=self.dimension)
        roots = np.sqrt(rows)
        roots[~roots.any(axis=1), 0] = 1
        return np.asarray(roots / np.linalg.norm(roots, axis=1, keepdims=True), dtype=np.float32)
