"""Tables that an extract has flattened cell by cell: where they lie, and their rows.

In: lines in the flow. Out: ranges of lines after a caption that are far shorter than a printed
line, and groups of lines that make up a row. Such a table has lost its columns; what is left is
that the last column of a row often holds numbered codes ("2.1. …"), after which the next begins.
"""

from __future__ import annotations

import re

from corpus.lines import Line

_CODE = re.compile(r"\d{1,2}\.\d{1,2}\.?\s+\S")
_CELL_SHARE = 0.6  # a cell's line is at most this share of a full line
_LEAST_LINES = 8
_LONGEST_ROW = 700  # characters


def flattened_tables(lines: list[Line], captions: set[int], width: int) -> list[range]:
    """Ranges of line indices that hold a flattened table, caption left out."""
    found: list[range] = []
    for caption in sorted(captions):
        end = caption + 1
        while end < len(lines) and end not in captions:
            if len(lines[end].text) > width * _CELL_SHARE:
                break
            end += 1
        if end - caption - 1 >= _LEAST_LINES:
            found.append(range(caption + 1, end))
    return found


def rows(lines: list[Line], table: range) -> list[range]:
    """The rows of a flattened table, as ranges of line indices; together they are the table."""
    found: list[range] = []
    start = table.start
    for i in table:
        ends_codes = i > start and _in_codes(lines, i - 1, start) and not _in_codes(lines, i, start)
        if ends_codes or _size(lines, start, i) > _LONGEST_ROW:
            found.append(range(start, i))
            start = i
    found.append(range(start, table.stop))
    return found


def _in_codes(lines: list[Line], i: int, start: int) -> bool:
    """Whether line `i` is a code or the wrapped end of one with another code behind it."""
    if _CODE.match(lines[i].text):
        return True
    wrapped = i > start and _CODE.match(lines[i - 1].text) and lines[i].text[:1].islower()
    return bool(wrapped)


def _size(lines: list[Line], start: int, stop: int) -> int:
    return lines[stop - 1].span.end - lines[start].span.start if stop > start else 0
