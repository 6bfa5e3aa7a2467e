"""Opening an assistant: the model, the index (made first where the home is empty), the rest."""

from __future__ import annotations

from corpus.catalog import bundled_plans, catalogued
from corpus.errors import PlanqaError
from index.embedder import Embedder, open_embedder
from index.ingestion import Progress, ingest
from index.local import LocalIndex
from index.record import FILE, Record
from rag.assistant import Assistant
from rag.settings import Settings


def open_embedder_of(settings: Settings) -> Embedder:
    """The embedding model that the settings name."""
    return open_embedder(settings.embedding.model, settings.cache, settings.embedding.batch_size)


def open_assistant(settings: Settings, progress: Progress | None = None) -> Assistant:
    """An assistant over the index in the settings' home.

    An empty home is filled with the bundled plans first, and an index of them alone that another
    version of planqa made is made anew; `progress` is called as that goes on.

    Raises:
        PlanqaError: when the model or the index cannot be opened.
    """
    embedder = open_embedder_of(settings)
    if not (settings.home / FILE).is_file():
        ingest(bundled_plans(), settings.home, embedder, progress)
    try:
        index = LocalIndex.open(settings.home, embedder)
    except PlanqaError as error:
        if error.code != "index_outdated" or not _only_bundled(settings):
            raise
        ingest(bundled_plans(), settings.home, embedder, progress)
        index = LocalIndex.open(settings.home, embedder)
    return Assistant(index, embedder, settings)


def _only_bundled(settings: Settings) -> bool:
    """Whether the index holds bundled plans alone, which can be read again without being asked."""
    record = Record(settings.home)
    try:
        return all(catalogued(s.description.sha256) for s in record.stored())
    finally:
        record.close()
