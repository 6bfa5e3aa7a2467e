"""A GGUF file as a model folder that transformers opens in seconds.

In: the file, and the folder for what is unpacked. Out: a folder with the weights in bfloat16 and
the tokenizer, named by the file's SHA-256. Unpacking takes up to minutes and is done once; another
process that wants the same waits for it.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

from filelock import FileLock

from corpus.errors import PlanqaError
from index.e5_weights import sha256

_LOG = logging.getLogger("planqa")
_FOLDER = "generators"
_HEAD = b"GGUF"


def is_gguf(path: Path) -> bool:
    """Whether a file is GGUF, by its first bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD


def unpacked(file: Path, cache: Path) -> Path:
    """The folder of the unpacked model.

    Raises:
        PlanqaError: `extra_missing` without the packages that read GGUF, `generator_invalid` for a
            file that holds no model they know, `cache_unwritable`.
    """
    folder = cache / _FOLDER / sha256(file)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock"):
            if not (folder / "config.json").is_file():
                _LOG.warning("unpacking %s, once; this may take minutes", file.name)
                _unpack(file, folder)
    except OSError as error:
        raise PlanqaError(
            "cache_unwritable",
            f"{file.name} cannot be unpacked into {folder.parent} ({error}): make room there, or"
            " set `cache` to another folder",
            503,
        ) from error
    return folder


def _unpack(file: Path, folder: Path) -> None:
    """Whole or not at all: the folder gets its name when everything is in it."""
    made = Path(tempfile.mkdtemp(prefix="unpacking-", dir=folder.parent))
    try:
        model, tokenizer = _read(file)
        model.save_pretrained(made)
        tokenizer.save_pretrained(made)
        made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _read(file: Path) -> tuple[Any, Any]:
    try:
        import accelerate  # noqa: F401  (transformers reads GGUF with both)
        import gguf  # noqa: F401
    except ModuleNotFoundError as error:
        raise PlanqaError(
            "extra_missing", f"GGUF files need the package {error.name}: pip install 'planqa[llm]'"
        ) from None
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped there
    where: dict[str, Any] = {"gguf_file": file.name, "local_files_only": True}
    try:
        tokenizer = AutoTokenizer.from_pretrained(file.parent, **where)
        # In float32 first: that is what the file's kernels compute in.
        model: Any = AutoModelForCausalLM.from_pretrained(file.parent, dtype=torch.float32, **where)
        model.to(torch.bfloat16)
    except OSError:
        raise
    except Exception as error:  # the readers of both packages raise all kinds
        reason = str(error).strip().partition("\n")[0]
        raise PlanqaError(
            "generator_invalid", f"{file} holds no model that transformers can read ({reason})"
        ) from error
    # The weights are plain numbers now; marked as GGUF they could not be saved.
    model.hf_quantizer = None
    model.is_quantized = False
    for mark in ("quantization_config", "_pre_quantization_dtype"):
        if hasattr(model.config, mark):
            delattr(model.config, mark)
    return model, tokenizer
