"""Tables with level lines alone: one above and one below the names of the columns, perhaps more.

In: the words of a page and its level lines. Out: grids as if the lines between columns were drawn
too. Columns are what the names and all rows leave a gap between; rows lie between lines, or where
the distance of two lines of text is wider than within a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.pdf.rulings import CellBox, Grid, Rule
from corpus.pdf.words import Word

_SAME_END = 6.0  # points: lines of one table end this near to one another
_GAPS = (0.5, 0.8, 0.35)  # of the type size: what divides columns, the usual first
_LEAST_TIGHT = 3  # columns of a table whose rows stand as close as the lines of a cell
_HIGHEST_NAMES = 6.0  # of the type size: names of columns take no more
_LONGEST_NAME = 60  # characters
_WIDER = 1.12  # times the distance of lines in a cell: a new row
_LEADING = 1.45  # of the type size: lines farther apart are rows, not lines of one cell
_END = 2.6  # of the type size: where no line closes the table, a wider gap does
_LONE = 0.4  # share of the lines that may run across columns
_SAME_BASE = 0.2  # of the type size
_FIGURES = 0.6  # share of the words of a second column
_MARGIN = 1.0  # points around the table

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Band:
    """The words between two level lines, or below the last one, and where it ends."""

    words: tuple[Word, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left and right end of each column; the ids of words on lines that run across columns."""

    ends: tuple[Interval, ...]
    across: frozenset[int]

    def is_across(self, words: Sequence[Word]) -> bool:
        return any(id(word) in self.across for word in words)


def ruled_grids(words: Sequence[Word], rules: Sequence[Rule], drawn: Sequence[Grid]) -> list[Grid]:
    """The tables among words that stand in none of the grids `drawn`."""
    free = [word for word in words if not any(_within(grid, word) for grid in drawn)]
    found: list[Grid] = []
    for rule in sorted(rules, key=lambda r: r.y):
        if found and rule.y < found[-1].bottom - _MARGIN:
            continue
        table = _ruled(free, rule, rules)
        if table is not None:
            found.append(table)
    rest = [word for word in free if not any(_within(grid, word) for grid in found)]
    return [*found, *_named_in_bold(rest)]


def _ruled(words: Sequence[Word], rule: Rule, rules: Sequence[Rule]) -> Grid | None:
    """The table whose first line is `rule`, with the names of its columns below it."""
    below = [r.y for r in sorted(rules, key=lambda r: r.y) if r.y > rule.y and _alike(r, rule)]
    if not below:
        return None
    inside = [w for w in words if rule.x0 - _SAME_END <= _middle(w) <= rule.x1 + _SAME_END]
    names = _between(inside, rule.y, below[0])
    if not _is_names(names, below[0] - rule.y):
        return None
    taken: list[_Band] = []
    for top, bottom in pairwise(below):
        band = _Band(tuple(_between(inside, top, bottom)), bottom)
        if not band.words or _columns(names, [*taken, band]) is None:
            break
        taken.append(band)
    return _table(names, taken or [_open_band(names, inside, below[0])], rule.y)


def _named_in_bold(words: Sequence[Word]) -> Iterator[Grid]:
    """Tables without lines whose columns have names in bold type.

    Two columns alone may be text side by side: one of them must be figures.
    """
    lines = _lines(words)
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and all(word.bold for word in lines[stop]):
            stop += 1
        table = None
        names = [word for line in lines[at:stop] for word in line]
        top, bottom = (names[0].top, max(w.bottom for w in names)) if names else (0.0, 0.0)
        if _is_names(names, bottom - top):
            band = _open_band(names, words, bottom)
            table = _table(names, [band], top - _MARGIN)
            if table and (table.columns > 2 or _has_figures(band, table)):
                yield table
                stop += len(_lines(band.words))
        at = max(stop, at + 1)


def _has_figures(band: _Band, table: Grid) -> bool:
    right = [w for w in band.words if _middle(w) > table.rows[0][-1].x0]
    return sum(any(c.isdigit() for c in w.text) for w in right) >= _FIGURES * len(right)


def _table(names: Sequence[Word], bands: Sequence[_Band], top: float) -> Grid | None:
    columns = _columns(names, bands)
    if columns is None:
        return None
    rows = [names, *(row for band in bands for row in _rows(band.words, columns))]
    return _grid(rows, columns, top, bands[-1].bottom) if len(rows) > 1 else None


def _alike(one: Rule, other: Rule) -> bool:
    return abs(one.x0 - other.x0) <= _SAME_END and abs(one.x1 - other.x1) <= _SAME_END


def _between(words: Sequence[Word], top: float, bottom: float) -> list[Word]:
    return [word for word in words if top <= (word.top + word.bottom) / 2 <= bottom]


def _is_names(words: Sequence[Word], height: float) -> bool:
    """Whether the words may name columns: two groups or more, few lines, none of them long."""
    if not words or height > _HIGHEST_NAMES * words[0].size:
        return False
    groups = _joined(words, _GAPS[0])
    long = any(
        sum(len(word.text) for word in words if left <= _middle(word) <= right) > _LONGEST_NAME
        for left, right in groups
    )
    return len(groups) > 1 and not long


def _open_band(names: Sequence[Word], words: Sequence[Word], top: float) -> _Band:
    """The rows below the names where no line closes the table: as far as the columns hold.

    A line across columns belongs to it where a line of several columns follows.
    """
    lines = _lines([word for word in words if (word.top + word.bottom) / 2 > top])
    taken: list[Word] = []
    base = top
    for i, line in enumerate(lines):
        if line[0].base - base > _END * line[0].size:
            break
        columns = _columns(names, [_Band((*taken, *line), 0.0)])
        if columns is None:
            break
        if _across(names, line):
            after = lines[i + 1] if i + 1 < len(lines) else []
            if _across(names, after) or len(_filled(after, columns.ends)) < 2:
                break
        base = line[0].base
        taken += line
    return _Band(tuple(taken), max((word.bottom for word in taken), default=top) + _MARGIN)


def _columns(names: Sequence[Word], bands: Sequence[_Band]) -> _Columns | None:
    """The columns that names and rows make; only the first may be without a name."""
    body = [word for band in bands for word in band.words]
    if not body:
        return None
    across = _across(names, body)
    for gap in _GAPS:
        for left_out in (frozenset[int](), across):
            rows = [word for word in body if id(word) not in left_out]
            found = _joined([*names, *rows], gap)
            named = _joined(names, gap)
            held = [sum(left <= a and b <= right for a, b in named) for left, right in found]
            if len(found) > 1 and held[0] <= 1 and all(count == 1 for count in held[1:]):
                return _Columns(tuple(found), left_out)
    return None


def _across(names: Sequence[Word], body: Sequence[Word]) -> frozenset[int]:
    """Ids of the words on lines that run from one column to another without a gap."""
    groups = _joined(names, _GAPS[0])
    lines = _lines(body)
    found = [
        line
        for line in lines
        if len(runs := _joined(line, min(_GAPS))) == 1
        and sum(left < runs[0][1] and runs[0][0] < right for left, right in groups) > 1
    ]
    if len(lines) > 1 and len(found) > _LONE * len(lines):
        return frozenset()
    return frozenset(id(word) for line in found for word in line)


def _joined(words: Sequence[Word], gap: float) -> list[Interval]:
    """The stretches from left to right that words cover, joined over less than `gap` sizes."""
    found: list[Interval] = []
    for word in sorted(words, key=lambda w: w.x0):
        if found and word.x0 - found[-1][1] < gap * word.size:
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
    return found


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each baseline, from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.base):
        if lines and word.base - lines[-1][0].base < _SAME_BASE * max(word.size, 1.0):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _rows(words: Sequence[Word], columns: _Columns) -> Iterator[list[Word]]:
    """The rows of a band: parted where lines of text are wider apart than in a cell.

    A line that runs across columns is a row of its own.
    """
    lines = _lines(words)
    leading = _leading(lines, columns.ends)
    parted = [
        leading is None or after[0].base - before[0].base > _WIDER * leading
        for before, after in pairwise(lines)
    ]
    if len(lines) > 1 and not any(parted):
        parted = [_begins_row(line, columns.ends) for line in lines[1:]]
    row: list[Word] = []
    for line, begins in zip(lines, [False, *parted], strict=True):
        alone = columns.is_across(line) or columns.is_across(row)
        if row and (alone or (begins and len(_filled(row, columns.ends)) > 1)):
            yield row
            row = []
        row = [*row, *line]
    if row:
        yield row


def _leading(lines: Sequence[Sequence[Word]], columns: Sequence[Interval]) -> float | None:
    """The distance of two lines of one cell; None where no cell has two."""
    steps: list[float] = []
    for left, right in columns:
        bases = [
            word[0].base
            for line in lines
            if (word := [w for w in line if left <= _middle(w) <= right])
        ]
        steps += [after - before for before, after in pairwise(bases)]
    size = max((word.size for line in lines for word in line), default=1.0)
    least = min(steps, default=None)
    return least if least is not None and least <= _LEADING * size else None


def _begins_row(line: Sequence[Word], columns: Sequence[Interval]) -> bool:
    """Where rows stand as close as lines: most columns have something, the first one too."""
    filled = _filled(line, columns)
    return len(columns) >= _LEAST_TIGHT and 0 in filled and len(filled) > len(columns) / 2


def _filled(words: Sequence[Word], columns: Sequence[Interval]) -> set[int]:
    return {
        i for i, (left, right) in enumerate(columns) for w in words if left <= _middle(w) <= right
    }


def _grid(rows: Sequence[Sequence[Word]], columns: _Columns, top: float, bottom: float) -> Grid:
    ends = columns.ends
    xs = [
        ends[0][0] - _MARGIN,
        *((left[1] + right[0]) / 2 for left, right in pairwise(ends)),
        ends[-1][1] + _MARGIN,
    ]
    ys = [
        top,
        *(
            (max(w.bottom for w in above) + min(w.top for w in below)) / 2
            for above, below in pairwise(rows)
        ),
        bottom,
    ]
    whole = CellBox(xs[0], 0.0, xs[-1], 0.0, 0, len(ends), 1)
    cells = tuple(
        (replace(whole, top=y0, bottom=y1),)
        if columns.is_across(row)
        else tuple(
            CellBox(x0, y0, x1, y1, column, 1, 1) for column, (x0, x1) in enumerate(pairwise(xs))
        )
        for row, (y0, y1) in zip(rows, pairwise(ys), strict=True)
    )
    return Grid(xs[0], ys[0], xs[-1], ys[-1], cells)


def _within(grid: Grid, word: Word) -> bool:
    x, y = _middle(word), (word.top + word.bottom) / 2
    return grid.x0 <= x <= grid.x1 and grid.top <= y <= grid.bottom


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2
