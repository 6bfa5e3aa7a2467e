"""The tables of a page: which grids hold tables, and their cells as text.

In: grids and words. Out: tables row by row, put down by a `Writer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.known import Cell
from corpus.markers import readings
from corpus.pdf.aligned import aligned_grids
from corpus.pdf.page_lines import Writer, line, usual_leading
from corpus.pdf.reading_order import Row, in_reading_order
from corpus.pdf.ruled import ruled_grids
from corpus.pdf.rulings import WIDE_SNAP, CellBox, Grid, level_rules, page_edges, page_grids
from corpus.pdf.words import Frame, Word
from corpus.span import Span

_LEADING = 1.3  # of the usual distance of two lines; a wider one begins a paragraph
_SMALL_WORD = 3  # letters
_LEAST_NAMES = 3  # columns of a single row that may go on overleaf
_FOOTER_WORDS = 15  # that may stand below it
BAR = " | "


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table: its span in the page's text, its rows of cells, the left edges of its columns."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    lefts: tuple[float, ...]


def tables_drawn(page: Any, words: Sequence[Word], frame: Frame) -> list[Grid]:
    """The tables of the page, drawn, ruled or aligned, and the boxes drawn around text.

    Wide borders are looked for where others make no table.
    """
    edges = page_edges(page, frame)
    drawn = page_grids(edges)
    if not any(is_table(grid, words_held(grid, words)) for grid in drawn):
        wide = page_grids(edges, WIDE_SNAP)
        if any(is_table(grid, words_held(grid, words)) for grid in wide):
            drawn = wide
    divided = [grid for grid in drawn if not grid.is_frame]
    ruled = ruled_grids(words, level_rules(edges), divided)
    return [*drawn, *ruled, *aligned_grids(words, [*divided, *ruled])]


def words_held(grid: Grid, words: Sequence[Word]) -> dict[CellBox, list[Word]]:
    """The words whose middle lies in each cell."""
    held: dict[CellBox, list[Word]] = {}
    for word in words:
        if not grid.holds(word):
            continue
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for cell in (cell for row in grid.rows for cell in row):
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
                held.setdefault(cell, []).append(word)
                break
    return held


def is_table(grid: Grid, held: dict[CellBox, list[Word]]) -> bool:
    """Whether cells beside one another hold text: else it is a frame or a chart."""
    beside = sum(sum(cell in held for cell in row) > 1 for row in grid.rows)
    return beside >= 2 or (beside == 1 and len(grid.rows) == 2)


def is_cut_off(grid: Grid, held: dict[CellBox, list[Word]], words: Sequence[Word]) -> bool:
    """Whether a single row at the page's end names the columns of a table on the next page."""
    if len(grid.rows) > 1 or grid.columns < _LEAST_NAMES:
        return False
    below = sum(word.top > grid.bottom for word in words)
    return below <= _FOOTER_WORDS and all(cell in held for cell in grid.rows[0])


def set_table(writer: Writer, grid: Grid, held: dict[CellBox, list[Word]]) -> PageTable:
    start = writer.length
    rows: list[tuple[Cell, ...]] = []
    used = {box.column for box in held}
    covered: dict[int, tuple[int, int]] = {}  # column → rows that a cell above covers, its width
    for boxes in _rows_of_text(grid, held):
        cells: dict[int, Cell] = {}
        if rows and writer.length > start and any(box in held for box in boxes):
            writer.put("\n\n")
        bars = 0
        begun = False
        for box in boxes:
            if box in held:
                writer.put(" |" * (bars - 1) + BAR if begun else "")
                bars, begun = 0, True
            bars += any(box.column <= column < box.column + box.width for column in used)
            cells[box.column] = Cell(
                tuple(_cell(writer, held[box])) if box in held else (), box.width
            )
        for column, (left, width) in list(covered.items()):
            cells.setdefault(column, Cell((), width))
            covered[column] = (left - 1, width)
        covered = {column: one for column, one in covered.items() if one[0] > 0}
        covered |= {box.column: (box.height - 1, box.width) for box in boxes if box.height > 1}
        rows.append(tuple(cells[column] for column in sorted(cells)))
    lefts = sorted({box.x0 for row in grid.rows for box in row})
    return PageTable(Span(start, writer.length), tuple(rows), tuple(lefts))


def _rows_of_text(grid: Grid, held: dict[CellBox, list[Word]]) -> list[tuple[CellBox, ...]]:
    """The grid's rows; one that only carries on a sentence of the row above joins it.

    Spreadsheets draw a line of the grid between the lines of one cell. `held` is changed.
    """
    rows: list[tuple[CellBox, ...]] = []
    for row in grid.rows:
        filled = [box for box in row if box in held]
        above = {box.column: box for box in rows[-1] if box in held} if rows else {}
        lone = len(filled) == 1 and len(above) > 1 and filled[0].column in above
        if lone and _goes_on(held[above[filled[0].column]], held[filled[0]]):
            target = above[filled[0].column]
            held[target] = [*held[target], *held.pop(filled[0])]
        else:
            rows.append(row)
    return rows


def _goes_on(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether text carries on: in lower case, or behind a small word such as "the" or "un"."""
    last = before[-1].text
    return after[0].text[0].islower() or (len(last) <= _SMALL_WORD and last.islower())


def _cell(writer: Writer, words: Sequence[Word]) -> list[Span]:
    """The paragraphs of a cell: lines, parted where a list marker stands or a gap opens."""
    rows = [row for row in in_reading_order(words, ()) if row.grid is None]
    leading = usual_leading(rows)
    spans: list[Span] = []
    before: Row | None = None
    for row in rows:
        if before is not None:
            writer.put("\n")
        said = line(writer, row)
        text = row.pieces[0].words[0].text
        wide = before and row.pieces[0].base - before.pieces[0].base > _LEADING * leading + 2
        marked = readings(f"{text} x") and len(text) <= 3 and not text.isdigit()
        if spans and not wide and not marked:
            spans[-1] = Span(spans[-1].start, said.span.end)
        else:
            spans.append(said.span)
        before = row
    return spans
