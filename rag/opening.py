"""Opening an assistant: the model, the index (made first where the home is empty), the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.catalog import bundled_plans
from corpus.errors import PlanqaError
from index.child_reader import ChildReader
from index.embedder import Embedder, open_embedder
from index.ingestion import Progress
from index.limits import Limits
from index.local import LocalIndex
from index.protocol import PassageIndex
from index.readiness import make_ready
from rag.assistant import Assistant
from rag.settings import EXTRACTIVE, MilvusSettings, Settings

if TYPE_CHECKING:
    from index.milvus_store import MilvusStore
    from rag.generation.protocol import Generator
    from rag.reranking import Reranker


def open_embedder_of(settings: Settings) -> Embedder:
    """The embedding model that the settings name."""
    chosen = settings.embedding
    return open_embedder(
        chosen.model, settings.cache, chosen.batch_size, precision=chosen.precision
    )


def open_generator_of(settings: Settings) -> Generator | None:
    """The language model that the settings name; None for `extractive`, which loads nothing.

    Raises:
        PlanqaError: when the model cannot be opened.
    """
    if settings.generator.model == EXTRACTIVE:
        return None
    from rag.generation.opening import open_generator

    return open_generator(settings.generator, settings.cache)


def open_index(
    settings: Settings, embedder: Embedder, before: PassageIndex | None = None
) -> PassageIndex:
    """The newest generation of the index that the settings name: in Milvus, or in the home.

    Args:
        before: an older generation of it, whose connection is used again.

    Raises:
        PlanqaError: what `LocalIndex.open` or `MilvusIndex.open` raise.
    """
    if settings.milvus.uri is None:
        return LocalIndex.open(settings.home, embedder)
    from index.milvus import MilvusIndex

    store = before.store if isinstance(before, MilvusIndex) else open_store(settings.milvus)
    return MilvusIndex.open(store, embedder)


def open_store(settings: MilvusSettings) -> MilvusStore:
    """The Milvus that the settings name.

    Raises:
        PlanqaError: `settings_invalid` when they name none, `extra_missing`, `milvus_unreachable`.
    """
    from index.milvus_store import MilvusStore

    if settings.uri is None:
        raise PlanqaError("settings_invalid", "no Milvus is named: set milvus.uri to its address")
    token = settings.token.get_secret_value() if settings.token else ""
    return MilvusStore(settings.uri, settings.prefix, token)


def open_reranker_of(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name; None, with nothing loaded, where they name none.

    Raises:
        PlanqaError: `reranker_unavailable` or `reranker_invalid` when it cannot be opened.
    """
    chosen = settings.retrieval
    if chosen.reranker is None:
        return None
    from rag.reranking import Reranker

    return Reranker(chosen.reranker, chosen.reranker_passages)


def open_assistant(settings: Settings, progress: Progress | None = None) -> Assistant:
    """An assistant over the index in the settings' home.

    An index in Milvus is opened as it is. Else an empty home is filled with the bundled plans
    first, a filling that was killed is finished, and documents that another version of planqa read
    are read again; `progress` is called as that goes on.

    Raises:
        PlanqaError: when the model or the index cannot be opened.
    """
    embedder = open_embedder_of(settings)
    if settings.milvus.uri is None:
        with ChildReader(Limits(**settings.limits.model_dump())) as reader:
            make_ready(settings.home, bundled_plans(), embedder, reader, progress)
    generator = open_generator_of(settings)
    reranker = open_reranker_of(settings)
    index = open_index(settings, embedder)
    return Assistant(index, embedder, settings, generator, reranker)
