"""In: a folder in the sentence-transformers layout. Out: an `Embedder` over it, on the CPU.

Nothing here reaches for the network: the folder has all there is, or the model is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PlanqaError
from index.e5_weights import MANIFEST, sha256
from index.traced_model import Vectors, traced

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.embedder import Progress

Precision = Literal["float32", "bfloat16"]

_CONFIG = "config_sentence_transformers.json"
# Names that sentence-transformers itself looks up for passages, in its order.
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
# E5 models were trained with these prompts (Wang et al., 2022, arXiv:2212.03533), and most of
# their folders do not say so. The instruction-tuned ones (e5-mistral, …-instruct) use others.
_E5_NAME = re.compile(r"(?:^|[-_/])e5(?:[-_]|$)(?!.*(?:instruct|mistral))", re.IGNORECASE)
_E5_PROMPTS = ("query: ", "passage: ")

# How often a thread of OpenMP looks for more to do before it sleeps. As many times as it does
# unless told, it keeps a core from who answers other questions.
_SPINS = "30000"


class SentenceEmbedder:
    """An `Embedder` over a sentence-transformers model; safe to share between threads.

    Args:
        folder: the model, with its `modules.json`.
        name: the model, as a person knows it; decides the prompts where the folder names none.
        batch_size: texts encoded at a time.
        digests: file name to SHA-256 where known; else the files are hashed.
        precision: what passages are multiplied in. bfloat16 takes half the time on processors that
            know it; its vectors lie within 0.0001 of the others by cosine and stand beside them in
            one index, so that the fingerprint is the same.

    Raises:
        PlanqaError: `model_invalid`, when the folder is not a model that can be loaded.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        batch_size: int = 32,
        *,
        digests: Mapping[str, str] | None = None,
        precision: Precision = "float32",
    ) -> None:
        if not (folder / "modules.json").is_file():
            raise PlanqaError(
                "model_invalid",
                f"{folder} is not a sentence-transformers model: it has no modules.json. Give the"
                " folder that `SentenceTransformer.save` wrote, or a hub name.",
            )
        self._model = _load(folder)
        self._prompts = _prompts(folder, name)
        self._batch_size = batch_size
        self._precision = precision
        # The tokenizer's truncation and padding are state: two threads at once make it fail.
        self._lock = Lock()
        self._traced: Vectors | None = None
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = _fingerprint(digests or _digests(folder), self._prompts, self.dimension)

    def trace_questions(self) -> bool:
        """Encode questions from now on in one call that other threads do not come between
        (`index.traced_model`), where the model can be traced; whether it can. Takes seconds, in
        which questions are encoded as before."""
        self._traced = traced(self._model, self._prompts[0], self._lock)
        return self._traced is not None

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (len(texts), dimension), each of length 1."""
        return self._encode(texts, question=True, progress=None)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape (len(texts), dimension), each of length 1.

        Args:
            texts: in any order; each is cut at the model's limit (512 tokens for E5).
            progress: called after each batch with (texts done, all texts); a text that stands
                several times is encoded once, and counted each time.
        """
        return self._encode(texts, question=False, progress=progress)

    def _encode(
        self, texts: Sequence[str], question: bool, progress: Progress | None
    ) -> NDArray[np.float32]:
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            rows.setdefault(text, []).append(row)
        vectors = np.empty((len(texts), self.dimension), np.float32)
        done = 0
        for batch in _batches(sorted(rows, key=len, reverse=True), self._batch_size):
            for text, vector in zip(batch, self._encode_batch(batch, question), strict=True):
                vectors[rows[text]] = vector
                done += len(rows[text])
            if progress is not None:
                progress(done, len(texts))
        return vectors

    def _encode_batch(self, batch: list[str], question: bool) -> NDArray[np.float32]:
        if question and self._traced is not None:
            return self._traced(batch)
        encode = self._model.encode_query if question else self._model.encode_document
        with self._lock, nullcontext() if question else _multiplying(self._precision):
            vectors = encode(
                batch,
                prompt=self._prompts[0 if question else 1],
                batch_size=len(batch),
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, np.float32)


def _multiplying(precision: Precision) -> AbstractContextManager[object]:
    """Matrices are multiplied in this precision; what is added up stays float32."""
    import torch

    return torch.autocast("cpu", torch.bfloat16) if precision == "bfloat16" else nullcontext()


def _batches(texts: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]


def _load(folder: Path) -> SentenceTransformer:
    os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    torch.set_num_threads(min(torch.get_num_threads(), _cores()))
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped in transformers
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # tokenizers raises nothing more precise
        reason = str(error).strip().partition("\n")[0]
        raise PlanqaError(
            "model_invalid",
            f"The embedding model in {folder} cannot be loaded ({reason}). Copy or fetch it again.",
        ) from error


def _cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _prompts(folder: Path, name: str) -> tuple[str, str]:
    """What goes before a question and before a passage."""
    config = folder / _CONFIG
    saved = json.loads(config.read_text("utf-8")).get("prompts", {}) if config.is_file() else {}
    passage = next((saved[key] for key in _PASSAGE_PROMPTS if saved.get(key)), "")
    if saved.get("query") or passage:
        return saved.get("query") or "", passage
    return _E5_PROMPTS if _E5_NAME.search(name) else ("", "")


def _fingerprint(digests: Mapping[str, str], prompts: tuple[str, str], dimension: int) -> str:
    """Hash of the files that decide a vector, of the prompts and of the dimension."""
    # The prompts count as they are used; the library versions beside them do not count.
    files = sorted((name, digest) for name, digest in digests.items() if name != _CONFIG)
    return hashlib.sha256(json.dumps([files, prompts, dimension]).encode()).hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of the files that can change a vector."""
    suffixes = {".json", ".txt", ".model", ".safetensors", ".bin"}
    digests = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        shadowed = path.suffix == ".bin" and any(path.parent.glob("*.safetensors"))
        other = name.parts[0] in {"onnx", "openvino", MANIFEST}
        if path.suffix in suffixes and not (hidden or shadowed or other):
            digests[name.as_posix()] = sha256(path)
    return digests
