"""Tables without lines: rows of a page whose cells stand below one another.

In: the words of a page. Out: grids as if they were drawn. Only what cannot be anything else is
taken: three rows or more of three cells or more, at least two of the columns of figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from corpus.pdf.reading_order import Piece, pieces_of
from corpus.pdf.rulings import CellBox, Grid
from corpus.pdf.words import Word

_LEAST_ROWS, _LEAST_COLUMNS, _LEAST_FIGURES = 3, 3, 2
_FIGURES = re.compile(r"[-–—+~<>≤≥€£$(]?\s?\d[\d\s.,/%–-]*[)%€]?\s?(?:EUR|%|k|M|m|km|ha)?|[-–—x✓]")
_LEADING = 2.2  # of the type size: rows farther apart are no rows of one table
_FILLED = 0.8  # share of a column's cells that are figures
_LONGEST_NAME = 60  # characters of a column's name
_MARGIN = 1.0  # points around the table

Row = list[Piece]


def aligned_grids(words: Sequence[Word], drawn: Sequence[Grid]) -> list[Grid]:
    """The tables among words that stand in none of the grids `drawn`."""
    free = [word for word in words if not any(grid.holds(word) for grid in drawn)]
    rows = _rows(pieces_of(free))
    found: list[Grid] = []
    start = 0
    while start < len(rows):
        stop = start
        while stop < len(rows) and _goes_on(rows, start, stop):
            stop += 1
        body = rows[start:stop]
        if _is_table(body):
            above = rows[start - 1] if start else None
            named = above if above and _names(above, body) else None
            found.append(_grid([named, *body] if named else body, body))
        start = max(stop, start + 1)
    return found


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces of one baseline, from top to bottom."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.x0)):
        if rows and abs(rows[-1][0].base - piece.base) < 0.3 * max(piece.size, 1.0):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.x0) for row in rows]


def _goes_on(rows: Sequence[Row], start: int, at: int) -> bool:
    """Whether row `at` belongs to the table that begins with row `start`."""
    row, first = rows[at], rows[start]
    if len(row) < _LEAST_COLUMNS or len(row) != len(first) or not _has_figures(row):
        return False
    near = at == start or row[0].base - rows[at - 1][0].base <= _LEADING * max(row[0].size, 1.0)
    return near and _gaps([*rows[start:at], row]) is not None


def _has_figures(row: Row) -> bool:
    return sum(_is_figure(piece) for piece in row[1:]) >= _LEAST_FIGURES


def _is_figure(piece: Piece) -> bool:
    return bool(_FIGURES.fullmatch(_said(piece)))


def _said(piece: Piece) -> str:
    return " ".join(word.text for word in piece.words)


def _gaps(rows: Sequence[Row]) -> list[float] | None:
    """The x in the middle of each gap that all rows leave free; None where columns overlap."""
    columns = list(zip(*rows, strict=True))
    found = []
    for left, right in pairwise(columns):
        end, begin = max(p.x1 for p in left), min(p.x0 for p in right)
        if begin <= end:
            return None
        found.append((begin + end) / 2)
    return found


def _is_table(rows: Sequence[Row]) -> bool:
    if len(rows) < _LEAST_ROWS:
        return False
    columns = list(zip(*rows, strict=True))
    shares = [sum(map(_is_figure, column)) / len(rows) for column in columns]
    lettered = [any(c.isalpha() for c in _said(piece)) for piece in columns[0]]
    return sum(share >= _FILLED for share in shares[1:]) >= _LEAST_FIGURES and all(lettered)


def _names(row: Row, body: Sequence[Row]) -> bool:
    """Whether the row above names the columns: each piece stands above one of them."""
    gaps = _gaps(body)
    assert gaps is not None, "rows that go together leave gaps"
    near = body[0][0].base - row[0].base <= _LEADING * max(row[0].size, body[0][0].size)
    places = [sum(gap < (piece.x0 + piece.x1) / 2 for gap in gaps) for piece in row]
    apart = len(set(places)) == len(places) >= len(gaps)
    clear = all(not any(p.x0 < gap < p.x1 for gap in gaps) for p in row)
    short = all(len(_said(piece)) <= _LONGEST_NAME for piece in row)
    return near and apart and clear and short


def _grid(rows: Sequence[Row], body: Sequence[Row]) -> Grid:
    gaps = _gaps(body)
    assert gaps is not None, "rows that go together leave gaps"
    every = [piece for row in rows for piece in row]
    xs = [min(p.x0 for p in every) - _MARGIN, *gaps, max(p.x1 for p in every) + _MARGIN]
    tops = [min(p.top for p in row) for row in rows]
    bottoms = [max(p.bottom for p in row) for row in rows]
    between = [median((below, above)) for below, above in zip(bottoms, tops[1:], strict=False)]
    ys = [tops[0] - _MARGIN, *between, bottoms[-1] + _MARGIN]
    cells = tuple(
        tuple(
            CellBox(left, top, right, bottom, column, 1, 1)
            for column, (left, right) in enumerate(pairwise(xs))
        )
        for top, bottom in pairwise(ys)
    )
    return Grid(xs[0], ys[0], xs[-1], ys[-1], cells)
