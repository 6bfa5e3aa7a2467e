"""Numbered questions that head long stretches of text are headings, not list items.

In: blocks in reading order. Out: the same blocks, the items of such a list turned into headings.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.block import Block

_LEAST_BLOCKS = 3  # blocks that stand below a heading, on average
_LEAST_CHARACTERS = 800


def questions_as_headings(blocks: list[Block], text: str) -> list[Block]:
    """Turn "1) …", "2) …" into headings where a text has no numbered headings of its own."""
    if any(block.kind == "heading" and block.number for block in blocks):
        return blocks
    found = [
        i
        for i, block in enumerate(blocks)
        if block.kind == "item" and text[block.pieces[0].start :].startswith(f"{block.label})")
    ]
    numbers = [blocks[i].label for i in found]
    if len(found) < 2 or numbers != [str(n) for n in range(1, len(found) + 1)]:
        return blocks
    below = (len(blocks) - found[0]) / len(found) - 1
    reach = (blocks[-1].pieces[-1].end - blocks[found[0]].pieces[0].start) / len(found)
    if below < _LEAST_BLOCKS or reach < _LEAST_CHARACTERS:
        return blocks
    return [_heading(block, text) if i in found else block for i, block in enumerate(blocks)]


def _heading(block: Block, text: str) -> Block:
    title = block.body.quote(text).rstrip(" ;.,")
    return replace(
        block, kind="heading", number=block.label, label=None, title=title, level=1, depth=0
    )
