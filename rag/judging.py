"""Judging: which rows of a table, items of a list or units lie within an amount.

In: an amount that a question bounds (`rag.amounts`), and rows as cells (`rag.cells`). Out: the
rows within it; None where no column says what the amount is of. A column is what the question
means if it has the amount's unit, in its cells or its name, and no other fits as well by what its
name says. A row whose cell has no such quantity is not within any bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.lexicon import role_names, signs
from index.dates import Date, calendar
from rag.amounts import DATE, MONEY, Amount
from rag.cells import Cell
from rag.quantities import CURRENCIES, Measure, Quantity, measure_of, quantity_spans, scale_of
from rag.question_amounts import names_end

Row = tuple[Cell, ...]
_LEAST = 2  # rows that have the quantity
_SHARE = 0.5  # of the rows
_NAMED, _YEAR, _ROLE, _ABOVE, _TOTAL = 1.0, 1.0, 0.5, 0.5, 0.25
_ENOUGH = 0.7  # from which on a column is meant whose numbers have no unit
_NEXT = re.compile(r"\s*([^\W\d_]+)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Measured:
    """The value of a cell, and the unit of a number."""

    value: Decimal | Date
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says that tells which column it means.

    `names` says how many of its things a text names, by the text; `years` are those that it names
    besides its bounds, `roles` those that it asks for, `counts` whether a text names what the
    amount counts, `totals` whether it speaks of a sum of several.
    """

    amount: Amount
    names: Callable[[str], int]
    counts: Callable[[str], bool]
    years: tuple[str, ...]
    roles: frozenset[str]
    language: str
    totals: bool


def within(
    asked: Asked,
    rows: Sequence[Row],
    above: Sequence[str] = (),
    column: Callable[[Cell], str] = lambda cell: cell.name,
) -> list[int] | None:
    """The rows within an amount, by number; None where none can be judged.

    Args:
        asked: the amount, and what else the question says.
        rows: cells; a row that sums others up is never within.
        above: captions and titles above the rows, the nearest first.
        column: what a cell is a value of.
    """
    own = [i for i, row in enumerate(rows) if not _sums(row)]
    names = [column(c) for i in own for c in rows[i] if not c.titles or len(rows[i]) < _LEAST]
    found: list[tuple[float, dict[int, _Measured]]] = []
    for name in dict.fromkeys(names):
        fit = _fit(asked, name, above)
        values: dict[int, _Measured] = {}
        for i in own if fit is not None else ():
            value = _value(asked, [c for c in rows[i] if column(c) == name], rows[i], above)
            if value is not None:
                values[i] = value
        if fit is not None and len(values) >= max(_LEAST, _SHARE * len(own)):
            found.append((fit, values))
    found.sort(key=lambda one: -one[0])
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    fit, values = found[0]
    if asked.amount.unit is None and fit < _ENOUGH:
        return None
    return _chosen(asked.amount, values)


def _chosen(amount: Amount, values: dict[int, _Measured]) -> list[int] | None:
    if not amount.greatest:
        return [i for i, one in values.items() if amount.admits(one.value)]
    numbers = {i: one.value for i, one in values.items() if isinstance(one.value, Decimal)}
    if not numbers or len({one.unit for one in values.values()}) > 1:
        return None  # a share is no greater than a length
    best = max(numbers.values()) if amount.relation == "highest" else min(numbers.values())
    return [i for i, value in numbers.items() if value == best]


def _sums(row: Row) -> bool:
    return any(cell.titles and signs().is_total(cell.text.strip("* ")) for cell in row)


def _fit(asked: Asked, name: str, above: Sequence[str]) -> float | None:
    """How well a column's name says what is asked for; None where it says another thing."""
    amount = asked.amount
    if amount.unit == DATE:
        return _fit_of_date(asked, name)
    role = role_names().role_of(name) or role_names().mentioned(name)
    said = set(_YEARS.findall(name))
    fit = _NAMED * min(asked.names(name), 2) + _ABOVE * any(asked.names(one) > 0 for one in above)
    fit += _ROLE * (role in asked.roles)
    if said & set(asked.years):
        fit += _YEAR
    elif said and asked.years:
        fit -= _YEAR
    if signs().is_total(name):
        fit += _NAMED if asked.totals else _TOTAL
    return fit


def _fit_of_date(asked: Asked, name: str) -> float | None:
    side = asked.amount.side
    end = names_end(name)
    if end is None:
        role = role_names().role_of(name) or role_names().mentioned(name)
        return _ROLE if role == "schedule" else _TOTAL if not name else _NAMED * asked.names(name)
    return None if side is not None and end != side and end == "begin" else _NAMED + (end == side)


def _value(asked: Asked, cells: Sequence[Cell], row: Row, above: Sequence[str]) -> _Measured | None:
    """The quantity of the amount's unit that a row's cells of one column have first."""
    for cell in cells:
        if asked.amount.unit == DATE:
            date = _date(asked.amount, cell)
            if date is not None:
                return _Measured(date)
            continue
        for quantity, end in _numbers(cell.text):
            value = _number(asked, cell, quantity, cell.text[end:], row, above)
            if value is not None:
                return value
    return None


def _date(amount: Amount, cell: Cell) -> Date | None:
    """The date of a cell; of a period its beginning or its end, as the amount bounds it."""
    dates = [date for date, _, _ in calendar(cell.text)]
    if not dates:
        return None
    if amount.side == "begin":
        ends = names_end(cell.name) == "end" or cell.role == "schedule"
        return None if ends and len(dates) < _LEAST else dates[0]
    return dates[-1] if amount.side == "end" or cell.name else dates[0]


def _numbers(text: str) -> list[tuple[Quantity, int]]:
    """The numbers of a cell that are no dates and no part of a code, each with its end."""
    found = [(one, start, end) for one, start, end in quantity_spans(text) if one.readings]
    dated = [] if re.fullmatch(r"[\W_]*\d+[\W_]*", text) else calendar(text)
    return [
        (one, end)
        for one, start, end in found
        if not any(start < last and first < end for _, first, last in dated)
        and not text[max(0, start - 1) : start].isalpha()  # "U1.1" is a code
    ]


def _number(
    asked: Asked, cell: Cell, quantity: Quantity, behind: str, row: Row, above: Sequence[str]
) -> _Measured | None:
    """The value of a number, if it is of the amount's unit; the column's name, the row's title or
    the caption may say its scale and unit."""
    value, unit = _read(quantity, asked.language), quantity.unit
    following = _NEXT.match(behind)
    if unit is None and not (following and scale_of(following[1])):
        title = next((c.text for c in row if c.titles and c is not cell), "")
        measures = [measure_of(one) for one in (cell.name, title, *above)]
        told = next((one for one in measures if one != Measure()), Measure())
        value, unit = value * told.scale, told.unit
    return _Measured(value, unit) if _agrees(asked, unit, cell, behind) else None


def _agrees(asked: Asked, unit: str | None, cell: Cell, behind: str) -> bool:
    wanted = asked.amount.unit
    if wanted == MONEY:
        return unit in CURRENCIES
    if wanted is not None:
        return unit == wanted
    if asked.amount.greatest:
        return True
    # A bare number of a table is of what its column's name says; in a text, of the words behind it.
    return unit is None and (bool(cell.name) or asked.counts(behind[:30]))


def _read(quantity: Quantity, language: str) -> Decimal:
    """The value of a number; "1,200" is twelve hundred in English, and hardly more than one in
    languages with a decimal comma."""
    if len(quantity.readings) == 1:
        return next(iter(quantity.readings))
    grouping = "," if language == "en" else "."
    return (max if grouping in quantity.written else min)(quantity.readings)
