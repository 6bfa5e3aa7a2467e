"""Puts together the stored text of a file that knows its paragraphs: Word, web pages.

In: headings, paragraphs, list items, tables and footnotes in their order. Out: the text, and what
is known about its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.known import Cell, Known, ListItem, Note, Table, Title
from corpus.span import Span

BAR = " | "
_BLANK = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before a list item: "a)", "•"; how deep the item is nested, from 0."""

    text: str
    depth: int

    @property
    def label(self) -> str:
        return self.text.strip(" ().") or self.text


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell's paragraphs and how many columns it spans."""

    paragraphs: tuple[str, ...] = ()
    width: int = 1


def cleaned(text: str) -> str:
    """`text` with white space folded, line breaks kept; a blank text is empty."""
    lines = (_BLANK.sub(" ", line).strip() for line in re.split(r"\r\n|[\n\r\f\v\u2028]", text))
    kept = (c for c in "\n".join(line for line in lines if line) if c == "\n" or c.isprintable())
    return "".join(kept).strip()


def _filled(row: tuple[Cell, ...]) -> bool:
    return any(cell.paragraphs for cell in row)


@dataclass
class Composer:
    """Collects; `text` and `known` are read at the end."""

    parts: list[str] = field(default_factory=list)
    titles: dict[int, Title] = field(default_factory=dict)
    items: dict[int, ListItem] = field(default_factory=dict)
    asides: dict[int, str] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    _length: int = 0
    _line: int = 1
    _listing: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def known(self) -> Known:
        return Known(
            self.titles, self.items, self.asides, self.notes, tuple(self.tables),
            frozenset(self.starts),
        )  # fmt: skip

    def heading(self, text: str, level: int | None) -> None:
        """A heading; `level` None is a paragraph in bold type."""
        first = self._block(cleaned(text))
        if first:
            self.titles[first] = Title(self._line + 1, level)

    def paragraph(self, text: str, marker: Marker | None = None) -> None:
        """A paragraph, or with a marker a list item."""
        clean = cleaned(text)
        if not clean:
            return
        if marker is None:
            self._block(clean)
            return
        first = self._block(f"{marker.text} {clean}", listed=True)
        self.items[first] = ListItem(len(marker.text) + 1, marker.label, marker.depth)

    def artefact(self, text: str, kind: str) -> None:
        """Lines that say nothing themselves, such as a table of contents."""
        first = self._block(cleaned(text))
        if first:
            self.asides |= dict.fromkeys(range(first, self._line + 1), kind)

    def note(self, label: str, text: str) -> None:
        """A footnote."""
        clean = cleaned(text)
        if clean:
            first = self._block(f"{label} {clean}")
            self.notes[first] = Note(self._line + 1, label, len(label) + 1)

    def table(self, rows: Sequence[Sequence[CellText]], headers: int | None = None) -> None:
        """A table; cells are divided by bars, a cell's paragraphs by line ends."""
        placed: list[tuple[Cell, ...]] = []
        start = 0
        for row in rows:
            texts = [[one for one in map(cleaned, cell.paragraphs) if one] for cell in row]
            if any(texts):
                self._part("\n" if any(map(_filled, placed)) else "\n\n")
                start = start if any(map(_filled, placed)) else self._length
            widths = [cell.width for cell in row]
            placed.append(tuple(self._cells(texts, widths)))
        if any(map(_filled, placed)):
            self.tables.append(Table(Span(start, self._length), tuple(placed), headers))
        self._listing = False

    def _cells(self, texts: list[list[str]], widths: list[int]) -> Iterator[Cell]:
        """Write a row; an empty cell between two others keeps its place between bars."""
        bars = 0
        begun = False
        for paragraphs, width in zip(texts, widths, strict=True):
            spans = []
            if paragraphs:
                self._put(" |" * (bars - 1) + BAR if begun else "")
                bars, begun = 0, True
            for number, paragraph in enumerate(paragraphs):
                self._put("\n" if number else "")
                spans.append(Span(self._length, self._length + len(paragraph)))
                self._put(paragraph)
            bars += 1
            yield Cell(tuple(spans), width)

    def _block(self, text: str, *, listed: bool = False) -> int:
        """Write a block of its own; the number of its first line, 0 where there is no text."""
        if not text:
            return 0
        self._part("\n" if listed and self._listing else "\n\n")
        first = self._line
        self.starts.add(first)
        self._put(text)
        self._listing = listed
        return first

    def _part(self, separator: str) -> None:
        self._put(separator if self._length else "")

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)
        self._line += text.count("\n")
