"""The folder of a language model, from what the settings call it.

In: a folder, a GGUF file, or a name on the Hugging Face hub. Out: a folder that transformers opens.
A model of the hub is fetched once; from then on it is taken from the hub's cache, offline.
"""

from __future__ import annotations

from pathlib import Path

from corpus.errors import PlanqaError
from rag.generation.gguf import is_gguf, unpacked

# Copies of the weights in other frameworks' formats, and what is no part of the model.
_NOT_NEEDED = ("*.bin", "*.pth", "*.gguf", "*.h5", "*.msgpack", "*.onnx", "onnx/*", "*.png")


def model_folder(model: str, cache: Path, setting: str = "generator.model") -> Path:
    """Where the model is that `setting` names.

    Raises:
        PlanqaError: `generator_unavailable` when it cannot be had; as `unpacked` for a GGUF file.
    """
    path = Path(model).expanduser()
    if is_gguf(path):
        return unpacked(path, cache)
    if model and path.is_dir():
        return path
    if path.exists() or model.count("/") != 1 or model.startswith((".", "/", "~")):
        why = "is neither a folder, nor a GGUF file, nor a name on the hub"
        raise _unavailable(model, why, setting)
    return _from_hub(model, setting)


def _from_hub(name: str, setting: str) -> Path:
    from httpx2 import HTTPError
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        HFValidationError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    left = list(_NOT_NEEDED)
    try:
        return Path(snapshot_download(name, local_files_only=True, ignore_patterns=left))
    except HFValidationError as error:
        raise _unavailable(name, "is no name that the hub takes", setting) from error
    except LocalEntryNotFoundError:
        pass  # not on this machine yet
    try:
        return Path(snapshot_download(name, ignore_patterns=left))
    except RepositoryNotFoundError as error:
        why = "is not a model of the hub, or one that asks for a token (`hf auth login`)"
        raise _unavailable(name, why, setting) from error
    except (HTTPError, OSError) as error:
        why = f"is not on this machine, and the hub cannot be reached ({type(error).__name__})"
        raise _unavailable(name, why, setting) from error


def _unavailable(name: str, why: str, setting: str) -> PlanqaError:
    return PlanqaError(
        "generator_unavailable",
        f"The model {name!r} {why}. Give `{setting}` a folder that holds it, or leave it out.",
        503,
    )
