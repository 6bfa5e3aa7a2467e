"""The generator that the settings name.

In: `generator.model`, where it is not `extractive`. Out: a `Generator`.
"""

from __future__ import annotations

from pathlib import Path

from corpus.errors import PlanqaError
from index.model_folder import ModelSetting, model_folder
from rag.generation.protocol import Generator
from rag.settings import GeneratorSettings

SETTING = ModelSetting("generator.model", "generator", "a folder or a GGUF file")


def open_generator(settings: GeneratorSettings, cache: Path) -> Generator:
    """Open the model; a server is not asked yet.

    Raises:
        PlanqaError: `generator_unknown` for a setting of no known form, `generator_unavailable`,
            `generator_invalid`, `extra_missing` or `cache_unwritable` for a model that cannot be
            opened.
    """
    kind, _, model = settings.model.partition(":")
    if kind == "openai" and model:
        from rag.generation.openai_server import OpenAIServer

        return OpenAIServer(model, settings)
    if kind == "transformers" and model:
        from rag.generation.gguf import is_gguf, unpacked
        from rag.generation.transformers_model import TransformersModel

        file = Path(model).expanduser()
        folder = unpacked(file, cache) if is_gguf(file) else model_folder(model, SETTING)
        return TransformersModel(folder, f"transformers:{_short(model)}", settings.device)
    raise PlanqaError(
        "generator_unknown",
        f"generator.model is {settings.model!r}: give `extractive`, `transformers:MODEL` or"
        " `openai:MODEL`",
        503,
    )


def _short(model: str) -> str:
    """The model's name without the folders above it, which are nobody's concern."""
    path = Path(model).expanduser()
    return path.resolve().name if path.exists() else model
