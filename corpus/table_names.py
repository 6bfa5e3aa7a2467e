"""The names of a table's columns: which rows hold them, and what roles they say.

In: the texts of cells. Out: the number of header rows, the columns, the one that holds titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lexicon import role_names, signs

_LONGEST_NAME = 90  # characters of a column's name
_MOST_HEADERS = 4
_FIGURES = re.compile(r"[\W\d_]*")
_CODE = re.compile(
    r"[A-ZÄÕÖÜĀČĒĢĪĶĻŅŠŪŽ]{1,4}(?:-[A-ZĀČĒĢĪĶĻŅŠŪŽ]{1,3})?[ .-]?\d{1,3}(?:\.\d{1,3})*\.?\*{0,3}"
)
_YEAR = re.compile(r"(?:19|20)\d\d\.?")
_MEASURES = ("action", "project", "policy")
GROUPS = ("direction", "priority", "subpriority")  # what measures belong to
_LEAST_SENTENCE = 4  # words
_LEAST_FIGURES = 2  # columns, and rows below the names
_LEAST_FORM = 3  # rows and columns from which short words on top are taken for names


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, the role that the name says, the kind of unit that it names."""

    name: str = ""
    role: str | None = None
    division: str | None = None


def is_sentence(read: str) -> bool:
    """Whether a cell says something whole, rather than naming or counting."""
    return len(read.split()) >= _LEAST_SENTENCE and read[-1] in ".!?"


def header_rows(rows: Sequence[Sequence[str]], told: int | None) -> int:
    """How many rows on top hold names; `told` is what the format says, None when it is silent."""
    count = told if told is not None else int(_names_columns(rows) or _names_figures(rows))
    while 0 < count < min(_MOST_HEADERS, len(rows) - 1) and _completes(rows[0], rows[count]):
        count += 1
    return min(count, len(rows))


def _names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row looks like names: short words, over rows that hold figures or text."""
    first, rest = [cell for cell in rows[0] if cell], rows[1:]
    coded = bool(rows[0][0]) and all(_CODE.fullmatch(row[0]) for row in rows if row[0])
    long = any(len(cell) > _LONGEST_NAME for cell in first)
    if len(first) < 2 or not rest or long or coded:
        return False
    if any(_FIGURES.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in first):
        return False
    if sum(role_names().role_of(cell) is not None for cell in first) > 1:
        return True
    if any(_FIGURES.fullmatch(cell) for row in rest for cell in row if cell):
        return True
    said = [is_sentence(cell) for row in rest for cell in row if cell]
    if sum(said) >= max(2, len(said) - 1):  # a page's end may cut one
        return not any(is_sentence(cell) for cell in first)
    longest = max(len(cell) for row in rest for cell in row)
    large = len(rows[0]) >= _LEAST_FORM and len(rows) >= _LEAST_FORM
    return large and longest > 2 * max(map(len, first)) and not any(c.endswith(":") for c in first)


def _names_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of two columns has names on the left, figures on the right, and on top of
    the figures alone what they are of."""
    if any(len(row) != _LEAST_FIGURES for row in rows) or len(rows) <= _LEAST_FIGURES:
        return False
    (corner, name), rest = rows[0], rows[1:]
    named = bool(name) and len(name) <= _LONGEST_NAME and name[-1] not in ".:;"
    return (
        not corner
        and named
        and not any(c.isdigit() for c in name)
        and all(title and any(c.isalpha() for c in title) for title, _ in rest)
        and all(any(c.isdigit() for c in figure) for _, figure in rest)
    )


def _completes(first: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row goes on naming columns that the first row left open or named together."""
    filled = [cell for cell in row if cell]
    opens = not row[0] and len(row) > 1
    names = all(_YEAR.fullmatch(c) or not _FIGURES.fullmatch(c) for c in filled)
    short = all(len(cell) <= _LONGEST_NAME / 2 for cell in filled)
    left_open = any(not cell for cell in first[1:]) or len(first) < len(row)
    return bool(filled) and opens and names and short and left_open


def columns_of(headers: Sequence[Sequence[tuple[str, int]]]) -> list[Column]:
    """The columns that rows of (name, columns spanned) name; names above one another add up."""
    names: list[list[str]] = []
    for row in headers:
        at = 0
        for name, width in row:
            for column in range(at, at + width):
                while len(names) <= column:
                    names.append([])
                if name and name not in names[column]:
                    names[column].append(name)
            at += width
    return [_column(" ".join(parts)) for parts in names]


def _column(name: str) -> Column:
    role = role_names().role_of(name)
    division = signs().division_of(name) if signs().is_division(name) else None
    if role is None and division not in GROUPS:
        role = role_names().mentioned(name)
    return Column(name, role, division)


def title_column(columns: Sequence[Column]) -> int | None:
    """The column whose cells are the units' titles, if the table is one of measures.

    A column that bears the name of a kind of unit needs one other with a role beside it; one
    that is merely called "tasks" or the like needs two. Beside a column of risks, measures are
    what is done about each.
    """
    if any(signs().is_risk(column.name) for column in columns):
        return None
    for wanted, least in ((_MEASURES, 1), (("goal",), 2), (("tasks",), 2)):
        for i, column in enumerate(columns):
            others = {one.role for j, one in enumerate(columns) if j != i}
            others -= {None, column.role, "tasks"}
            if len(others) >= least and (column.division in wanted or column.role in wanted):
                return i
    return None
