"""Tables of a plain text whose cells are divided by tabs.

In: lines. Out: the tables, line by line.
"""

from __future__ import annotations

from corpus.known import Cell, Table
from corpus.lines import Line
from corpus.span import Span, trimmed

_LEAST_COLUMNS = 3
_LEAST_ROWS = 3


def tabbed_tables(text: str, lines: list[Line]) -> list[Table]:
    """Runs of lines with the same number of tabs inside, and no blank line between."""
    found: list[Table] = []
    run: list[Line] = []
    for line in [*lines, None]:
        columns = line.text.count("\t") + 1 if line else 0
        goes_on = run and line and line.gap == 0 and columns == run[0].text.count("\t") + 1
        if not goes_on:
            if len(run) >= _LEAST_ROWS:
                span = Span(run[0].span.start, run[-1].span.end)
                found.append(Table(span, tuple(_cells(text, one) for one in run)))
            run = []
        if line and columns >= _LEAST_COLUMNS:
            run.append(line)
    return found


def _cells(text: str, line: Line) -> tuple[Cell, ...]:
    start = line.span.start
    cells: list[Cell] = []
    for cell in line.text.split("\t"):
        span = trimmed(text, start, start + len(cell))
        cells.append(Cell((span,) if span else ()))
        start += len(cell) + 1
    return tuple(cells)
