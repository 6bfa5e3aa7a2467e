"""A system's name in, something that answers questions out: planqa, its parts left out, baselines.

Each variant is planqa with one part of its retrieval switched off by settings, so that a run
shows what the part is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import PlanqaError
from eval.chunks import ChunkPipeline
from eval.generate import System
from index.embedder import Embedder
from index.protocol import PassageIndex
from rag.answer import Answer, AskRequest
from rag.assistant import Assistant
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.generation.protocol import Generator

PLANQA = "planqa"
VARIANTS: Mapping[str, Mapping[str, float | bool]] = {
    "dense": {"lexical_weight": 0.0, "topic_weight": 0.0, "thesaurus": False},
    "lexical": {"dense_weight": 0.0, "topic_weight": 0.0, "thesaurus": False},
    "no-alignment": {"aligned": False},
    "no-thesaurus": {"thesaurus": False},
    "no-glossary": {"glossary": False},
    "no-relevance": {"reranked": 0},
    "no-rollup": {"unit_rollup": False},
}
SYSTEMS = (PLANQA, ChunkPipeline.name, *VARIANTS)


@dataclass(frozen=True, slots=True)
class AssistantSystem:
    """The assistant under a name."""

    name: str
    assistant: Assistant

    def answer(self, request: AskRequest) -> Answer:
        """Ask the assistant in this process."""
        return self.assistant.ask(request)


def checked(names: Sequence[str]) -> list[str]:
    """The names, once each.

    Raises:
        PlanqaError: `unknown_system` for a name that is not one of SYSTEMS.
    """
    for name in names:
        if name not in SYSTEMS:
            message = f"There is no system `{name}`; choose from {', '.join(SYSTEMS)}."
            raise PlanqaError("unknown_system", message, 422)
    return list(dict.fromkeys(names))


def settings_of(name: str, settings: Settings) -> Settings:
    """The settings with what the variant changes; unchanged for planqa itself."""
    retrieval = settings.retrieval.model_copy(update=dict(VARIANTS.get(name, {})))
    return settings.model_copy(update={"retrieval": retrieval})


def build(
    name: str,
    index: PassageIndex,
    embedder: Embedder,
    settings: Settings,
    generator: Generator | None = None,
) -> System:
    """Make the system ready to answer; the chunk baseline embeds its chunks first.

    Only planqa itself lets the language model write: its variants show what retrieval is worth.
    """
    if name == ChunkPipeline.name:
        documents = [index.document(one.id) for one in index.documents()]
        return ChunkPipeline(documents, embedder)
    writes = generator if name == PLANQA else None
    return AssistantSystem(name, Assistant(index, embedder, settings_of(name, settings), writes))
