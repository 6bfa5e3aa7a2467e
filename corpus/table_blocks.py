"""The blocks that cells and rows of a table make, whatever the table is.

In: cells as spans of the stored text. Out: what they say, their blocks.
"""

from __future__ import annotations

import re

from corpus.block import Block
from corpus.known import Cell
from corpus.markers import readings
from corpus.reading import as_read
from corpus.span import Span

Row = tuple[Cell, ...]
_CAPITALS = "A-ZÄÕÖÜĀČĒĢĪĶĻŅŠŪŽ"
_CODE = re.compile(
    rf"(?:[{_CAPITALS}]{{1,4}}(?:-[{_CAPITALS}]{{1,3}})?[ .-]?)?"
    r"\d{1,3}(?:\.\d{1,3})*\.?[a-z]?\.?\*{0,3}"
)


def read_cell(text: str, cell: Cell) -> str:
    return as_read(text, cell.paragraphs) if cell.paragraphs else ""


def row_block(row: Row, *, kind: str = "row") -> Block:
    pieces = tuple(sorted(span for cell in row for span in cell.paragraphs))
    return Block(kind, pieces, Span(pieces[0].start, pieces[-1].end))


def is_code(text: str, cell: Cell) -> bool:
    return bool(cell.paragraphs) and bool(_CODE.fullmatch(read_cell(text, cell)))


def code_of(text: str, cell: Cell) -> str:
    """The code that a cell holds, without its last point and the stars that lead to a note."""
    return read_cell(text, cell).rstrip(".*")


def cell_block(text: str, code: tuple[Span, ...], span: Span, role: str | None) -> Block:
    """A paragraph of a cell: an item where it has a list marker; `code` stands before it."""
    options = [] if code else readings(span.of(text))
    if options:
        length = options[0].length if options[0].length < len(span) else 0
        body = Span(span.start + length, span.end)
        return Block("item", (span,), body, label=options[0].label, depth=1, role=role)
    label = as_read(text, code).rstrip(".*") if code else None
    return Block("row", (*code, span), span, label=label, role=role)
