"""Answers to render: built from the passages of a real document."""

from __future__ import annotations

from corpus.model import Document, Passage
from rag.answer import Answer, Citation, FieldValue, Item, Kind, RankedPassage, Status


def citation(number: int, document: Document, passage: Passage) -> Citation:
    """A citation of the passage's body."""
    span = passage.body
    return Citation(
        number=number, passage=passage.id, document=document.id,
        title=document.description.title, quote=span.quote(document.text), start=span.start,
        end=span.end, lines=passage.lines, page=passage.page, section=passage.section,
        heading=passage.breadcrumb[-1] if passage.breadcrumb else None, role=passage.role,
        item=passage.item, url="",
    )  # fmt: skip


def ranked(document: Document, passage: Passage) -> RankedPassage:
    """The passage as retrieval gives it."""
    return RankedPassage(
        id=passage.id, document=document.id, section=passage.section, role=passage.role,
        item=passage.item, lines=passage.lines, page=passage.page, start=passage.body.start,
        end=passage.body.end, score=1.0, text=passage.text,
    )  # fmt: skip


def fact(document: Document, text: str, *passages: Passage, status: Status = "answered") -> Answer:
    """An answer in English that cites the passages in order."""
    return _answer(
        text, "fact", status, [citation(n, document, p) for n, p in enumerate(passages, 1)], []
    )


def nothing(document: Document, *passages: Passage) -> Answer:
    """`not_found`, with the nearest passages."""
    answer = _answer("", "fact", "not_found", [], [])
    return answer.model_copy(update={"passages": [ranked(document, p) for p in passages]})


def table(document: Document, *units: str) -> Answer:
    """A list of units with what their tasks, funding and implementers sections hold."""
    citations: list[Citation] = []
    items: list[Item] = []
    for key in units:
        section = next(s for s in document.sections if s.key == key)
        fields: dict[str, list[FieldValue]] = {}
        for passage in document.passages:
            if passage.unit == key and passage.role in ("tasks", "funding", "implementers"):
                citations.append(citation(len(citations) + 1, document, passage))
                value = FieldValue(text=passage.text, citation=len(citations))
                fields.setdefault(passage.role, []).append(value)
        items.append(
            Item(section=section.number or key, title=section.title, path=["above"],
                 document=document.id, fields=fields, citations=[])
        )  # fmt: skip
    return _answer(f"{len(items)} units [1].", "list", "answered", citations, items)


def _answer(
    text: str, kind: Kind, status: Status, citations: list[Citation], items: list[Item]
) -> Answer:
    return Answer(
        question="Which?", language="en", kind=kind, status=status, answer=text,
        citations=citations, items=items, passages=[], confidence=0.5, generator="test",
        index="test", elapsed_ms=1.0,
    )  # fmt: skip
