"""Labels inside a line: "Lead: the Council; Deadline: 2027; Cost: 4 million euro".

In: blocks in reading order. Out: the same, what follows each further label a block of its own,
and the signs of bold type around labels as artefacts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.block import Block
from corpus.lexicon import role_names
from corpus.model import Artefact
from corpus.span import Span, trimmed

_LABEL = re.compile(
    r"(?<=[;.,])\s+(?P<open>\*\*|__)?(?P<label>(?P<name>[^\W\d_][^;:.,*]{1,60}?)\s*"
    r"(?(open)(?::(?=\*\*|__)|(?=(?:\*\*|__):))|:))(?P<close>(?(open)(?:\*\*|__):?))(?=\s+\S)"
)


def with_inline_labels(blocks: Sequence[Block], text: str) -> tuple[list[Block], list[Artefact]]:
    """Divide a paragraph right behind a label wherever the name of another role stands in it."""
    found: list[Block] = []
    artefacts: list[Artefact] = []
    for block in blocks:
        above = found[-1] if found else None
        labelled = above is not None and above.kind == "heading" and above.role and not above.level
        whole = block.kind == "paragraph" and len(block.pieces) == 1
        found += _divided(block, text, artefacts) if labelled and whole else [block]
    return found, artefacts


def _divided(block: Block, text: str, artefacts: list[Artefact]) -> Iterator[Block]:
    start = block.pieces[0].start
    for match in _LABEL.finditer(text, start, block.pieces[0].end):
        role = role_names().role_of(match["name"])
        if role is None:
            continue
        yield _part(block, text, start, match.start())
        label = Span(*match.span("label"))
        signs = (match.span(group) for group in ("open", "close") if match[group])
        artefacts += [Artefact("markup", Span(*sign)) for sign in signs]
        yield Block(
            "heading", (label,), label, title=match["name"], level=0, role=role, frame=block.frame
        )
        start = match.end()
    yield _part(block, text, start, block.pieces[0].end)


def _part(block: Block, text: str, start: int, end: int) -> Block:
    span = trimmed(text, start, end)
    assert span is not None  # a value stands behind each label
    return replace(block, pieces=(span,), body=span)
