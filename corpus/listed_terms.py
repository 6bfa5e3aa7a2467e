"""Rows of two cells below the title of a list of terms or abbreviations are definitions.

In: blocks in reading order, and the stored text. Out: the same blocks, such rows told as terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.block import Block
from corpus.layout import is_list_of_terms

_PAIR = 2  # a term, and what it means
_LONGEST_TERM = 60  # characters


def terms_of_tables(blocks: Iterable[Block], text: str) -> Iterator[Block]:
    """The blocks, with the rows of lists of terms as definitions."""
    listing = False
    for block in blocks:
        if block.kind == "heading":
            listing = is_list_of_terms(block.title)
        paired = block.kind == "row" and len(block.pieces) == _PAIR and not block.label
        if listing and paired and len(block.pieces[0]) <= _LONGEST_TERM:
            yield replace(block, kind="definition", label=block.pieces[0].quote(text))
        else:
            yield block
