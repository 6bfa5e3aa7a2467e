"""Tables without upright lines: lines around the names of their columns, or names in bold type.

In: the words of a page and its level lines. Out: grids as if all lines were drawn. Columns are
what the names and all rows leave a gap between; rows lie between lines, or where the distance of
two lines of text is wider than within a cell (`columns.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.pdf.columns import (
    Columns,
    columns_of,
    filled,
    joined,
    middle,
    rows_of,
    text_lines,
    words_across,
)
from corpus.pdf.reading_order import are_columns, pieces_of
from corpus.pdf.rulings import CellBox, Grid, Rule
from corpus.pdf.words import Word

_SAME_END = 6.0  # points: lines of one table end this near to one another
_HIGHEST_NAMES = 6.0  # of the type size: names of columns take no more
_LONGEST_NAME = 60  # characters
_END = 2.6  # of the type size: where no line closes the table, a wider gap does
_SAME_SIZE = 0.6  # points
_LEADING = 1.45  # of the type size: names of two lines stand no farther apart
_APART = 0.8  # of the type size: a heading has no such gap
_BROKEN = 1 / 3  # share of rows
_LINES = 4  # of a column for each row
_FIGURES = 0.6  # share of the words of a second column
_MARGIN = 1.0  # points around the table


@dataclass(frozen=True, slots=True)
class _Band:
    """The words between two level lines, or below the last one, and where it ends."""

    words: tuple[Word, ...]
    bottom: float


def ruled_grids(words: Sequence[Word], rules: Sequence[Rule], drawn: Sequence[Grid]) -> list[Grid]:
    """The tables among words that stand in none of the grids `drawn`."""
    free = [word for word in words if not any(grid.holds(word) for grid in drawn)]
    found: list[Grid] = []
    level = sorted(rules, key=lambda r: r.y)
    for rule in level:
        if found and rule.y < found[-1].bottom - _MARGIN:
            continue
        table = _ruled(free, rule, level)
        if table is not None and not any(_overlap(table, grid) for grid in drawn):
            found.append(table)
    rest = [word for word in free if not any(grid.holds(word) for grid in found)]
    return [*found, *_named_in_bold(rest)]


def _ruled(words: Sequence[Word], rule: Rule, rules: Sequence[Rule]) -> Grid | None:
    """The table whose first line is `rule`, with the names of its columns below it; `rules` are
    from top to bottom."""
    below = [r.y for r in rules if r.y > rule.y and _alike(r, rule)]
    if not below:
        return None
    inside = [w for w in words if rule.x0 - _SAME_END <= middle(w) <= rule.x1 + _SAME_END]
    names = _between(inside, rule.y, below[0])
    if not _is_names(names, below[0] - rule.y):
        return None
    taken: list[_Band] = []
    for top, bottom in pairwise(below):
        band = _Band(tuple(_between(inside, top, bottom)), bottom)
        if not band.words or columns_of(names, [*_words(taken), *band.words]) is None:
            break
        taken.append(band)
    return _table(names, taken or [_open_band(names, inside, below[0])], rule.y)


def _named_in_bold(words: Sequence[Word]) -> Iterator[Grid]:
    """Tables without lines whose columns have names in bold type.

    Two columns alone may be text side by side: one of them must be figures.
    """
    lines = text_lines(words)
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and all(word.bold for word in lines[stop]):
            if stop > at and not _one_type(lines[stop - 1][0], lines[stop][0]):
                break
            stop += 1
        names = [word for line in lines[at:stop] for word in line]
        top, bottom = (names[0].top, max(w.bottom for w in names)) if names else (0.0, 0.0)
        if _is_names(names, bottom - top):
            band = _open_band(names, words, bottom)
            table = _table(names, [band], top - _MARGIN)
            if table and (table.columns > 2 or _has_figures(band, table)):
                yield table
                stop += len(text_lines(band.words))
        at = max(stop, at + 1)


def _has_figures(band: _Band, table: Grid) -> bool:
    right = [w for w in band.words if middle(w) > table.rows[0][-1].x0]
    return sum(any(c.isdigit() for c in w.text) for w in right) >= _FIGURES * len(right)


def _table(names: Sequence[Word], bands: Sequence[_Band], top: float) -> Grid | None:
    columns = columns_of(names, _words(bands))
    if columns is None:
        return None
    rows = [row for band in bands for row in rows_of(band.words, columns)]
    beside = sum(len(filled(row, columns.ends)) > 1 for row in rows)
    if 2 * beside < len(rows):
        return None
    if len(bands) == 1 and _is_running_text(bands[0].words, rows, columns):
        return None
    return _grid([names, *rows], columns, top, bands[-1].bottom)


def _is_running_text(
    words: Sequence[Word], rows: Sequence[Sequence[Word]], columns: Columns
) -> bool:
    """Whether columns of text stand side by side: what would be rows begins in the middle of
    sentences, or has many lines in a cell."""
    if not are_columns(pieces_of(words)):
        return False
    firsts = [min(row, key=lambda w: (round(w.x0), w.base)) for row in rows]
    broken = sum(word.text[0].islower() for word in firsts)
    longest = max(
        len(text_lines([word for word in words if left <= middle(word) <= right]))
        for left, right in columns.ends
    )
    return broken > _BROKEN * len(rows) or longest > _LINES * len(rows)


def _words(bands: Sequence[_Band]) -> list[Word]:
    return [word for band in bands for word in band.words]


def _alike(one: Rule, other: Rule) -> bool:
    return abs(one.x0 - other.x0) <= _SAME_END and abs(one.x1 - other.x1) <= _SAME_END


def _between(words: Sequence[Word], top: float, bottom: float) -> list[Word]:
    return [word for word in words if top <= (word.top + word.bottom) / 2 <= bottom]


def _is_names(words: Sequence[Word], height: float) -> bool:
    """Whether the words may name columns: two groups or more, few lines, none of them long."""
    if not words or height > _HIGHEST_NAMES * words[0].size:
        return False
    groups = joined(words)
    long = any(
        sum(len(word.text) for word in words if left <= middle(word) <= right) > _LONGEST_NAME
        for left, right in groups
    )
    return len(groups) > 1 and not long


def _open_band(names: Sequence[Word], words: Sequence[Word], top: float) -> _Band:
    """The rows below the names where no line closes the table: as far as the columns hold.

    A line across columns belongs to it where a line of several columns follows.
    """
    lines = text_lines([word for word in words if (word.top + word.bottom) / 2 > top])
    taken: list[Word] = []
    base = top
    for i, line in enumerate(lines):
        if line[0].base - base > _END * line[0].size:
            break
        if taken and abs(line[0].size - taken[0].size) > _SAME_SIZE:
            break
        if not all(word.bold for word in taken) and _is_bold_heading(line):
            break
        columns = columns_of(names, [*taken, *line])
        if columns is None:
            break
        if words_across(names, line):
            after = lines[i + 1] if i + 1 < len(lines) else []
            if words_across(names, after) or len(filled(after, columns.ends)) < 2:
                break
        base = line[0].base
        taken += line
    return _Band(tuple(taken), max((word.bottom for word in taken), default=top) + _MARGIN)


def _one_type(above: Word, below: Word) -> bool:
    """Whether lines that begin so stand together, in one size."""
    near = below.base - above.base <= _LEADING * below.size
    return near and abs(below.size - above.size) <= _SAME_SIZE


def _is_bold_heading(line: Sequence[Word]) -> bool:
    return all(word.bold for word in line) and len(joined(line, _APART)) == 1


def _overlap(one: Grid, other: Grid) -> bool:
    beside = one.x1 <= other.x0 or other.x1 <= one.x0
    return not beside and one.top < other.bottom and other.top < one.bottom


def _grid(rows: Sequence[Sequence[Word]], columns: Columns, top: float, bottom: float) -> Grid:
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
        if columns.runs_across(row)
        else tuple(
            CellBox(x0, y0, x1, y1, column, 1, 1) for column, (x0, x1) in enumerate(pairwise(xs))
        )
        for row, (y0, y1) in zip(rows, pairwise(ys), strict=True)
    )
    return Grid(xs[0], ys[0], xs[-1], ys[-1], cells)
