"""A table of contents that is a plain list of the headings below it: no part of what is said.

In: a source. Out: the same with the entries of such a list as artefacts instead of blocks.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from corpus.block import Block, Source
from corpus.letters import bare_fold, tokens
from corpus.model import Artefact
from corpus.span import fold

_LISTED = ("item", "paragraph")
_LEAST = 3  # entries in a row that make a table of contents
_PAGE = re.compile(r"[\s.…]*\d{1,4}$")


def without_contents(source: Source) -> Source:
    """The source without lists of its own headings.

    Only a whole list counts, one that stands before the headings and names them in their order;
    what a sentence introduces ("the following towns:") is a list of its own.
    """
    kept: list[Block] = []
    artefacts: list[Artefact] = []
    headings = _headings(source)
    for kind, run in groupby(source.blocks, key=lambda block: block.kind):
        blocks = list(run)
        introduced = bool(kept) and fold(kept[-1].body.quote(source.text)).endswith(":")
        introduced = introduced and kept[-1].kind != "heading"
        if kind in _LISTED and not introduced and _repeats(blocks, source, headings):
            artefacts += [Artefact("toc", piece) for block in blocks for piece in block.pieces]
        else:
            kept += blocks
    if not artefacts:
        return source
    every = sorted((*source.artefacts, *artefacts), key=lambda artefact: artefact.span.start)
    return replace(source, blocks=tuple(kept), artefacts=tuple(every))


def _headings(source: Source) -> list[tuple[int, set[str]]]:
    """Where each heading stands, and what it may be called."""
    return [
        (block.body.start, {_name(block.title), _name(f"{block.number or ''} {block.title}")})
        for block in source.blocks
        if block.kind == "heading"
    ]


def _repeats(blocks: list[Block], source: Source, headings: list[tuple[int, set[str]]]) -> bool:
    """Whether each block says what a later heading says and nothing else, in their order."""
    if len(blocks) < _LEAST:
        return False
    place = blocks[-1].body.end
    for block in blocks:
        said = fold(block.body.quote(source.text))
        ways = (said, _PAGE.sub("", said))
        names = {_name(way) for way in ways} | {_name(f"{block.label or ''} {w}") for w in ways}
        found = next((at for at, called in headings if at > place and names & called - {""}), None)
        if found is None:
            return False
        place = found
    return True


def _name(text: str) -> str:
    return " ".join(tokens(bare_fold(text)))
