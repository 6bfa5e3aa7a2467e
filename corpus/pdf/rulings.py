"""What a page draws: its level lines, and tables from its lines and filled boxes.

In: a page that pypdfium2 has opened, and the upright frame. Out: tables as rows of cell boxes.
pdfplumber's table finder does the work; the lines come from PDFium, which is many times faster
at reading a page than pdfminer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from corpus.pdf.words import Frame, Word

SNAP = 3.0  # points: lines nearer than this are one
WIDE_SNAP = 6.0  # points: borders of several lines are up to 5 across
_SHORTEST = 6.0  # points: shorter strokes are part of a drawing
_MOST = 4000  # lines on one page; more make a drawing or a map
DEEPEST = 4  # forms inside forms

Edge = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell's box, the column it begins in and how many columns and rows it spans."""

    x0: float
    top: float
    x1: float
    bottom: float
    column: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line: its ends and height, in points of the upright frame."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn table: its box, and the cells of each row by their top row, left to right."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: tuple[tuple[CellBox, ...], ...]

    @property
    def columns(self) -> int:
        return max(cell.column + cell.width for row in self.rows for cell in row)

    def holds(self, word: Word) -> bool:
        """Whether the middle of a word lies in it."""
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    @property
    def is_frame(self) -> bool:
        """Whether it is one box that nothing divides."""
        return len(self.rows) == 1 and len(self.rows[0]) == 1


def page_edges(page: Any, frame: Frame) -> list[Edge]:
    """The upright and level lines that the page draws, as pdfplumber wants them."""
    return [edge for stroke in _strokes(page) for edge in _edges(*stroke, frame)]


def level_rules(edges: Sequence[Edge]) -> list[Rule]:
    """Level lines; strokes of one line that meet or lie on one another are one."""
    level = [edge for edge in edges if edge["orientation"] == "h"]
    if len(level) > _MOST:
        return []
    merged = merge_edges(level, SNAP, SNAP, SNAP, SNAP)
    return [Rule(edge["x0"], edge["x1"], edge["top"]) for edge in merged]


def page_grids(edges: Sequence[Edge], snap: float = SNAP) -> list[Grid]:
    """The tables that lines draw with at least two columns, and boxes that nothing divides.

    One row may be the top of a table that the page's end cuts. Lines nearer than `snap` points
    are one.
    """
    if not 4 <= len(edges) <= _MOST:
        return []
    merged = merge_edges(list(edges), snap, snap, snap, snap)
    cells = intersections_to_cells(edges_to_intersections(merged, snap, snap))
    tables = cells_to_tables(cells)
    divided = {cell for table in tables for cell in table}
    grids = [_grid(table, snap) for table in tables]
    found = [grid for grid in grids if grid.columns > 1]
    found += [_grid([cell], snap) for cell in cells if cell not in divided]
    return sorted(found, key=lambda grid: (grid.top, grid.x0))


def _strokes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """Straight lines of the page's drawings, as two points in the page's own frame."""
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=DEEPEST):
        matrix = within_forms(one, one.get_matrix())
        for start, end in _segments(one.raw):
            yield (*matrix.on_point(*start), *matrix.on_point(*end))


def within_forms(one: Any, matrix: Any) -> Any:
    """`matrix`, followed by those of the forms that the object of a page stands in."""
    above = one.container
    while above is not None:
        matrix = matrix.multiply(above.get_matrix())
        above = above.container
    return matrix


def _segments(path: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    x, y = pdfium.c_float(), pdfium.c_float()
    start = last = None
    for i in range(min(pdfium.FPDFPath_CountSegments(path), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            yield point, start
            last = start


def _edges(x0: float, y0: float, x1: float, y1: float, frame: Frame) -> Iterator[Edge]:
    """A stroke as pdfplumber wants it, if it is long enough and upright or level."""
    ax, ay = frame.upright(x0, y0)
    bx, by = frame.upright(x1, y1)
    left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    edge = {"x0": left, "x1": right, "top": top, "bottom": bottom, "object_type": "line"}
    if bottom - top <= 1 and right - left >= _SHORTEST:
        yield {**edge, "bottom": top, "orientation": "h", "width": right - left, "height": 0}
    elif right - left <= 1 and bottom - top >= _SHORTEST:
        yield {**edge, "x1": left, "orientation": "v", "width": 0, "height": bottom - top}


def _grid(cells: list[tuple[float, float, float, float]], snap: float) -> Grid:
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    rows: list[tuple[CellBox, ...]] = []
    for top in tops:
        row = [
            CellBox(
                x0, y0, x1, y1,
                column=lefts.index(x0),
                width=sum(x0 <= left < x1 - snap for left in lefts),
                height=sum(y0 <= one < y1 - snap for one in tops),
            )
            for x0, y0, x1, y1 in sorted(cells)
            if y0 == top
        ]  # fmt: skip
        rows.append(tuple(row))
    return Grid(
        min(c[0] for c in cells),
        min(c[1] for c in cells),
        max(c[2] for c in cells),
        max(c[3] for c in cells),
        tuple(rows),
    )
