"""Blocks: what a document itself lists in one place, a list with its items or a table's rows.

In: the passages of a document, in order. Out: its blocks, each with what stands above it and an
entry for each item or row. An entry is several passages where a long item was cut, where an item
has a list of its own, or where the cells of a row are passages of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.lexicon import signs
from corpus.model import Passage

_LISTED = ("item", "row", "entry")
_BESIDE = ("footnote", "link")  # kinds that may stand between two entries of one list
_LEAST = 2  # entries of a block
_FIGURES = re.compile(r"[^\W\d_]*\d\S*|[^\w\s]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A list or table. `titles` are the titles above it, outermost first, `intro` what introduces
    it: a sentence, or the names of the columns; `before` is the passage that stands before it.
    `of_units`: its entries are rows that are units."""

    document: str
    titles: tuple[str, ...]
    intro: str
    entries: tuple[tuple[Passage, ...], ...]
    before: Passage | None = None
    of_units: bool = False

    @property
    def in_unit(self) -> bool:
        """Whether it stands inside a unit, and is not a table whose rows are units."""
        return self.entries[0][0].unit is not None and not self.of_units

    @property
    def passages(self) -> list[Passage]:
        return [passage for entry in self.entries for passage in entry]


@dataclass
class _Run:
    """A list or table while it is being read; `table` is that of rows that are units."""

    first: Passage
    before: Passage | None
    table: str | None
    entries: list[list[Passage]] = field(default_factory=list)

    def block(self) -> Block:
        first = self.first
        titles = first.breadcrumb if self.table is None else first.breadcrumb[:-1]
        entries = tuple(tuple(entry) for entry in self.entries)
        intro = (first.context or "") if self.table is None else ""
        return Block(first.document, titles, intro, entries, self.before, self.table is not None)


def blocks(passages: Sequence[Passage], row_units: Mapping[str, str] | None = None) -> list[Block]:
    """The blocks of one document with at least two entries, in the order in which they begin; a
    list inside an item is part of that item's entry, and a block of its own besides.

    Args:
        passages: of the document, in order.
        row_units: by the key of each unit that is a row of a table, what tells the table.
    """
    tables = row_units or {}
    done: list[_Run] = []
    run: _Run | None = None
    inner: _Run | None = None
    last: Passage | None = None
    for passage in passages:
        if passage.kind in _BESIDE or (passage.kind == "caption" and run and _is_list(run)):
            continue
        if passage.kind == "row" and run and _sums_up(passage):
            continue
        table = tables.get(passage.unit or "") if passage.kind == "row" else None
        above, last = last, passage
        if passage.kind not in _LISTED:
            run = inner = None
        elif run and _goes_on(run, passage, table):
            inner = None
            _enter(run, passage, above)
        elif run and table is None and _is_below(passage, run.entries[-1]):
            if inner is None or not _goes_on(inner, passage, None):
                inner = _Run(passage, above, None)
                done.append(inner)
            _enter(inner, passage, above)
            run.entries[-1].append(passage)
        else:
            inner = None
            run = _Run(passage, above, table)
            done.append(run)
            _enter(run, passage, above)
    return [run.block() for run in done if len(run.entries) >= _LEAST]


def _sums_up(passage: Passage) -> bool:
    """Whether a row sums up those above it: "Total 75,000-91,000"."""
    return signs().is_total(_FIGURES.sub(" ", passage.text).strip())


def _is_list(run: _Run) -> bool:
    return run.first.kind != "row"


def _goes_on(run: _Run, passage: Passage, table: str | None) -> bool:
    """Whether a passage stands in the list or table that a run is of."""
    if table is not None or run.table is not None:
        return table == run.table
    place = (run.first.breadcrumb, run.first.context or "", run.first.kind)
    return place == (passage.breadcrumb, passage.context or "", passage.kind)


def _is_below(passage: Passage, entry: Sequence[Passage]) -> bool:
    """Whether a passage is an item of the list that an entry introduces, as it goes on."""
    said = (passage.context or "").removeprefix("…")
    return bool(said) and any(
        one.text.endswith(said) and one.breadcrumb == passage.breadcrumb for one in entry
    )


def _enter(run: _Run, passage: Passage, above: Passage | None) -> None:
    """Take a passage into a run: as an entry, or as more of the last one."""
    cell = run.table is not None and bool(run.entries)
    same_row = cell and run.entries[-1][-1].unit == passage.unit
    cut = passage.part > 0 and above is not None and above.part == passage.part - 1
    if run.entries and (same_row or (cut and above is run.entries[-1][-1])):
        run.entries[-1].append(passage)
    else:
        run.entries.append([passage])
