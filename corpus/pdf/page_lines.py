"""The lines of a page's text, and what writes the text down.

In: words in reading order. Out: text, with the place of each word and line in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.pdf.reading_order import Row
from corpus.pdf.words import Word
from corpus.span import Span

_WIDE = 2.5  # of the type size: a gap that is more than a space
_LIFT = 0.15  # of the type size above the baseline
_TERMINAL = ".!?:;"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A printed line: its span in the page's text, place on the page in points, type."""

    span: Span
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool
    column: int


class Writer:
    """Puts a page's text together and remembers where things went."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.words: list[tuple[Span, Word]] = []
        self.raised: list[Span] = []
        self._length = 0

    @property
    def length(self) -> int:
        return self._length

    @property
    def ended(self) -> bool:
        """Whether the last word is the last of its sentence; a page number is no word."""
        said = next((w.text for _, w in reversed(self.words) if not w.text.isdigit()), ".")
        return said[-1] in _TERMINAL

    def put(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def word(self, word: Word) -> Span:
        span = Span(self._length, self._length + len(word.text))
        self.words.append((span, word))
        if word.raised:
            first, stop = word.raised
            self.raised.append(Span(span.start + first, span.start + stop))
        self.put(word.text)
        return span


def usual_leading(rows: Sequence[Row]) -> float:
    steps = [
        after.pieces[0].base - before.pieces[0].base
        for before, after in pairwise(rows)
        if before.grid is None and after.grid is None and before.column == after.column
    ]
    near = [step for step in steps if 4 < step < 30]
    return median(near) if near else 14.0


def line(writer: Writer, row: Row) -> PageLine:
    return line_of(writer, [word for piece in row.pieces for word in piece.words], row.column)


def line_of(writer: Writer, words: Sequence[Word], column: int) -> PageLine:
    start = writer.length
    before: Word | None = None
    for word in words:
        if before is not None:
            gap = word.x0 - before.x1
            writer.put("  " if gap > _WIDE * max(word.size, before.size) else " ")
        span = writer.word(word)
        if before is not None and _is_raised(word, words[0]):
            writer.raised.append(span)
        before = word
    letters = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold)
    sizes = sorted(word.size for word in words for _ in word.text)
    return PageLine(
        Span(start, writer.length),
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        words[0].base,
        sizes[len(sizes) // 2],
        bold > 0.9 * letters,
        column,
    )


def _is_raised(word: Word, first: Word) -> bool:
    """Whether a word is a small figure above the line that begins with `first`."""
    figure = word.text.isdigit() or not word.text.strip("*")
    return figure and word.size < first.size and first.base - word.base > _LIFT * first.size
