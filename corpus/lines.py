"""From a text to its lines: where each starts, how much white space surrounds it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from corpus.markers import readings
from corpus.span import Span

_NARROWEST = 40  # characters of a printed line


LINE_BREAK = re.compile(r"\r\n|\n|\r|\f")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line. `span` leaves out white space at both ends.

    `number` is 1-based, `gap` the blank lines since the non-blank line before, `indent` the white
    space it starts with, `trail` that it ends with. `wrapped` says that it is known to carry on
    the line before, which had no room for its first word.
    """

    number: int
    span: Span
    text: str
    gap: int
    indent: str
    trail: str
    wrapped: bool = False


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of `text`, in order."""
    found: list[Line] = []
    offset = gap = 0
    for number, raw in enumerate(LINE_BREAK.split(text), start=1):
        stripped = raw.strip()
        if stripped:
            indent = raw[: len(raw) - len(raw.lstrip())]
            start = offset + len(indent)
            span = Span(start, start + len(stripped))
            trail = raw[len(indent) + len(stripped) :]
            found.append(Line(number, span, stripped, gap, indent, trail))
            gap = 0
        else:
            gap += 1
        offset += len(raw)
        offset += 2 if text.startswith("\r\n", offset) else 1
    return found


def usual_gap(lines: list[Line]) -> int:
    """Blank lines between two lines of one paragraph: 0 as a rule, 1 in spaced-out extracts.

    Text extracted from a PDF often has a blank line after each printed line, so that a blank
    line says nothing. It is taken as such when most lines that break off in the middle of a
    sentence are followed by one.
    """
    gaps = Counter(
        min(after.gap, 2)
        for before, after in pairwise(lines)
        if goes_on(after.text) and before.text[-1:] not in ".:;!?"
    )
    return 1 if gaps[1] > gaps[0] else 0


def goes_on(text: str) -> bool:
    """Whether a line that begins so may carry on the sentence of the line before."""
    return text[:1].islower() and not readings(text)


def full_width(lines: list[Line]) -> int:
    """Length in characters that nine lines of ten do not exceed, `_NARROWEST` at least.

    In a text of short lines alone, such as titles and list items, none is full.
    """
    lengths = sorted(len(line.text) for line in lines)
    return max(_NARROWEST, lengths[int(len(lengths) * 0.9)] if lengths else 0)


class LineFinder:
    """Which line a position lies on: 1-based line numbers of a span."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in LINE_BREAK.finditer(text))]

    def lines(self, span: Span) -> tuple[int, int]:
        """First and last line of `span`, 1-based."""
        return self._line(span.start), self._line(span.end - 1)

    def _line(self, position: int) -> int:
        return bisect_right(self._starts, position)
