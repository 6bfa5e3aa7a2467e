"""The contract of `POST /ask`, version 1, as Pydantic models (see docs/architecture.md)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["lv", "en"]
Kind = Literal["fact", "attribute", "list", "comparison", "definition"]
Status = Literal["answered", "partial", "not_found", "off_topic"]
SILENT: tuple[Status, ...] = ("not_found", "off_topic")

Question = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Turn(BaseModel):
    """An earlier turn of the conversation."""

    model_config = ConfigDict(extra="forbid")
    question: Annotated[str, StringConstraints(max_length=2000)]
    answer: Annotated[str, StringConstraints(max_length=20_000)] = ""


class AskRequest(BaseModel):
    """A question; `documents` narrows the scope to those ids, `limit` the ranked passages."""

    model_config = ConfigDict(extra="forbid")
    question: Question
    language: Language | None = None
    documents: list[str] | None = None
    history: list[Turn] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class Citation(BaseModel):
    """A verbatim span: `fold(text[start:end]) == quote`. Lines are 1-based, first and last."""

    number: int
    passage: str
    document: str
    title: str
    quote: str
    start: int
    end: int
    lines: tuple[int, int]
    page: int | None = None
    section: str | None = None
    heading: str | None = None
    role: str | None = None
    item: str | None = None
    url: str


class FieldValue(BaseModel):
    """One value of a unit's field, and the number of the citation that holds it."""

    text: str
    citation: int


class Item(BaseModel):
    """One unit of a list or comparison answer; `fields` maps a role to its cited values."""

    section: str
    title: str
    path: list[str]
    document: str
    fields: dict[str, list[FieldValue]]
    citations: list[int]


class RankedPassage(BaseModel):
    """A passage that retrieval found; `score` is comparable within one answer only."""

    id: str
    document: str
    section: str | None
    role: str | None
    item: str | None
    lines: tuple[int, int]
    page: int | None
    start: int
    end: int
    score: float
    text: str


class Writing(BaseModel):
    """What a language model contributed: how many statements it wrote, and how many were left out.

    `faults` counts those left out by what was wrong. `failed` says why there was no text of it.
    """

    model: str
    statements: int
    removed: int
    faults: dict[str, int]
    failed: str | None = None


class Answer(BaseModel):
    """What `/ask` returns. `answer` is Markdown whose `[n]` marks point into `citations`.

    `generator` wrote the answer: `extractive`, or the model whose words stand in it. `understood`
    is the question as it was read where that is not how it was asked, as with a follow-up. `notes`
    say in the asker's language what to know besides; `writing` is there where a model was asked.
    """

    question: str
    language: Language
    kind: Kind
    status: Status
    answer: str
    citations: list[Citation]
    items: list[Item]
    passages: list[RankedPassage]
    confidence: Annotated[float, Field(ge=0, le=1)]
    generator: str
    index: str
    elapsed_ms: float
    understood: str | None = None
    notes: list[str] = []
    writing: Writing | None = None

    @property
    def silent(self) -> bool:
        """Whether it says only that the documents do not answer."""
        return self.status in SILENT
