"""Small documents, answers and pairs, so that a test shows only what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from corpus.span import Span, fold
from eval.gold import Gold, Place
from eval.questions import Item as Question
from eval.questions import Pair
from eval.saved import SavedAnswer
from eval.source import Library, SavedDocument, SavedSection, library
from rag.answer import Answer, Citation, FieldValue, Item, RankedPassage, Status

TEXT = """Ievads 1.
1.1 Ceļi
Salabot  tiltu
pār Daugavu.
1.2 Skolas
Uzcelt 12 skolas par 255 968 eiro.
"""
ROADS = Span(TEXT.index("1.1"), TEXT.index("1.2"))
SCHOOLS = Span(TEXT.index("1.2"), len(TEXT))


def section(number: str, title: str, span: Span, unit: bool = True) -> SavedSection:
    return SavedSection(
        key=number,
        number=number,
        title=title,
        unit=unit,
        parent=None,
        start=span.start,
        end=span.end,
        heading=f"{number} {title}",
    )


def sources() -> Library:
    """One document `plan` with two units."""
    sections = [section("1.1", "Ceļi", ROADS), section("1.2", "Skolas", SCHOOLS)]
    return library([SavedDocument(id="plan", title="Plāns 2030", text=TEXT, sections=sections)])


def place(start: int, end: int, document: str = "plan") -> Place:
    return Place(document, Span(start, end))


def at(words: str) -> Place:
    """Where the words stand in TEXT."""
    start = TEXT.index(words)
    return place(start, start + len(words))


def cite(words: str, number: int = 1, **changes: Any) -> Citation:
    """A citation of the words in TEXT."""
    span = at(words).span
    values = {
        "number": number,
        "passage": "p",
        "document": "plan",
        "title": "Plāns 2030",
        "quote": fold(words),
        "start": span.start,
        "end": span.end,
        "lines": (1, 1),
        "url": "",
    }
    return Citation.model_validate(values | changes)


def passage(start: int, end: int, document: str = "plan", text: str | None = None) -> RankedPassage:
    return RankedPassage(
        id=f"{start}",
        document=document,
        section=None,
        role=None,
        item=None,
        lines=(1, 1),
        page=None,
        start=start,
        end=end,
        score=1.0,
        text="x" * (end - start) if text is None else text,
    )


def row(section: str, citations: Sequence[int] = (), document: str = "plan", **fields: str) -> Item:
    """An item of a list answer whose fields cite 1."""
    return Item(
        section=section,
        title="",
        path=[],
        document=document,
        fields={role: [FieldValue(text=text, citation=1)] for role, text in fields.items()},
        citations=list(citations),
    )


def answer(text: str = "", status: str = "answered", **changes: Any) -> Answer:
    values: dict[str, Any] = {
        "question": "?",
        "language": "lv",
        "kind": "fact",
        "status": cast("Status", status),
        "answer": text,
        "citations": [],
        "items": [],
        "passages": [],
        "confidence": 0.5,
        "generator": "extractive",
        "index": "i",
        "elapsed_ms": 1.0,
    }
    return Answer.model_validate(values | changes)


def pair(name: str = "p-1", **changes: Any) -> Pair:
    """An answerable fact about the bridge."""
    values: dict[str, Any] = {
        "pair": name,
        "kind": "fact",
        "answerable": True,
        "documents": ["plan"],
        "lv": {"question": "Ko salabos?"},
        "en": {"question": "What is repaired?"},
        "evidence": [[{"document": "plan", "quote": "Salabot tiltu pār Daugavu."}]],
        "facts": [["tiltu", "bridge"]],
    }
    return Pair.model_validate(values | changes)


def unanswerable(name: str, **changes: Any) -> Pair:
    gold: dict[str, Any] = {"documents": [], "evidence": [], "facts": [], "units": []}
    return pair(name, **({"answerable": False} | gold | changes))


def gold(*groups: Sequence[Place], **changes: Any) -> Gold:
    values: dict[str, Any] = {"units": (), "members": ()}
    return Gold(pair(), tuple(tuple(group) for group in groups), **(values | changes))


def saved(
    item: Question, given: Answer, system: str = "planqa", latency: float = 20
) -> SavedAnswer:
    return SavedAnswer(
        item=item.id,
        system=system,
        question=item.wording.question,
        language=item.language,
        answer=given,
        latency_ms=latency,
        encode_ms=10,
    )
