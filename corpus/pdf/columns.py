"""The columns and rows that the words of a table make where no line is drawn between them.

In: the words that name the columns, and those below. Out: the left and right end of each column;
the words of each row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pdf.words import Word

# Of the type size: what divides columns, the usual first. That of a space does where no row of
# the table has a word across.
_GAPS = (0.5, 0.35, 0.2, 0.8)
_LEAST_TIGHT = 3  # columns of a table whose rows stand as close as the lines of a cell
_WIDER = 1.12  # times the distance of lines in a cell: a new row
_LEADING = 1.45  # of the type size: lines farther apart are rows, not lines of one cell
_LONE = 0.4  # share of the lines that may run across columns
_SAME_BASE = 0.2  # of the type size

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """Left and right end of each column; the ids of words on lines that run across columns."""

    ends: tuple[Interval, ...]
    across: frozenset[int]

    def runs_across(self, words: Sequence[Word]) -> bool:
        return any(id(word) in self.across for word in words)


def columns_of(names: Sequence[Word], body: Sequence[Word]) -> Columns | None:
    """The columns that names and rows make; only the first may be without a name."""
    if not body:
        return None
    lone = words_across(names, body)
    for gap in _GAPS:
        named = joined(names, max(gap, _GAPS[0]))
        for left_out in (frozenset[int](), lone):
            rows = [word for word in body if id(word) not in left_out]
            found = _under_names(joined([*names, *rows], gap), named)
            held = [_held(one, named) for one in found]
            if len(found) > 1 and held[0] <= 1 and all(count == 1 for count in held[1:]):
                return Columns(tuple(found), left_out)
    return None


def _held(column: Interval, named: Sequence[Interval]) -> int:
    return sum(column[0] < right and left < column[1] for left, right in named)


def _under_names(found: Sequence[Interval], named: Sequence[Interval]) -> list[Interval]:
    """Stretches that no name stands over belong to what is before them, but for the first."""
    columns: list[Interval] = []
    for one in found:
        if len(columns) > 1 and not _held(one, named):
            columns[-1] = (columns[-1][0], one[1])
        else:
            columns.append(one)
    return columns


def words_across(names: Sequence[Word], body: Sequence[Word]) -> frozenset[int]:
    """Ids of the words on lines that run from one column to another without a gap."""
    groups = joined(names)
    lines = text_lines(body)
    found = [
        line
        for line in lines
        if len(runs := joined(line, min(_GAPS))) == 1
        and sum(left < runs[0][1] and runs[0][0] < right for left, right in groups) > 1
    ]
    if len(lines) > 1 and len(found) > _LONE * len(lines):
        return frozenset()
    return frozenset(id(word) for line in found for word in line)


def joined(words: Sequence[Word], gap: float = _GAPS[0]) -> list[Interval]:
    """The stretches from left to right that words cover, joined over less than `gap` sizes."""
    found: list[Interval] = []
    for word in sorted(words, key=lambda w: w.x0):
        if found and word.x0 - found[-1][1] < gap * word.size:
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
    return found


def text_lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each baseline, from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.base):
        if lines and word.base - lines[-1][0].base < _SAME_BASE * max(word.size, 1.0):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def rows_of(words: Sequence[Word], columns: Columns) -> Iterator[list[Word]]:
    """The rows of a band: parted where lines of text are wider apart than in a cell.

    A line that runs across columns is a row of its own. Where rows stand as close as lines, a
    wider gap parts groups of them.
    """
    lines = text_lines(words)
    leading = _leading(lines, columns.ends)
    parted = [
        leading is None or after[0].base - before[0].base > _WIDER * leading
        for before, after in pairwise(lines)
    ]
    starts = [0, *(i + 1 for i, wide in enumerate(parted) if wide), len(lines)]
    for first, stop in pairwise(starts):
        own = lines[first:stop]
        if len(starts) == 2 or all(_is_whole_row(line, columns.ends) for line in own):
            parted[first : stop - 1] = [_begins_row(line, columns.ends) for line in own[1:]]
    row: list[Word] = []
    for line, begins in zip(lines, [False, *parted], strict=True):
        alone = columns.runs_across(line) or columns.runs_across(row)
        if row and (alone or (begins and len(filled(row, columns.ends)) > 1)):
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
            if (word := [w for w in line if left <= middle(w) <= right])
        ]
        steps += [after - before for before, after in pairwise(bases)]
    size = max((word.size for line in lines for word in line), default=1.0)
    least = min(steps, default=None)
    return least if least is not None and least <= _LEADING * size else None


def _begins_row(line: Sequence[Word], columns: Sequence[Interval]) -> bool:
    """Where rows stand as close as lines: most columns have something, the first one too."""
    held = filled(line, columns)
    return len(columns) >= _LEAST_TIGHT and 0 in held and len(held) > len(columns) / 2


def _is_whole_row(line: Sequence[Word], columns: Sequence[Interval]) -> bool:
    """Whether a line has something for each column, and begins as a row does."""
    first = min(line, key=lambda word: word.x0)
    return len(filled(line, columns)) == len(columns) and not first.text[0].islower()


def filled(words: Sequence[Word], columns: Sequence[Interval]) -> set[int]:
    return {
        i for i, (left, right) in enumerate(columns) for w in words if left <= middle(w) <= right
    }


def middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2
