"""A document's stored text and outline as the metrics need them: quotes and units to places.

In: documents of an index (`saved_documents`), or of a run folder. Out: `Source`, which finds a
quote's spans in the text, a section by its printed number, and the unit around a section.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from corpus.model import Document
from corpus.span import Span
from index.protocol import PassageIndex


class SavedSection(BaseModel):
    """A node of the outline as a run folder keeps it; spans are `[start, end)` code points."""

    model_config = ConfigDict(frozen=True)
    key: str
    number: str | None
    title: str
    unit: bool
    parent: str | None
    start: int
    end: int
    heading: str


class SavedDocument(BaseModel):
    """A document as a run folder keeps it, so that a run is evaluated without an index."""

    model_config = ConfigDict(frozen=True)
    id: str
    title: str
    text: str
    sections: list[SavedSection]


def saved_document(document: Document) -> SavedDocument:
    """What the metrics need of a document."""
    sections = [
        SavedSection(
            key=section.key,
            number=section.number,
            title=section.title,
            unit=section.unit,
            parent=section.parent,
            start=section.span.start,
            end=section.span.end,
            heading=section.heading.quote(document.text),
        )
        for section in document.sections
    ]
    title = document.description.title
    return SavedDocument(id=document.id, title=title, text=document.text, sections=sections)


def saved_documents(index: PassageIndex) -> list[SavedDocument]:
    """What the metrics need of all documents of an index."""
    return [saved_document(index.document(one.id)) for one in index.documents()]


class Source:
    """Finds places in one saved document."""

    def __init__(self, saved: SavedDocument) -> None:
        self.saved = saved

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """The text with white space folded, and where each of its characters stands."""
        characters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(self.saved.text):
            space = character.isspace()
            if space and characters and characters[-1] == " ":
                continue
            characters.append(" " if space else character)
            places.append(place)
        return "".join(characters), places

    def locate(self, quote: str) -> list[Span]:
        """Every place where the quote stands, white space folded on both sides; first to last."""
        folded, places = self._folded
        wanted = " ".join(quote.split())
        spans: list[Span] = []
        start = folded.find(wanted) if wanted else -1
        while start >= 0:
            spans.append(Span(places[start], places[start + len(wanted) - 1] + 1))
            start = folded.find(wanted, start + 1)
        return spans

    def sections_named(self, name: str) -> list[SavedSection]:
        """Sections whose printed number or key is `name`; more than one where a row is split."""
        wanted = name.strip().rstrip(".")
        numbered = [one for one in self.saved.sections if one.number == wanted]
        return numbered or [one for one in self.saved.sections if one.key == wanted]

    def unit_at(self, span: Span) -> str | None:
        """Name of the innermost unit that overlaps the span most; None when none does."""
        shares = [(_shared(span, one), -(one.end - one.start), one) for one in self._units]
        best = max(shares, key=lambda share: share[:2], default=None)
        return section_name(best[2]) if best and best[0] > 0 else None

    def units_in(self, span: Span) -> list[str]:
        """Names of all units that share a character with the span, in text order."""
        return [section_name(one) for one in self._units if _shared(span, one) > 0]

    @cached_property
    def _units(self) -> list[SavedSection]:
        return [section for section in self.saved.sections if section.unit]


def section_name(section: SavedSection) -> str:
    """What a section is called in gold and in answers: its printed number, else its key."""
    return section.number or section.key


def _shared(span: Span, section: SavedSection) -> int:
    return max(0, min(span.end, section.end) - max(span.start, section.start))


Library = Mapping[str, Source]


def library(documents: Iterable[SavedDocument]) -> Library:
    """The sources of a run by document id."""
    return {document.id: Source(document) for document in documents}
