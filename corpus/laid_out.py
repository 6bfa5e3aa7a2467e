"""From a text of which the format knows styles, tables or positions to its blocks.

In: the stored text and what is known about its lines. Out: a `Source`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.block import Block, Source
from corpus.cutter import Cutter
from corpus.footnote_marks import unmarked
from corpus.inline_labels import with_inline_labels
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
        first = bisect_left(starts, table.span.start)
        before = read if table.continues else None
        headed = _is_headed(lines, first, known)
        read = read_table(text, table, ordinal, before, read, headed=headed)
        groups.append((table.span.start, read.blocks))
        artefacts += read.artefacts
        left_out |= set(range(first, bisect_left(starts, table.span.end)))
    cutter = Cutter(lay_out(lines, left_out, 0, known))
    cutter.cut()
    groups += [(block.pieces[0].start, [block]) for block in cutter.blocks]
    groups.sort(key=lambda group: group[0])
    ordered = [unmarked(block, known.marks) for _, blocks in groups for block in blocks]
    ordered = [_in_its_frame(block, known.frames) for block in ordered]
    ordered = list(_captioned(ordered, text, known))
    artefacts += [Artefact("footnote_mark", mark) for mark in known.marks]
    ordered, marks = with_inline_labels(questions_as_headings(ordered, text), text)
    artefacts = sorted([*artefacts, *cutter.artefacts, *marks], key=lambda one: one.span)
    return Source(text, tuple(ordered), tuple(artefacts), pages, title)


def _is_headed(lines: Sequence[Line], first: int, known: Known) -> bool:
    """Whether what stands right above line `first` is a heading by its looks."""
    number = lines[first].number
    above = max((n for n in known.titles if n < number), default=None)
    if above is None:
        return False
    between = (line for line in lines[:first][::-1] if line.number >= known.titles[above].stop)
    return next(between, None) is None


def _in_its_frame(block: Block, frames: Sequence[Span]) -> Block:
    """The block with the number of the frame that it begins in, if any."""
    start = block.pieces[0].start if block.pieces else block.body.start
    number = bisect_right([frame.start for frame in frames], start) - 1
    held = number >= 0 and start < frames[number].end
    return replace(block, frame=number) if held else block


def _captioned(blocks: Sequence[Block], text: str, known: Known) -> Iterator[Block]:
    """The blocks, with the caption right above a table as what introduces its rows."""
    tables = [table.span for table in known.tables]
    going_on = {table.span for table in known.tables if table.continues}
    caption = ""  # the one last read
    of: Span | None = None  # the table that it stands above
    last: Block | None = None
    for block in blocks:
        start = block.pieces[0].start if block.pieces else block.body.start
        own = next((span for span in tables if span.start <= start < span.end), None)
        if own is not None and own != of:
            above = last is not None and last.kind == "caption" and not _within(last, tables)
            if above and last is not None:
                caption = last.body.quote(text)
            elif own not in going_on:
                caption = ""
            of = own
        if own is not None and caption and block.kind in ("row", "paragraph", "item"):
            names = f"{caption} | {block.context}" if block.context else caption
            yield replace(block, context=names)
        else:
            yield block
        last = block


def _within(block: Block, spans: Sequence[Span]) -> bool:
    return any(span.covers(block.body) for span in spans)


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
