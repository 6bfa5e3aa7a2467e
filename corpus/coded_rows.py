"""Rows of a code and what it stands for, "TM-O-3 | Deliver safe routes to school": each a unit.

In: the rows of a table as spans of the stored text. Out: whether they are such rows; their blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.block import Block
from corpus.span import Span
from corpus.table_blocks import Row, cell_block, code_of, is_code, read_cell

# By convention of county plans: "TM-P-1" is a policy, "TM-O-3" an objective.
_KINDS = {"P": "policy", "O": "goal"}
_LEAST_WORDS = 4  # of what a code stands for, in half of the rows or more


def is_coded(text: str, rows: Sequence[Row], names: int) -> bool:
    """Whether each row below the first `names` is a code with letters and a text.

    Sites, roads and indicators have codes too, but names beside them and no text.
    """
    body = rows[names:]
    if not body or any(len(row) != 2 or not all(cell.paragraphs for cell in row) for row in body):
        return False
    lettered = all(is_code(text, row[0]) and read_cell(text, row[0])[0].isalpha() for row in body)
    words = [len(read_cell(text, row[1]).split()) for row in body]
    return lettered and sorted(words)[len(words) // 2] >= _LEAST_WORDS


def coded_units(text: str, rows: Sequence[Row], ordinal: int) -> Iterator[Block]:
    """A heading and the passages of each row; `ordinal` tells the tables of a document apart."""
    for number, (code, cell) in enumerate(rows, start=1):
        place = (ordinal, number)
        body = Span(code.paragraphs[0].start, cell.paragraphs[-1].end)
        title = read_cell(text, cell).rstrip(".;")
        number_said = code_of(text, code)
        letters = number_said.split("-")
        kind = _KINDS.get(letters[1]) if len(letters) > 2 else None
        yield Block(
            "heading", (), body, number=number_said, title=title, unit=True, division=kind,
            place=place,
        )  # fmt: skip
        before = code.paragraphs
        for span in cell.paragraphs:
            block = cell_block(text, before, span, "tasks")
            yield Block(
                block.kind, block.pieces, block.body, block.label, block.depth,
                role=block.role, place=place,
            )  # fmt: skip
            before = ()
