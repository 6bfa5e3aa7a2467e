"""An answer as a workbook: a sheet with the question and answer, one of units, one of sources.

Every cell is text, so that nothing in a document becomes a formula.
"""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ui.chat_record import Kept
from ui.citing import Locate
from ui.export.sheet import Sheet, sources_sheet, units_sheet, written
from ui.lead import lead
from ui.texts import texts

_LONGEST_CELL = 32_000  # characters; Excel takes 32,767
_WIDEST = 60  # characters
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def as_xlsx(kept: Kept, locate: Locate, base: str) -> bytes:
    """The file's bytes; `base` is the server's address, which links begin with."""
    answer = kept.asked.answer
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _fill(first, _overview(kept))
    if answer.items:
        _fill(book.create_sheet(), units_sheet(answer, locate))
    sources = sources_sheet(answer, locate, base)
    if sources.rows:
        _fill(book.create_sheet(), sources)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _overview(kept: Kept) -> Sheet:
    answer, understanding = kept.asked.answer, kept.asked.understanding
    words = texts(answer.language)
    rows = [
        (words("export.asked"), understanding.asked if understanding.leans else ""),
        (words("export.status"), words(f"status.{answer.status}")),
        (words("export.answer"), lead(answer).replace("**", "")),
        (words("export.date"), kept.kept_at.strftime("%Y-%m-%d %H:%M UTC")),
        (words("export.index"), answer.index),
    ]
    shown = tuple((name, written(value)) for name, value in rows if value)
    return Sheet(
        words("export.answer"), (words("export.question"), written(answer.question)), shown
    )


def _fill(page: Worksheet, sheet: Sheet) -> None:
    page.title = _NOT_IN_A_NAME.sub(" ", sheet.title)[:31]
    for number, row in enumerate((sheet.columns, *sheet.rows), start=1):
        for column, text in enumerate(row, start=1):
            cell = page.cell(number, column)
            assert isinstance(cell, Cell)
            cell.value = text[:_LONGEST_CELL]
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column in range(1, len(sheet.columns) + 1):
        texts_of = [row[column - 1] for row in (sheet.columns, *sheet.rows)]
        longest = max(len(line) for text in texts_of for line in text.split("\n"))
        page.column_dimensions[get_column_letter(column)].width = min(longest + 2, _WIDEST)
    page.freeze_panes = "A2"
    if len(sheet.rows) > 1 and len(sheet.columns) > 2:
        page.auto_filter.ref = page.dimensions
