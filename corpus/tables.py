"""Tables: rows as passages with the names of their columns, or rows as units.

In: a table's cells as spans of the stored text. Out: blocks for each row, in order. A table whose
columns name a measure and who does it, when or from what money is a table of measures: each row
is a unit, each cell a passage with the role of its column. One whose first column names roles is
the card of one unit. In any other table a row is one passage, introduced by the names above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.block import Block
from corpus.cards import is_card, read_card
from corpus.coded_rows import coded_units, is_coded
from corpus.known import Table
from corpus.lexicon import signs
from corpus.merged_cells import Merged
from corpus.model import Artefact
from corpus.span import Span
from corpus.table_blocks import Row, code_of, is_code, read_cell, row_block
from corpus.table_names import Column, columns_of, header_rows, is_sentence, title_column
from corpus.table_units import dashes, placed, unit_rows

_LONGEST_ROW = 900  # characters: the cells of a longer one are passages of their own
_LONGEST_GROUP = 400  # of a row that heads the rows numbered below it
_FULL_LINE = 50  # characters: a shorter one may stand for itself
_TERMINAL = ".!?:;"


@dataclass(frozen=True, slots=True)
class Read:
    """A table that was read: its blocks, the signs between its cells, what its columns are."""

    blocks: list[Block]
    artefacts: list[Artefact]
    columns: tuple[Column, ...] = ()
    place: tuple[int, int] | None = None  # of the last row that is a unit
    group: tuple[str, tuple[int, int]] | None = None  # number and place of the last row that heads


def read_table(
    text: str,
    table: Table,
    ordinal: int,
    before: Read | None = None,
    above: Read | None = None,
    *,
    headed: bool = False,
) -> Read:
    """Read a table. `ordinal`, from 1, tells the tables of a document apart.

    `before` is the table that it continues, whose columns it shares; `above` the one that comes
    before it in any case, whose last numbered row may head the first rows of this one. `headed`
    says that a heading stands right above.
    """
    rows = [row for row in table.rows if any(cell.paragraphs for cell in row)]
    artefacts = list(_between(text, rows, table))
    if all(sum(bool(cell.paragraphs) for cell in row) == 1 for row in rows):
        return Read(_prose(text, rows), artefacts)
    if is_card(text, rows):
        return Read(list(read_card(text, rows, ordinal, headed=headed)), artefacts)
    told = 0 if before and before.columns else table.headers
    texts = [[read_cell(text, cell) for cell in row] for row in rows]
    count = header_rows(texts, told)
    columns = columns_of([[(read_cell(text, c), c.width) for c in row] for row in rows[:count]])
    if before and before.columns:
        columns, count = list(before.columns), int(_repeats(texts[0], before.columns))
    # The names of columns that are told cell by cell are of none of their roles.
    apart = any(_is_told_apart(text, row) for row in rows[count:])
    role = columns[0].role if columns and not apart else None
    title, place = title_column(columns), before.place if before else None
    if title is not None and _are_codes(text, rows[count:], columns[title], columns):
        title = None  # measures that are only named here
    head = (place[0], 0) if place else None
    captions = [replace(row_block(row, kind="caption"), place=head) for row in rows[:count]]
    blocks = [replace(caption, role=role) for caption in captions]
    if is_coded(text, rows, count):
        return Read([*blocks, *coded_units(text, rows[count:], ordinal)], artefacts, (), place)
    if title is not None and len(rows) > count:
        blocks += unit_rows(text, rows[count:], columns, title, ordinal, place)
        blank = [cell for row in rows[count:] for cell in dashes(text, row)]
        artefacts += [Artefact("empty_cell", s) for cell in blank for s in cell.paragraphs]
        place = next((b.place for b in reversed(blocks) if b.place), None)
    else:
        codes = [_code(text, row) for row in rows]
        merged = Merged(text, columns)
        group = above.group if above and _is_below(codes[count:], above.group) else None
        for i, row in enumerate(rows[count:], start=count):
            if _opens_group(codes, i) and _is_short_title(text, row):
                group = (codes[i] or "", (ordinal, 0))
                blocks.append(_numbered_heading(text, row, group[1]))
            else:
                at = group[1] if group else None
                said = _plain_row(text, row, merged.columns(row))
                blocks += (replace(one, place=at) for one in said)
        return Read(blocks, artefacts, tuple(columns), place, group)
    return Read(blocks, artefacts, tuple(columns), place)


def _are_codes(text: str, rows: Sequence[Row], title: Column, columns: Sequence[Column]) -> bool:
    """Whether nothing but codes stands in a column: it refers to what other parts tell of."""
    said = [
        cell
        for row in rows
        for column, cell in placed(row, columns)
        if column is title and cell.paragraphs
    ]
    return bool(said) and all(is_code(text, cell) for cell in said)


def _is_below(codes: Sequence[str | None], group: tuple[str, tuple[int, int]] | None) -> bool:
    """Whether the first number of a table is one below the row that headed the table above."""
    first = next((code for code in codes if code), None)
    return bool(group and first and first.startswith(f"{group[0]}."))


def _repeats(row: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row on top of a continued table says its columns' names again."""
    said = " ".join(row)
    return bool(said) and said == " ".join(column.name for column in columns if column.name)


def _between(text: str, rows: Sequence[Row], table: Table) -> Iterator[Artefact]:
    """The signs that divide the cells, such as bars."""
    spans = sorted(span for row in rows for cell in row for span in cell.paragraphs)
    ends = [table.span.start, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), table.span.end]
    for start, end in zip(ends, starts, strict=True):
        for match in re.finditer(r"\S+", text[start:end]):
            yield Artefact("markup", Span(start + match.start(), start + match.end()))


def _code(text: str, row: Row) -> str | None:
    """What the first cell says if it is a number or a code: "1.2.", "R3"."""
    if len(row) < 2 or not is_code(text, row[0]):
        return None
    return code_of(text, row[0]) if any(c.paragraphs for c in row[1:]) else None


def _opens_group(codes: Sequence[str | None], i: int) -> bool:
    """Whether the next row is numbered below this one: "2", then "2.1"."""
    after = codes[i + 1] if i + 1 < len(codes) else None
    return bool(codes[i] and after and after.startswith(f"{codes[i]}."))


def _is_short_title(text: str, row: Row) -> bool:
    said = [read_cell(text, cell) for cell in row[1:] if cell.paragraphs]
    figures = any(not any(c.isalpha() for c in one) for one in said)
    return not figures and len(said) <= 2 and len(said[0]) <= _LONGEST_GROUP


def _numbered_heading(text: str, row: Row, place: tuple[int, int]) -> Block:
    pieces = tuple(span for cell in row for span in cell.paragraphs)
    body = Span(pieces[0].start, pieces[-1].end)
    title = next(read_cell(text, cell) for cell in row[1:] if cell.paragraphs)
    return Block("heading", pieces, body, number=_code(text, row), title=title, place=place)


def _is_told_apart(text: str, row: Row) -> bool:
    """Whether the cells of a row are passages of their own: it is long, or all sentences."""
    own_words = [read_cell(text, cell) for cell in row if cell.paragraphs]
    spoken = len(row) > 1 and all(is_sentence(one) for one in own_words)
    return spoken or len(row_block(row).body) > _LONGEST_ROW


def _plain_row(text: str, row: Row, columns: Sequence[Column]) -> Iterator[Block]:
    """A row as one passage; where it is long or all sentences, each paragraph of its cells."""
    names = " | ".join(dict.fromkeys(c.name for c in columns if c.name)) or None
    role = columns[0].role if columns else None
    paired = len(row) == 2 and all(cell.paragraphs for cell in row)
    if paired and columns and signs().is_term(columns[0].name):
        yield replace(row_block(row), kind="definition", label=read_cell(text, row[0]))
        return
    if not _is_told_apart(text, row):
        whole = row_block(row)
        label, body = _code(text, row), whole.body
        if label and label[0].isdigit():  # a code is a name by which a row is asked for
            body = Span(next(c.paragraphs[0] for c in row[1:] if c.paragraphs).start, body.end)
        yield replace(whole, body=body, label=label, context=names, role=role)
        return
    for column, cell in placed(row, columns):
        for span in cell.paragraphs:
            name = (column.name if cell.width == 1 else None) or names
            # "Drawbacks" beside "Benefits" holds no benefits.
            own = column.role if column.name and cell.width == 1 else column.role or role
            yield Block("paragraph", (span,), span, context=name, role=own)


def _prose(text: str, rows: Sequence[Row]) -> list[Block]:
    """Rows of one filled cell each are lines of text that someone has put into a frame."""
    found: list[Block] = []
    for span in (span for row in rows for cell in row for span in cell.paragraphs):
        last = found[-1] if found else None
        unfinished = last is not None and text[last.body.end - 1] not in _TERMINAL
        goes_on = unfinished and (text[span.start].islower() or len(found[-1].body) > _FULL_LINE)
        if last and goes_on:
            body = Span(last.body.start, span.end)
            found[-1] = replace(last, pieces=(*last.pieces, span), body=body)
        else:
            found.append(Block("paragraph", (span,), span))
    return found
