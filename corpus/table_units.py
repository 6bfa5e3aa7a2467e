"""The rows of a table of measures: each a unit, with its cells as passages.

In: rows as spans of the stored text, their columns, which of these holds the titles. Out: blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.block import Block
from corpus.divisions import titled
from corpus.known import Cell
from corpus.lexicon import signs
from corpus.span import Span
from corpus.table_blocks import Row, cell_block, code_of, is_code, read_cell, row_block
from corpus.table_names import GROUPS, Column

_CODED_GROUP = re.compile(r"([A-ZĀČĒĢĪĶĻŅŠŪŽ]{1,3}\d{1,2})\.?\s+([^\W\d].*)")


def unit_rows(
    text: str,
    rows: Sequence[Row],
    columns: Sequence[Column],
    title: int,
    ordinal: int,
    place: tuple[int, int] | None,
) -> Iterator[Block]:
    """Each row as a unit; one with its title alone heads the rows below it.

    A row without a title carries on the one above: cells over several rows are merged there.
    """
    groups = _grouping(rows, columns, title)
    # What a page's end has cut goes on below the row that heads it.
    ordinal, passed = place if place else (ordinal, 0)
    for number, row in enumerate(rows, start=passed + 1):
        filled = [(column, cell) for column, cell in placed(row, columns) if cell.paragraphs]
        own = next((cell for column, cell in filled if column is columns[title]), None)
        if len(filled) == 1 and (own is not None or filled[0][1].width > 1):
            yield _group_heading(text, filled[0][1], (ordinal, 0))
            place = None
            continue
        blank = dashes(text, row)
        filled = [(column, cell) for column, cell in filled if cell not in blank]
        if filled and signs().is_total(read_cell(text, own or filled[0][1])):
            place = None
            yield from _rest([(c, cell) for c, cell in filled], (ordinal, 0))
            continue
        for column, cell in [one for one in filled if one[0] in groups]:
            yield _group_heading(text, cell, (ordinal, 0))
            filled.remove((column, cell))
        if own is not None:
            place = (ordinal, number)
            yield _unit_heading(text, row, own, columns[title].division, place)
        code: tuple[Span, ...] = ()
        coded = own is not None  # a code stands before the title
        rest: list[tuple[Column, Cell]] = []  # cells without a role, side by side
        for column, cell in filled:
            coded = coded and cell is not own
            if coded and not code and is_code(text, cell):
                code = cell.paragraphs
                continue
            if cell is not own and column.role is None:
                rest.append((column, cell))
                continue
            yield from _rest(rest, place)
            rest = []
            for span in cell.paragraphs:
                role = column.role or "tasks"
                block = cell_block(text, code if cell is own else (), span, role)
                context = None if cell is own else column.name
                yield replace(block, context=context, place=place)
                code = () if cell is own else code
        yield from _rest(rest, place)


def dashes(text: str, row: Row) -> list[Cell]:
    """The cells of a row that a dash fills, beside others that say something."""
    filled = [cell for cell in row if cell.paragraphs]
    blank = [cell for cell in filled if not read_cell(text, cell).strip("-–— ")]
    return blank if 1 < len(filled) > len(blank) else []


def _grouping(rows: Sequence[Row], columns: Sequence[Column], title: int) -> list[Column]:
    """The column before the titles that says what several rows below one another belong to."""
    if title == 0 or not (columns[0].division in GROUPS or columns[0].role == "goal"):
        return []
    merged = any(not row[0].paragraphs and len(row) > 1 for row in rows)
    return list(columns[:1]) if merged else []


def _rest(cells: Sequence[tuple[Column, Cell]], place: tuple[int, int] | None) -> Iterator[Block]:
    """Cells of a unit whose columns name no role, as one passage."""
    if cells:
        names = " | ".join(column.name for column, _ in cells if column.name) or None
        yield replace(row_block(tuple(cell for _, cell in cells)), context=names, place=place)


def placed(row: Row, columns: Sequence[Column]) -> Iterator[tuple[Column, Cell]]:
    """The cells of a row with their columns."""
    at = 0
    for cell in row:
        yield (columns[at] if at < len(columns) else Column()), cell
        at += cell.width


def _unit_heading(
    text: str, row: Row, cell: Cell, division: str | None, place: tuple[int, int]
) -> Block:
    """The row as a section: its title is a passage too, so the section has no text of its own."""
    number, title = titled(read_cell(text, cell))
    before = row[: row.index(cell)]
    code = next((code_of(text, one) for one in before if is_code(text, one)), None)
    if code and not code.isdigit():
        number = code
    spans = [span for one in row for span in one.paragraphs]
    body = Span(spans[0].start, spans[-1].end)
    return Block(
        "heading", (), body, number=number, title=title, unit=True, place=place, division=division
    )


def _group_heading(text: str, cell: Cell, place: tuple[int, int]) -> Block:
    number, title = titled(read_cell(text, cell))
    if number is None and (match := _CODED_GROUP.fullmatch(title)):
        number, title = match[1], match[2]
    body = Span(cell.paragraphs[0].start, cell.paragraphs[-1].end)
    return Block("heading", cell.paragraphs, body, number=number, title=title, place=place)
