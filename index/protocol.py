"""The seam between retrieval and storage: what an index of passages can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.model import Description, Document, Passage, Section


class Hit(NamedTuple):
    """A passage that a search found; a higher score is better, comparable in one search only.

    A tuple, since hundreds are made for a question.
    """

    passage: str
    score: float


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """What to look for: stems and n-grams; a passage with any of them is a hit."""

    stems: tuple[str, ...]
    grams: tuple[str, ...] = ()


class PassageIndex(Protocol):
    """A reader of one generation of an index. Safe to call from several threads.

    What all implementations must hold is stated in `tests/index/index_conformance.py`.
    """

    @property
    def fingerprint(self) -> str:
        """The same for the same documents, reader, analysis and model; of nothing else."""
        ...

    @property
    def generation(self) -> int:
        """Counts the changes of the index; a reader stays at the one it opened."""
        ...

    def documents(self) -> Sequence[Description]:
        """All documents, in the order of their ids."""
        ...

    def document(self, document: str) -> Document:
        """One document, whole.

        Raises:
            PlanqaError: `unknown_document` (404) when there is none with this id.
        """
        ...

    def original(self, document: str) -> bytes | None:
        """The file that a document was read from, as it came; None when it is not kept.

        Raises:
            PlanqaError: `unknown_document` (404) when there is none with this id.
        """
        ...

    def passage_count(self, document: str) -> int:
        """How many passages the document has."""
        ...

    def passage(self, passage: str) -> Passage:
        """One passage.

        Raises:
            KeyError: when there is none with this id.
        """
        ...

    def sections(self, document: str) -> Sequence[Section]:
        """The outline of a document, in its order."""
        ...

    def passages(self, document: str) -> Sequence[Passage]:
        """The passages of a document, in its order."""
        ...

    def dense(
        self, vector: NDArray[np.float32], count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `count` passages nearest to `vector` (shape (dimension,)), by cosine."""
        ...

    def lexical(
        self, query: LexicalQuery, count: int, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `count` passages that match best, by BM25 over stems and n-grams."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
