"""From a text of which the format knows styles, tables or positions to its blocks.

In: the stored text and what is known about its lines. Out: a `Source`.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from corpus.block import Block, Source
from corpus.cutter import Cutter
from corpus.footnote_marks import unmarked
from corpus.known import Known
from corpus.layout import lay_out
from corpus.lines import Line, split_lines
from corpus.model import Artefact
from corpus.promotion import questions_as_headings
from corpus.span import Span
from corpus.tables import Read, read_table

_URL = re.compile(r"(https?://|www\.)\S+")


def read_laid_out(
    text: str, known: Known, pages: tuple[Span, ...] = (), title: str | None = None
) -> Source:
    """Cut `text` into blocks; every non-blank character lands in a block or artefact."""
    lines = split_lines(text)
    groups: list[tuple[int, list[Block]]] = []
    artefacts: list[Artefact] = []
    left_out = set(_asides(lines, known, groups, artefacts))
    starts = [line.span.start for line in lines]
    read: Read | None = None
    for ordinal, table in enumerate(known.tables, start=1):
        read = read_table(text, table, ordinal, read if table.continues else None)
        groups.append((table.span.start, read.blocks))
        artefacts += read.artefacts
        first = bisect_left(starts, table.span.start)
        left_out |= set(range(first, bisect_left(starts, table.span.end)))
    cutter = Cutter(lay_out(lines, left_out, 0, known))
    cutter.cut()
    groups += [(block.pieces[0].start, [block]) for block in cutter.blocks]
    groups.sort(key=lambda group: group[0])
    ordered = [unmarked(block, known.marks) for _, blocks in groups for block in blocks]
    artefacts += [Artefact("footnote_mark", mark) for mark in known.marks]
    artefacts = sorted([*artefacts, *cutter.artefacts], key=lambda artefact: artefact.span)
    return Source(text, tuple(questions_as_headings(ordered, text)), tuple(artefacts), pages, title)


def _asides(
    lines: list[Line],
    known: Known,
    groups: list[tuple[int, list[Block]]],
    artefacts: list[Artefact],
) -> list[int]:
    """Lines out of the flow, by index; what they are goes into `groups` and `artefacts`."""
    found: list[int] = []
    stop = 0
    for i, line in enumerate(lines):
        if line.number < stop:
            found.append(i)
        elif line.number in known.asides:
            artefacts.append(Artefact(known.asides[line.number], line.span))
            found.append(i)
        elif note := known.notes.get(line.number):
            stop = note.stop
            last = max(one.span.end for one in lines[i:] if one.number < stop)
            body = Span(min(line.span.start + note.length, last - 1), last)
            piece = Span(line.span.start, last)
            block = Block("footnote", (piece,), body, label=note.label)
            groups.append((line.span.start, [block]))
            found.append(i)
        elif _URL.fullmatch(line.text) and line.number not in known.titles:
            groups.append((line.span.start, [Block("link", (line.span,), line.span)]))
            found.append(i)
    return found
