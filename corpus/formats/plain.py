"""Plain text: white space, numbering, list markers and known names are all there is to go by.

In: the stored text. Out: a `Source`.
"""

from __future__ import annotations

from corpus.artefacts import Aside, find_asides
from corpus.block import Block, Source
from corpus.cutter import Cutter
from corpus.inline_labels import with_inline_labels
from corpus.known import Known
from corpus.layout import lay_out
from corpus.lines import Line, split_lines, usual_gap
from corpus.model import Artefact
from corpus.promotion import questions_as_headings
from corpus.spaced import spaced_tables
from corpus.span import Span
from corpus.tabbed import tabbed_tables
from corpus.tables import read_table


def read_plain(text: str) -> Source:
    """Cut a plain text into blocks; every non-blank character lands in a block or artefact."""
    lines = split_lines(text)
    gap = usual_gap(lines)
    asides = find_asides(lines, gap, [i for i, sign in enumerate(text) if sign == "\f"])
    tables = sorted([*tabbed_tables(text, lines), *spaced_tables(lines)], key=lambda t: t.span)
    inside = {i for i, line in enumerate(lines) if any(line.span.overlaps(t.span) for t in tables)}
    asides = {i: aside for i, aside in asides.items() if i not in inside}
    cutter = Cutter(lay_out(lines, set(asides) | inside, gap, Known()))
    cutter.cut()
    artefacts = [*cutter.artefacts, *_aside_artefacts(lines, asides)]
    groups = [
        (block.pieces[0].start, [block])
        for block in [*cutter.blocks, *_aside_blocks(lines, asides)]
    ]
    for ordinal, table in enumerate(tables, start=1):
        read = read_table(text, table, ordinal)
        groups.append((table.span.start, read.blocks))
        artefacts += read.artefacts
    groups.sort(key=lambda group: group[0])
    blocks = [block for _, group in groups for block in group]
    blocks, marks = with_inline_labels(questions_as_headings(blocks, text), text)
    artefacts = sorted([*artefacts, *marks], key=lambda artefact: artefact.span)
    return Source(text, tuple(blocks), tuple(artefacts))


def _aside_blocks(lines: list[Line], asides: dict[int, Aside]) -> list[Block]:
    found: list[Block] = []
    for i in sorted(asides):
        aside, span = asides[i], lines[i].span
        if aside.kind == "link":
            found.append(Block("link", (span,), span))
        elif aside.kind == "footnote" and aside.opens:
            text = [lines[j].span for j in _footnote_lines(asides, i)]
            body = Span(text[0].start, text[-1].end)
            found.append(Block("footnote", (span, *text), body, label=lines[i].text))
    return found


def _footnote_lines(asides: dict[int, Aside], opening: int) -> list[int]:
    found, i = [], opening + 1
    while i in asides and asides[i].kind == "footnote" and not asides[i].opens:
        found.append(i)
        i += 1
    return found


def _aside_artefacts(lines: list[Line], asides: dict[int, Aside]) -> list[Artefact]:
    return [
        Artefact(aside.kind, lines[i].span)
        for i, aside in asides.items()
        if aside.kind not in ("footnote", "link")
    ]
