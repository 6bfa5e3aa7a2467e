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

from corpus.errors import PlanqaError
from index import e5_weights

if TYPE_CHECKING:
    from index.sentence_embedder import Precision

DEFAULT_MODEL = "default"
Progress = Callable[[int, int], None]

# Other frameworks' copies of the same weights, and what is no part of the model.
_NOT_NEEDED = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.jpg", "*.png")
_HUB_TIMEOUT_S = 5.0


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
    offline: bool = False,
    precision: Precision = "float32",
) -> Embedder:
    """Open an embedding model, ready to encode on the CPU.

    Args:
        model: `default`, a folder in the sentence-transformers layout, or a hub name
            (`intfloat/multilingual-e5-large`). A folder of that name goes before the hub.
        cache: folder that the default model is unpacked into, once.
        batch_size: texts encoded at a time.
        offline: never ask the hub, also for a model that is not on this machine.
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
    folder = Path(model).expanduser()
    if model and folder.is_dir():
        return SentenceEmbedder(folder, folder.resolve().name, batch_size, precision=precision)
    if not _is_hub_name(model):
        raise PlanqaError(
            "model_unavailable",
            f"There is no model folder {model!r}. Give an existing folder, a hub name of the form"
            f" owner/name, or `{DEFAULT_MODEL}`.",
            status=503,
        )
    return SentenceEmbedder(_hub_folder(model, offline), model, batch_size, precision=precision)


def _is_hub_name(model: str) -> bool:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        # Asked for the hub's own rule of what a name may be.
        try_to_load_from_cache(model, "modules.json")
    except HFValidationError:
        return False
    return "/" in model


def _hub_folder(name: str, offline: bool) -> Path:
    """The model's folder in the hub cache, fetched when missing."""
    folder = _cached(name)
    if folder is None and offline:
        raise _unavailable(name, "is not on this machine, and the settings forbid the network")
    return folder or _fetched(name)


def _cached(name: str) -> Path | None:
    from huggingface_hub import snapshot_download, try_to_load_from_cache
    from huggingface_hub.errors import LocalEntryNotFoundError

    modules = try_to_load_from_cache(name, "modules.json")
    if not isinstance(modules, str):
        return None
    has_safetensors = any(Path(modules).parent.rglob("*.safetensors"))
    try:
        return Path(
            snapshot_download(name, local_files_only=True, ignore_patterns=_left(has_safetensors))
        )
    except LocalEntryNotFoundError:
        return None


def _fetched(name: str) -> Path:
    from httpx2 import HTTPError
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        listing = HfApi().model_info(name, timeout=_HUB_TIMEOUT_S).siblings or ()
        files = [entry.rfilename for entry in listing]
        if "modules.json" not in files:
            raise PlanqaError(
                "model_invalid",
                f"{name!r} on the hub is not a sentence-transformers model (no modules.json).",
            )
        has_safetensors = any(file.endswith(".safetensors") for file in files)
        return Path(snapshot_download(name, ignore_patterns=_left(has_safetensors)))
    except RepositoryNotFoundError as error:
        raise _unavailable(name, "is not a model of the hub, or not a public one") from error
    except (HTTPError, OSError) as error:
        why = f"is not on this machine, and the hub cannot be reached ({type(error).__name__})"
        raise _unavailable(name, why) from error


def _left(has_safetensors: bool) -> list[str]:
    """Patterns of the files of a hub model that are not fetched."""
    return [*_NOT_NEEDED, "*.bin"] if has_safetensors else list(_NOT_NEEDED)


def _unavailable(name: str, why: str) -> PlanqaError:
    return PlanqaError(
        "model_unavailable",
        f"The embedding model {name!r} {why}. Give a folder that holds it, connect once so that it"
        f" is fetched, or use `{DEFAULT_MODEL}`.",
        status=503,
    )
