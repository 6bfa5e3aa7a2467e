"""An answer as CSV (RFC 4180): the units of a list or comparison, else the sources.

Out: UTF-8 with a byte order mark, by which spreadsheets know the encoding. A cell that a
spreadsheet would take for a formula gets an apostrophe before it
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io

from ui.chat_record import Kept
from ui.citing import Locate
from ui.export.sheet import sources_sheet, units_sheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(kept: Kept, locate: Locate, base: str) -> bytes:
    """The file's bytes; `base` is the server's address, which links begin with."""
    answer = kept.asked.answer
    sheet = units_sheet(answer, locate) if answer.items else sources_sheet(answer, locate, base)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(sheet.columns)
    writer.writerows([inert(cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """`cell` as text, also where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
