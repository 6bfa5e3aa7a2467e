"""Takes the marks of footnotes out of the pieces of a block, so that it reads without them.

In: a block and the spans of marks in the stored text. Out: the block with its pieces cut there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.block import Block
from corpus.span import Span


def unmarked(block: Block, marks: Sequence[Span]) -> Block:
    """`block` without the characters of `marks`; the body still spans those inside it."""
    inside = [mark for mark in marks if any(piece.covers(mark) for piece in block.pieces)]
    if not inside or block.kind == "footnote":
        return block
    pieces = [part for piece in block.pieces for part in _cut(piece, inside)]
    if not pieces:
        return block
    start, end = block.body.start, block.body.end
    if inside[-1].end == end:
        end = max(start + 1, pieces[-1].end)
    return replace(block, pieces=tuple(pieces), body=Span(start, end))


def _cut(piece: Span, marks: Sequence[Span]) -> list[Span]:
    start = piece.start
    parts: list[Span] = []
    for mark in marks:
        if piece.covers(mark):
            if start < mark.start:
                parts.append(Span(start, mark.start))
            start = mark.end
    if start < piece.end:
        parts.append(Span(start, piece.end))
    return parts
