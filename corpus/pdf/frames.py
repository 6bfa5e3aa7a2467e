"""Text in a box that the page draws around it: an aside with a heading of its own, say.

In: the lines of a page, as they are read, and its grids. Out: the text of each box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.pdf.page_lines import PageLine
from corpus.pdf.rulings import Grid
from corpus.span import Span

_LEAST_LINES = 4  # fewer are a heading on a coloured band, or a caption
_SAME_SIDE = 4.0  # points


@dataclass(frozen=True, slots=True)
class TextFrame:
    """The text of a box: its span in the page's text, the box's left and right side in points."""

    span: Span
    x0: float
    x1: float

    def as_wide(self, other: TextFrame) -> bool:
        """Whether two boxes have their sides in the same place."""
        return abs(self.x0 - other.x0) <= _SAME_SIDE and abs(self.x1 - other.x1) <= _SAME_SIDE


def text_frames(lines: Sequence[PageLine], grids: Sequence[Grid]) -> Iterator[TextFrame]:
    """The boxes with text that is read in one go, in reading order; of nested ones the outer."""
    found: list[TextFrame] = []
    for box in (grid for grid in grids if grid.is_frame):
        inside = [line.span for line in lines if _holds(box, line)]
        if len(inside) < _LEAST_LINES:
            continue
        span = Span(min(s.start for s in inside), max(s.end for s in inside))
        held = [line.span for line in lines if span.covers(line.span)]
        if held == inside:
            found.append(TextFrame(span, box.x0, box.x1))
    found.sort(key=lambda frame: (frame.span.start, -frame.span.end))
    end = 0
    for frame in found:
        if frame.span.start >= end:
            yield frame
            end = frame.span.end


def _holds(box: Grid, line: PageLine) -> bool:
    middle = (line.top + line.bottom) / 2
    return box.x0 - 1 <= line.x0 and line.x1 <= box.x1 + 1 and box.top <= middle <= box.bottom
