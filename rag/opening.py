"""Opening an assistant: the model, the index (made first where the home is empty), the rest."""

from __future__ import annotations

from corpus.catalog import bundled_plans
from index.child_reader import ChildReader
from index.embedder import Embedder, open_embedder
from index.ingestion import Progress
from index.limits import Limits
from index.local import LocalIndex
from index.readiness import make_ready
from rag.assistant import Assistant
from rag.settings import Settings


def open_embedder_of(settings: Settings) -> Embedder:
    """The embedding model that the settings name."""
    return open_embedder(settings.embedding.model, settings.cache, settings.embedding.batch_size)


def open_assistant(settings: Settings, progress: Progress | None = None) -> Assistant:
    """An assistant over the index in the settings' home.

    An empty home is filled with the bundled plans first, a filling that was killed is finished,
    and documents that another version of planqa read are read again; `progress` is called as that
    goes on.

    Raises:
        PlanqaError: when the model or the index cannot be opened.
    """
    embedder = open_embedder_of(settings)
    with ChildReader(Limits(**settings.limits.model_dump())) as reader:
        make_ready(settings.home, bundled_plans(), embedder, reader, progress)
    return Assistant(LocalIndex.open(settings.home, embedder), embedder, settings)
