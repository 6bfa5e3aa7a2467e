"""Cards: tables of two columns, names and values, each about one unit.

In: the rows of such a table as spans of the stored text. Out: blocks, a unit for each card that
names one: in a row on top that holds a title alone ("Action 1.2. Sea wall"), or behind the name
of a kind of unit ("Project | Sea wall"). What a card without a name says goes to the unit above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.block import Block
from corpus.divisions import titled
from corpus.lexicon import role_names, signs
from corpus.span import Span
from corpus.table_blocks import Row, cell_block, is_code, read_cell, row_block

_LEAST_ROLES = 2  # rows that begin with a role's name make a table a card
_LONGEST_TITLE = 300  # characters


def is_card(text: str, rows: Sequence[Row]) -> bool:
    """Whether the rows are pairs of a name and a value, two of the names those of roles."""
    roles = [role_names().role_of(read_cell(text, row[0])) for row in rows if len(row) > 1]
    paired = all(not any(cell.paragraphs for cell in row[2:]) for row in rows)
    return paired and sum(role is not None for role in roles) >= _LEAST_ROLES


def read_card(text: str, rows: Sequence[Row], ordinal: int, *, headed: bool) -> Iterator[Block]:
    """The blocks of the cards that a table holds, one below the other.

    `headed` says that a heading stands right above: then a goal is what the unit is for, and
    not its name.
    """
    for number, (heading, card) in enumerate(_cards(text, rows, headed), start=1):
        place = (ordinal, number)
        if heading is not None:
            yield _title(text, heading, place)
            yield from _values(text, card, place)
            continue
        named = _naming_row(text, card, headed=headed)
        if named is not None:
            yield _named(text, named, place)
        yield from _values(text, card, place if named is not None else None)


def _cards(text: str, rows: Sequence[Row], headed: bool) -> Iterator[tuple[Row | None, list[Row]]]:
    """The cards with the row that is the title of each, if any.

    A row further down is a title where the names behind it begin anew.
    """
    heading: Row | None = None
    card: list[Row] = []
    for i, row in enumerate(rows):
        said = {_role(text, one) for one in card} - {None}
        below = _role(text, rows[i + 1]) if i + 1 < len(rows) else None
        if _is_title(text, row, headed) and (not card or below in said):
            if card or heading is not None:
                yield heading, card
            heading, card = row, []
        else:
            card.append(row)
    yield heading, card


def _role(text: str, row: Row) -> str | None:
    paired = len(row) > 1 and any(cell.paragraphs for cell in row[1:])
    return role_names().role_of(read_cell(text, row[0])) if paired else None


def _is_title(text: str, row: Row, headed: bool) -> bool:
    """A row with one cell filled, or with a unit's number in front: "R1.2 | Sea wall".

    Below a heading only one with a number is a title: "Basic facts" is none.
    """
    said = [read_cell(text, cell) for cell in row if cell.paragraphs]
    if len(said) > 1:
        number, rest = titled(said[0])
        coded = is_code(text, row[0]) and any(c.isdigit() for c in said[0])
        worded = number is not None and signs().is_division(rest.removesuffix(number).strip())
        return len(said) == 2 and (coded or worded)
    named = bool(row[0].paragraphs) and role_names().role_of(said[0]) is None
    named = named and not (headed and titled(said[0])[0] is None)
    return named and len(said[0]) <= _LONGEST_TITLE and not said[0].endswith(":")


def _title(text: str, row: Row, place: tuple[int, int]) -> Block:
    """The title of a card as the heading of its unit."""
    pieces = tuple(span for cell in row for span in cell.paragraphs)
    said = [read_cell(text, cell) for cell in row if cell.paragraphs]
    number, title = titled(said[0])
    division = signs().division_of(title)
    if len(said) > 1:
        number, title = number or said[0].rstrip("."), said[1]
    body = Span(pieces[0].start, pieces[-1].end)
    return Block(
        "heading", pieces, body, number=number, title=title, unit=True, place=place,
        division=division or "action",
    )  # fmt: skip


def _naming_row(text: str, card: Sequence[Row], *, headed: bool) -> Row | None:
    """The row that names the unit behind the name of a kind; a goal names one that has no other."""
    named = [row for row in card if len(row) > 1 and signs().is_division(read_cell(text, row[0]))]
    goals = [r for r in named if signs().division_of(read_cell(text, r[0])) == "goal"]
    others = [row for row in named if row not in goals]
    chosen = next(iter(others or ([] if headed else goals)), None)
    return chosen if chosen is not None and chosen[1].paragraphs else None


def _named(text: str, row: Row, place: tuple[int, int]) -> Block:
    """The heading of a unit that a row names: the name is a passage too, so it has no pieces."""
    number, title = titled(read_cell(text, row[1]))
    spans = [span for cell in row for span in cell.paragraphs]
    body = Span(spans[0].start, spans[-1].end)
    division = signs().division_of(read_cell(text, row[0]))
    return Block(
        "heading", (), body, number=number, title=title, unit=True, place=place, division=division
    )


def _values(text: str, card: Sequence[Row], place: tuple[int, int] | None) -> Iterator[Block]:
    for row in card:
        label, values = row[0].paragraphs, [s for cell in row[1:] for s in cell.paragraphs]
        name = read_cell(text, row[0])
        role = role_names().role_of(name)
        if not label or not values:
            yield replace(row_block(row), place=place)
        elif place or not role:
            for i, span in enumerate(values):
                one = cell_block(text, (), span, role)
                pieces = (*label, *one.pieces) if i == 0 else one.pieces
                yield replace(one, pieces=pieces, context=name, place=place)
        else:
            body = Span(label[0].start, label[-1].end)
            title = name.rstrip(": ")
            yield Block("heading", label, body, title=title, level=0, role=role)
            for span in values:
                yield cell_block(text, (), span, None)
