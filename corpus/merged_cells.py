"""Cells over several rows: what the first of them says, the others are said of too.

In: the rows of a table, in order, and its columns. Out: for each row, its columns; the name of the
first one holds what the cell above says where the row's own is empty, "Tier: Town".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.lexicon import signs
from corpus.table_blocks import Row, read_cell
from corpus.table_names import Column

_LEAST_FILLED = 2  # cells of a row that goes on below a merged one


class Merged:
    """Goes over the rows of one table, and keeps what its first column said last."""

    def __init__(self, text: str, columns: Sequence[Column]) -> None:
        self._text = text
        self._columns = list(columns)
        self._said = ""

    def columns(self, row: Row) -> list[Column]:
        """The columns of the next row."""
        first, *others = row
        if first.paragraphs:
            said = read_cell(self._text, first)
            named = any(c.isalpha() for c in said) and not signs().is_total(said)
            self._said = said if named and first.width == 1 else ""
            return self._columns
        below = sum(bool(cell.paragraphs) for cell in others) >= _LEAST_FILLED
        if not (self._said and below and self._columns and self._columns[0].name):
            return self._columns
        name = f"{self._columns[0].name}: {self._said}"
        return [replace(self._columns[0], name=name), *self._columns[1:]]
