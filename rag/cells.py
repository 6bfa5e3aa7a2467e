"""Cells: what the rows of a table, the items of a list or the parts of a unit say, by column.

In: passages that are one entry, and the stored text. Out: cells, each with the name that its
column has or its label, and its role. A row that is one passage has its cells in its pieces, and
the names of its columns in its context, divided by bars.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.headings import is_caption
from corpus.lexicon import role_names, signs
from corpus.model import Passage
from corpus.reading import as_read
from corpus.span import Span

_BAR = " | "
_DIVIDERS = "|\t"
_WORDED = re.compile(r"[^\W\d_]{3}")  # a code before the title has no such word


@dataclass(frozen=True, slots=True)
class Cell:
    """`name` is "" where nothing names it: a title, an item of a list, a row of no known columns.

    `titles` says that it names its row.
    """

    name: str
    role: str | None
    text: str
    titles: bool = False


def cells(entry: Sequence[Passage], text: str) -> tuple[Cell, ...]:
    """The cells of an entry, in order.

    Args:
        entry: the passages of one row, item or unit.
        text: the stored text of their document.
    """
    found: list[Cell] = []
    for passage in entry:
        found += _cells(passage, text, first=not found)
    return tuple(found)


def caption(passage: Passage) -> str:
    """The caption above a row; "" where its context has none."""
    names = (passage.context or "").split(_BAR)
    return names[0] if is_caption(names[0], signs()) else ""


def _cells(passage: Passage, text: str, *, first: bool) -> list[Cell]:
    if passage.kind != "row":
        label = passage.breadcrumb[-1] if passage.role and passage.breadcrumb else ""
        return [Cell(label, passage.role, passage.text)]
    names = [name for name in (passage.context or "").split(_BAR) if name]
    if names and is_caption(names[0], signs()):
        names = names[1:]
    if len(names) < 2 and not (names and _are_figures(passage, text, names[0])):
        name = names[0] if names else ""
        return [Cell(name, passage.role, passage.text, titles=first and not name)]
    rows = columns_of(passage.pieces, text)
    # A first column without a name holds the titles of the rows.
    count = len(rows)
    above: list[Cell] = []
    if count < len(names) and ": " in names[0]:  # a cell over several rows, as the row is told it
        name, _, said_above = names[0].partition(": ")
        above, names = [Cell(name, role_names().role_of(name), said_above)], names[1:]
    names = ["", *names] if count == len(names) + 1 else names
    if count > len(names):
        return [Cell("", passage.role, passage.text)]
    said = [as_read(text, tuple(spans)) if spans else "" for spans in rows]
    titled = next((i for i, one in enumerate(said) if _WORDED.search(one)), 0) if first else -1
    own = [
        Cell(name, role_names().role_of(name) or role_names().mentioned(name), one, i <= titled)
        for i, (name, one) in enumerate(zip(names, said, strict=False))
        if one
    ]
    return [*above, *own]


def _are_figures(passage: Passage, text: str, name: str) -> bool:
    """Whether a row is a title and a figure, and the one name above is that of the figures."""
    found = [as_read(text, tuple(spans)) for spans in columns_of(passage.pieces, text) if spans]
    return (
        len(found) == 2
        and not name.endswith((".", ":"))
        and not any(c.isdigit() for c in found[0][:1])
        and found[1][:1].isdigit()
    )


def columns_of(pieces: Sequence[Span], text: str) -> list[list[Span]]:
    """The pieces of a row by column; an empty column stands between two dividers."""
    between = [text[a.end : b.start] for a, b in pairwise(pieces)]
    divided = any(mark in gap for gap in between for mark in _DIVIDERS)
    found = [[pieces[0]]]
    for gap, piece in zip(between, pieces[1:], strict=True):
        steps = sum(gap.count(mark) for mark in _DIVIDERS) if divided else 1
        found += [[] for _ in range(steps)]
        found[-1].append(piece)
    return found
