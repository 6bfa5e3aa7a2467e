"""Documents as the API shows them: the entry of the list, the outline tree, the breadcrumb.

In: a Document of the index. Out: Pydantic models, or the sections above a position.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from corpus.model import Document, Section


class DocumentEntry(BaseModel):
    """A document in the list. `pages` is null where the format has no pages."""

    id: str
    title: str
    publisher: str | None
    year: int | None
    language: str
    sha256: str
    pages: int | None
    passages: int
    source: str


class OutlineNode(BaseModel):
    """A section with the sections below it; `start` and `end` are code points of the text."""

    key: str
    number: str | None
    title: str
    level: int
    role: str | None
    kind: str | None
    unit: bool
    lines: tuple[int, int]
    start: int
    end: int
    children: list[OutlineNode]


class DocumentDetail(DocumentEntry):
    """A document with its stored text, to which all spans refer, and its outline."""

    text: str
    outline: list[OutlineNode]


def entry(document: Document, passages: int) -> DocumentEntry:
    """The list's entry for `document`, which the index holds with so many `passages`."""
    known = document.description
    return DocumentEntry(
        id=known.id,
        title=known.title,
        publisher=known.publisher,
        year=known.year,
        language=known.language,
        sha256=known.sha256,
        pages=len(document.pages) or None,
        passages=passages,
        source=known.source,
    )


def detail(document: Document, passages: int) -> DocumentDetail:
    """The entry with the stored text and the outline."""
    return DocumentDetail(
        **entry(document, passages).model_dump(),
        text=document.text,
        outline=outline(document.sections),
    )


def outline(sections: Iterable[Section]) -> list[OutlineNode]:
    """The tree of `sections`, each below the section whose key is its parent."""
    nodes: dict[str, OutlineNode] = {}
    roots: list[OutlineNode] = []
    for section in sorted(sections, key=lambda s: s.ordinal):
        node = _node(section)
        nodes[section.key] = node
        above = nodes.get(section.parent) if section.parent is not None else None
        (above.children if above else roots).append(node)
    return roots


def _node(section: Section) -> OutlineNode:
    return OutlineNode(
        key=section.key,
        number=section.number,
        title=section.title,
        level=section.level,
        role=section.role,
        kind=section.kind,
        unit=section.unit,
        lines=section.lines,
        start=section.span.start,
        end=section.span.end,
        children=[],
    )


def sections_above(document: Document, position: int) -> list[Section]:
    """The sections whose span holds `position`, outermost first."""
    by_key = {section.key: section for section in document.sections}
    holding = [s for s in document.sections if s.span.start <= position < s.span.end]
    if not holding:
        return []
    section: Section | None = max(holding, key=lambda s: (s.span.start, s.ordinal))
    path: list[Section] = []
    while section is not None and section not in path:
        path.append(section)
        section = by_key.get(section.parent) if section.parent is not None else None
    return path[::-1]


def heading_of(section: Section | OutlineNode) -> str:
    """`3.2.2.2 Ceļi`: number and title as one line."""
    return f"{section.number} {section.title}" if section.number else section.title
