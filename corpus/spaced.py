"""Tables of a plain text whose cells stand below one another, as pdftotext lays them out.

In: lines. Out: the tables, line by line. Only what cannot be anything else is taken: three lines
or more of three cells or more, the same number in each, that begin or end at the same place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.headings import is_contents_line
from corpus.known import Cell, Table
from corpus.lines import Line
from corpus.span import Span

_CELL = re.compile(r"\S+(?:\s\S+)*")  # two blanks or more divide cells
_LEAST_COLUMNS = _LEAST_ROWS = 3
_SLACK = 2  # characters by which cells of one column may begin or end apart
_MOST_NAMES = 3  # lines that name the columns
_RUNNING = 0.3  # share of cells that begin in lower case: columns of running text have more
_NUMBER = re.compile(r"\d{1,3}")

Extent = tuple[int, int]  # columns of the page, first and one past the last


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell: where on the page it stands, what it says, its characters."""

    left: int
    right: int
    text: str
    span: Span


Row = Sequence[_Piece]


def spaced_tables(lines: Sequence[Line]) -> list[Table]:
    """The tables whose cells blanks divide."""
    rows = [_pieces(line) for line in lines]
    found: list[Table] = []
    start = 0
    while start < len(lines):
        stop = start + 1
        while stop < len(lines) and lines[stop].gap == 0 and len(rows[stop]) >= _LEAST_COLUMNS:
            stop += 1
        columns = _columns(rows[start:stop])
        if columns:
            zones = _zones(columns)
            first = _first_of_names(lines, rows, start, zones)
            stop = _with_sums(lines, rows, stop, zones)
            found.append(_table(rows[first:start], rows[start:stop], zones))
        start = stop
    return found


def _pieces(line: Line) -> Row:
    if "\t" in line.text or is_contents_line(line.text):
        return []
    at, start = len(line.indent), line.span.start
    return [
        _Piece(at + m.start(), at + m.end(), m[0], Span(start + m.start(), start + m.end()))
        for m in _CELL.finditer(line.text)
    ]


def _columns(rows: Sequence[Row]) -> list[Extent]:
    """Where the columns of a table stand; none where the rows are no table."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    full = [row for row in rows if len(row) == width]
    if len(full) < _LEAST_ROWS or width < _LEAST_COLUMNS:
        return []
    columns = [[row[i] for row in full] for i in range(width)]
    extents = [(min(p.left for p in one), max(p.right for p in one)) for one in columns]
    apart = all(one[1] < other[0] for one, other in pairwise(extents))
    fits = all(_placed(row, extents) for row in rows)
    told = apart and fits and all(map(_is_aligned, columns))
    return extents if told and not _is_running_text(full) and not _is_contents(columns) else []


def _zones(columns: Sequence[Extent]) -> list[Extent]:
    """The columns with half of what is blank between them: names may stand beside figures."""
    middles = [(one[1] + other[0]) // 2 for one, other in pairwise(columns)]
    return list(zip([0, *middles], [*middles, columns[-1][1] + columns[-1][1]], strict=True))


def _is_aligned(column: Row) -> bool:
    lefts, rights = [p.left for p in column], [p.right for p in column]
    return max(lefts) - min(lefts) <= _SLACK or max(rights) - min(rights) <= _SLACK


def _is_running_text(rows: Sequence[Row]) -> bool:
    """Whether the columns hold lines of text side by side, none of them figures."""
    columns = zip(*rows[1:], strict=True)  # the first row may name them
    if any(not any(c.isalpha() for piece in one for c in piece.text) for one in columns):
        return False
    cells = [piece.text for row in rows for piece in row]
    return sum(cell[0].islower() for cell in cells) > _RUNNING * len(cells)


def _is_contents(columns: Sequence[Row]) -> bool:
    """Whether the last column counts up as the pages of a table of contents do."""
    if not all(_NUMBER.fullmatch(piece.text) for piece in columns[-1]):
        return False
    pages = [int(piece.text) for piece in columns[-1]]
    return pages == sorted(pages) and all(p.text[0].isdigit() for p in columns[0])


def _placed(row: Row, columns: Sequence[Extent]) -> list[_Piece | None]:
    """The cells by column; nothing where two share a column or one stands in none."""
    placed: list[_Piece | None] = [None] * len(columns)
    for piece in row:
        shared = [min(piece.right, right) - max(piece.left, left) for left, right in columns]
        best = max(range(len(columns)), key=shared.__getitem__)
        if shared[best] <= 0 or placed[best] is not None:
            return []
        placed[best] = piece
    return placed


def _first_of_names(
    lines: Sequence[Line], rows: Sequence[Row], start: int, columns: Sequence[Extent]
) -> int:
    """The first of the lines above a table that name its columns; `start` where there are none."""
    first = start
    while first and start - first < _MOST_NAMES and lines[first].gap <= int(first == start):
        above = rows[first - 1]
        figures = any(not any(c.isalpha() for c in p.text) for p in above)
        if len(above) < 2 or figures or not _placed(above, columns):
            break
        first -= 1
    return first


def _with_sums(
    lines: Sequence[Line], rows: Sequence[Row], stop: int, columns: Sequence[Extent]
) -> int:
    """One past the row of sums that may stand apart below a table."""
    below = stop < len(lines) and lines[stop].gap <= 1 and len(rows[stop]) >= _LEAST_COLUMNS
    return stop + 1 if below and _placed(rows[stop], columns) else stop


def _table(names: Sequence[Row], body: Sequence[Row], columns: Sequence[Extent]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    if names:
        placed = [_placed(row, columns) for row in names]
        over = [[row[i] for row in placed] for i in range(len(columns))]
        rows.append(tuple(Cell(tuple(p.span for p in one if p)) for one in over))
    for row in body:
        rows.append(tuple(Cell((p.span,) if p else ()) for p in _placed(row, columns)))
    spans = [span for row in rows for cell in row for span in cell.paragraphs]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    return Table(whole, tuple(rows), headers=1 if names else None)
