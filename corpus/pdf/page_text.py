"""The text of one page: its lines and tables in reading order, and where each word stands.

In: a page that pypdfium2 has opened. Out: a `PageText`, which depends on the page alone, so that
the place of a quote can be found again from its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.known import Cell
from corpus.markers import readings
from corpus.pdf.reading_order import Row, in_reading_order
from corpus.pdf.rulings import CellBox, Grid, page_grids
from corpus.pdf.words import Frame, Word, page_words
from corpus.span import Span

_LEADING = 1.3  # of the usual distance of two lines; a wider one begins a paragraph
_INDENT = 1.0  # of the type size
_WIDE = 2.5  # of the type size: a gap that is more than a space
_SMALL_WORD = 3  # letters
_TERMINAL = ".!?:;"
BAR = " | "


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


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table: its span in the page's text, its rows of cells, the left edges of its columns."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    lefts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page; `words` holds the span of each word in it."""

    text: str
    lines: tuple[PageLine, ...]
    tables: tuple[PageTable, ...]
    words: tuple[tuple[Span, Word], ...]
    frame: Frame


class _Writer:
    """Puts a page's text together and remembers where things went."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.words: list[tuple[Span, Word]] = []
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
        self.put(word.text)
        return span


def page_text(page: Any) -> PageText:
    """Read a page. Words that stand upright to the rest come last, as lines of their own."""
    words, turned, frame = page_words(page)
    return set_text(words, turned, page_grids(page, frame), frame)


def set_text(
    words: Sequence[Word], turned: Sequence[Word], grids: Sequence[Grid], frame: Frame
) -> PageText:
    """Set words as text: lines in reading order, tables row by row."""
    held = {id(grid): _held(grid, words) for grid in grids}
    real = [grid for grid in grids if _is_table(grid, held[id(grid)])]
    inside = {id(word) for grid in real for cell in held[id(grid)].values() for word in cell}
    rows = in_reading_order([w for w in words if id(w) not in inside], real)
    leading = _usual_leading(rows)
    writer = _Writer()
    lines: list[PageLine] = []
    tables: list[PageTable] = []
    before: Row | None = None
    for row in rows:
        if before is not None:
            writer.put("\n\n" if _parts(before, row, leading, writer) else "\n")
        if row.grid is None:
            lines.append(_line(writer, row))
        else:
            tables.append(_table(writer, row.grid, held[id(row.grid)]))
        before = row
    for run in _turned_lines(turned):
        writer.put("\n\n" if writer.length else "")
        lines.append(_line_of(writer, run, column=-1))
    return PageText("".join(writer.parts), tuple(lines), tuple(tables), tuple(writer.words), frame)


def _held(grid: Grid, words: Sequence[Word]) -> dict[CellBox, list[Word]]:
    """The words whose middle lies in each cell."""
    held: dict[CellBox, list[Word]] = {}
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if not (grid.x0 <= x <= grid.x1 and grid.top <= y <= grid.bottom):
            continue
        for cell in (cell for row in grid.rows for cell in row):
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
                held.setdefault(cell, []).append(word)
                break
    return held


def _is_table(grid: Grid, held: dict[CellBox, list[Word]]) -> bool:
    """Whether cells beside one another hold text: else it is a frame or a chart."""
    beside = sum(sum(cell in held for cell in row) > 1 for row in grid.rows)
    return beside >= 2 or (beside == 1 and len(grid.rows) == 2)


def _usual_leading(rows: Sequence[Row]) -> float:
    steps = [
        after.pieces[0].base - before.pieces[0].base
        for before, after in pairwise(rows)
        if before.grid is None and after.grid is None and before.column == after.column
    ]
    near = [step for step in steps if 4 < step < 30]
    return median(near) if near else 14.0


def _parts(before: Row, after: Row, leading: float, writer: _Writer) -> bool:
    """Whether a paragraph ends between two lines."""
    if before.grid or after.grid:
        return True
    first, last = after.pieces[0], before.pieces[0]
    if _is_bold(after) != _is_bold(before) or abs(first.size - last.size) > 1.0:
        return True
    ended = writer.ended
    if before.column != after.column:
        return ended and not first.words[0].text[0].islower()
    step = first.base - last.base
    usual = max(leading, 1.05 * first.size) if leading < 2 * first.size else 1.25 * first.size
    if step > _LEADING * usual:
        return True
    return ended and first.x0 - last.x0 > _INDENT * first.size and not readings(first.words[0].text)


def _is_bold(row: Row) -> bool:
    words = [word for piece in row.pieces for word in piece.words]
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if word.bold) > 0.9 * letters


def _line(writer: _Writer, row: Row) -> PageLine:
    return _line_of(writer, [word for piece in row.pieces for word in piece.words], row.column)


def _line_of(writer: _Writer, words: Sequence[Word], column: int) -> PageLine:
    start = writer.length
    before: Word | None = None
    for word in words:
        if before is not None:
            gap = word.x0 - before.x1
            writer.put("  " if gap > _WIDE * max(word.size, before.size) else " ")
        writer.word(word)
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


def _turned_lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words at an angle in the order of the page's content, a line for each stretch."""
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        near = last and abs(last.x0 - word.x0) < 3 * word.size and abs(last.size - word.size) < 1
        if near:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _table(writer: _Writer, grid: Grid, held: dict[CellBox, list[Word]]) -> PageTable:
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


def _cell(writer: _Writer, words: Sequence[Word]) -> list[Span]:
    """The paragraphs of a cell: lines, parted where a list marker stands or a gap opens."""
    rows = [row for row in in_reading_order(words, ()) if row.grid is None]
    leading = _usual_leading(rows)
    spans: list[Span] = []
    before: Row | None = None
    for row in rows:
        if before is not None:
            writer.put("\n")
        line = _line(writer, row)
        text = row.pieces[0].words[0].text
        wide = before and row.pieces[0].base - before.pieces[0].base > _LEADING * leading + 2
        marked = readings(f"{text} x") and len(text) <= 3 and not text.isdigit()
        if spans and not wide and not marked:
            spans[-1] = Span(spans[-1].start, line.span.end)
        else:
            spans.append(line.span)
        before = row
    return spans
