"""True statements about the bundled plans, written by hand in both languages.

In: `statements.jsonl` and the plans. Out: a `Base` for each statement, at the passage that holds
its quote. Some have variants, also by hand, that say the opposite or name another organisation or
place. Half of them, by the hash of their ids, calibrate the checker; the others report on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.catalog import bundled_plans, catalogued
from corpus.model import Description, Document, Passage
from corpus.reader import read_bytes, read_document
from corpus.span import fold
from rag.answer import Language

Half = Literal["calibration", "report"]
HALVES: tuple[Half, Half] = ("calibration", "report")


class Wordings(BaseModel):
    """The same sentence in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    lv: str
    en: str

    def of(self, language: Language) -> str:
        return self.lv if language == "lv" else self.en


class Written(BaseModel):
    """A line of the file. `quote` stands verbatim in the passage that holds the statement."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    document: str
    quote: str
    statement: Wordings
    negation: Wordings | None = None
    name: Wordings | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """A true statement with the passage it is about and the half it belongs to."""

    written: Written
    passage: Passage
    half: Half


class Plans:
    """The bundled plans as they are read, without an index."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._by_id = {document.id: document for document in documents}

    def documents(self) -> Sequence[Description]:
        return [document.description for document in self._by_id.values()]

    def passages(self, document: str) -> Sequence[Passage]:
        return self._by_id[document].passages

    def holding(self, document: str, quote: str) -> Passage:
        """The first passage with the quote.

        Raises:
            ValueError: when there is none.
        """
        text = self._by_id[document].text
        wanted = fold(quote)
        for passage in self.passages(document):
            if wanted in passage.text or wanted in passage.body.quote(text):
                return passage
        raise ValueError(f"{document} has no passage with the quote {quote!r}")


@cache
def plans() -> Plans:
    """The bundled plans, read once."""
    found = []
    for path in bundled_plans():
        content = read_bytes(path)
        known = catalogued(hashlib.sha256(content).hexdigest())
        found.append(read_document(content, path.name, known))
    return Plans(found)


def bases() -> list[Base]:
    """Every statement of the file, in its order."""
    source = files("eval").joinpath("faults/statements.jsonl").read_text(encoding="utf-8")
    written = [Written.model_validate_json(line) for line in source.splitlines()]
    return [Base(one, plans().holding(one.document, one.quote), half_of(one.id)) for one in written]


def half_of(name: str) -> Half:
    """The half that the statement with this id belongs to."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]
