"""`MilvusIndex`: the index of many machines, read from Milvus. Nothing lies on the machine itself.

In: a store and an embedder. Out: a `PassageIndex` of the generation that was the newest at opening.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PlanqaError, unknown_document
from corpus.model import Description, Document, Passage, Section
from index.embedder import Embedder
from index.milvus_store import MilvusStore, State, reached
from index.milvus_words import Frequencies
from index.protocol import Hit, LexicalQuery
from index.serial import load_description, load_document

# Passages whose documents are kept in memory once they were read.
_KEPT = 200_000
_MOST = 16_384  # hits that Milvus gives at once


class MilvusIndex:
    """One generation of the index in Milvus; see `PassageIndex`."""

    def __init__(self, store: MilvusStore, state: State) -> None:
        self._store = store
        self._state = state
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[Document, dict[str, Passage]]] = OrderedDict()
        found = [
            (load_description(body), version)
            for version, body in store.files_of(state, "description")
        ]
        found.sort(key=lambda one: one[0][0].id)
        self._versions = {description.id: version for (description, _), version in found}
        self._counts = {description.id: count for (description, count), _ in found}
        self._descriptions = [description for (description, _), _ in found]
        words = store.file(state.words, "words")
        assert words is not None, "a state is written after what it names"
        self._frequencies = Frequencies.load(state.passages, words)

    @classmethod
    def open(cls, store: MilvusStore, embedder: Embedder) -> MilvusIndex:
        """Open the newest generation for questions encoded by `embedder`.

        Raises:
            PlanqaError: `index_missing` when nothing was published, `index_model_mismatch` when
                another model made it, `milvus_unreachable`.
        """
        state = store.state()
        if state is None:
            raise PlanqaError(
                "index_missing", f"there is no index at {store.uri}; publish one first", 503
            )
        if state.model != embedder.fingerprint:
            raise PlanqaError(
                "index_model_mismatch",
                f"the index at {store.uri} was made with another embedding model ({state.model}) "
                f"than {embedder.name} ({embedder.fingerprint}); set embedding.model to that model",
                503,
            )
        return cls(store, state)

    @property
    def store(self) -> MilvusStore:
        """Where it is read from; newer generations are opened from there."""
        return self._store

    @property
    def fingerprint(self) -> str:
        return self._state.fingerprint

    @property
    def generation(self) -> int:
        return self._state.generation

    def documents(self) -> Sequence[Description]:
        return list(self._descriptions)

    def document(self, document: str) -> Document:
        return self._read(document)[0]

    def original(self, document: str) -> bytes | None:
        return self._store.file(self._version(document), "original")

    def passage_count(self, document: str) -> int:
        self._version(document)
        return self._counts[document]

    def passage(self, passage: str) -> Passage:
        document = passage.rpartition(":")[0]
        if document not in self._versions:
            raise KeyError(passage)
        return self._read(document)[1][passage]

    def sections(self, document: str) -> Sequence[Section]:
        return self.document(document).sections

    def passages(self, document: str) -> Sequence[Passage]:
        return self.document(document).passages

    def dense(
        self, vector: NDArray[np.float32], count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        return self._search("vector", vector.tolist(), count, documents)

    def lexical(
        self, query: LexicalQuery, count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        weights = self._frequencies.question_weights(query)
        return self._search("words", weights, count, documents) if weights else []

    def close(self) -> None:
        """Let go of what was read; the connection is the store's."""
        with self._lock:
            self._kept.clear()

    def _search(
        self, column: str, asked: Any, count: int, documents: Sequence[str] | None
    ) -> list[Hit]:
        known = [d for d in documents or () if d in self._versions]
        if count < 1 or (documents is not None and not known):
            return []
        scope = self._state.valid()
        if documents is not None:
            scope = f"version in {sorted(self._versions[d] for d in known)}"
        with reached(self._store.uri):
            found = self._store.client.search(
                self._store.passages,
                [asked],
                anns_field=column,
                limit=min(count, _MOST),
                filter=scope,
                output_fields=["id", "version", "ordinal"],
                search_params={"metric_type": "IP"},
            )[0]
        rows = [(h["distance"], h["entity"]) for h in found]
        rows.sort(key=lambda row: (-row[0], row[1]["version"], row[1]["ordinal"]))
        return [Hit(entity["id"], float(score)) for score, entity in rows]

    def _version(self, document: str) -> int:
        try:
            return self._versions[document]
        except KeyError:
            raise unknown_document([document], self._versions) from None

    def _read(self, document: str) -> tuple[Document, dict[str, Passage]]:
        version = self._version(document)
        with self._lock:
            if document in self._kept:
                self._kept.move_to_end(document)
                return self._kept[document]
        body = self._store.file(version, "document")
        if body is None:
            raise PlanqaError(
                "index_outdated",
                f"generation {self.generation} of the index at {self._store.uri} has been purged; "
                "open the newest",
                503,
            )
        read = load_document(body)
        both = read, {passage.id: passage for passage in read.passages}
        with self._lock:
            self._kept[document] = both
            while sum(len(p) for _, p in self._kept.values()) > _KEPT and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return both
