"""Plain text: from lines to headings, items, paragraphs, table rows, agenda entries, footnotes.

In: the stored text. Out: a `Source`. White space, numbering, list markers and the names in
`roles.toml` and `signs.toml` are all there is to go by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.artefacts import Aside, find_asides
from corpus.block import Block, Source
from corpus.flattened import flattened_tables, rows
from corpus.headings import (
    Heading,
    bare_role_labels,
    divisions_with_role_names,
    is_caption,
    is_contents_line,
    numbered_headings,
    role_heading,
)
from corpus.lexicon import role_names, signs
from corpus.lines import Line, full_width, split_lines, usual_gap
from corpus.markers import ListState, Marker
from corpus.model import Artefact
from corpus.promotion import questions_as_headings
from corpus.span import Span

_TIMES = re.compile(r"\d{1,2}[:.]\d{2}\s*[-–—]\s*\d{1,2}[:.]\d{2}\b")
_DAY = re.compile(r"(?:\w+,?\s+)?\d{1,2}\.?\s+(\w+)\b.{0,60}")
_TERM = re.compile(r"(\S[^–—]{0,28}?)\s+[-–—]\s+\S")
_TERMINAL = ".!?:;"
_SHORT = 0.7  # a line this much shorter than a full one ends its paragraph
_LONGEST_TITLE = 110
_AGENDA = 3  # this many time ranges make an agenda


@dataclass(frozen=True, slots=True)
class _Layout:
    """What was found out about the lines before they are cut into blocks."""

    lines: list[Line]  # in the flow
    order: list[int]  # index of each among all lines, to see what was left out between them
    headings: dict[int, Heading]
    captions: set[int]
    tables: dict[int, range]  # first line of a row → the row
    gap: int
    width: int
    agenda: bool


def read_plain(text: str) -> Source:
    """Cut a plain text into blocks; every non-blank character lands in a block or artefact."""
    lines = split_lines(text)
    gap = usual_gap(lines)
    asides = find_asides(lines, gap)
    layout = _layout(lines, asides, gap)
    cutter = _Cutter(layout)
    for i in range(len(layout.lines)):
        cutter.feed(i)
    cutter.close()
    blocks = [*cutter.blocks, *_aside_blocks(lines, asides)]
    artefacts = [*cutter.artefacts, *_aside_artefacts(lines, asides)]
    blocks.sort(key=lambda block: block.pieces[0])
    artefacts.sort(key=lambda artefact: artefact.span)
    return Source(text, tuple(questions_as_headings(blocks, text)), tuple(artefacts))


def _layout(lines: list[Line], asides: dict[int, Aside], gap: int) -> _Layout:
    order = [i for i in range(len(lines)) if i not in asides]
    flow = [lines[i] for i in order]
    width = full_width(flow)
    captions = {i for i, line in enumerate(flow) if is_caption(line.text, signs())}
    tables = flattened_tables(flow, captions, width)
    inside = {i for table in tables for i in table}
    agenda = sum(bool(_TIMES.match(line.text)) for line in flow) >= _AGENDA
    headings: dict[int, Heading] = {}
    for i in range(len(flow)):
        found = None if i in inside else role_heading(flow, i, role_names())
        if found:
            headings[i] = found
    for i in divisions_with_role_names(headings, signs()):
        del headings[i]
    headings |= bare_role_labels(flow, set(headings) | inside, gap, role_names())
    titles = {i for i, h in headings.items() if h.number and "." in h.number and not h.length}
    taken = (set(headings) - titles) | captions | inside
    taken |= {i for i, line in enumerate(flow) if agenda and _is_agenda_line(line)}
    numbered = numbered_headings(flow, taken, gap, width)
    for i in titles & set(numbered):  # "4.2. Funding": a division and a role at once
        numbered[i] = replace(headings[i], level=numbered[i].level)
    headings |= numbered
    headings |= _unnumbered(flow, set(headings) | taken, gap, plain=not numbered, agenda=agenda)
    row_starts = {row.start: row for table in tables for row in rows(flow, table)}
    return _Layout(flow, order, headings, captions, row_starts, gap, width, agenda)


def _is_agenda_line(line: Line) -> bool:
    return bool(_TIMES.match(line.text)) or _is_day(line)


def _is_day(line: Line) -> bool:
    match = _DAY.fullmatch(line.text)
    return match is not None and signs().is_month(match[1])


def _unnumbered(
    lines: list[Line], taken: set[int], gap: int, *, plain: bool, agenda: bool
) -> dict[int, Heading]:
    """Titles without a number: known ones, days of an agenda, and lines that stand apart."""
    found: dict[int, Heading] = {}
    listing = False  # below the title of a list of abbreviations
    for start, end in _groups(lines, gap):
        if any(i in taken and not _is_day(lines[i]) for i in range(start, end)):
            continue
        title = " ".join(line.text for line in lines[start:end])
        if listing and _TERM.match(lines[start].text):
            continue
        if agenda and end == start + 1 and _is_day(lines[start]):
            found[start] = Heading((start, end), None, title.rstrip(". "), 2)
        elif signs().is_standalone(title) or (plain and _stands_apart(lines[start:end], title)):
            found[start] = Heading((start, end), None, title, 1)
            listing = signs().is_abbreviations(title)
    return found


def _groups(lines: list[Line], gap: int) -> Iterator[tuple[int, int]]:
    """Runs of lines that no wider gap divides, as (first, one past the last)."""
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap > gap or _begins_page(lines[i], gap):
            yield start, i
            start = i


def _begins_page(line: Line, gap: int) -> bool:
    """In a spaced-out extract, one space before a line is where a page began."""
    return gap > 0 and line.indent == " "


def _stands_apart(group: list[Line], title: str) -> bool:
    return (
        len(group) <= 2
        and len(title) <= _LONGEST_TITLE
        and title[:1].isupper()
        and all(line.text[-1] not in ".;,:!?" for line in group)
        and not ListState().accept(title, fresh=False)
    )


class _Cutter:
    """Cuts the flow into blocks, line by line; what is open is one block's pieces so far."""

    def __init__(self, layout: _Layout) -> None:
        self.blocks: list[Block] = []
        self.artefacts: list[Artefact] = []
        self._layout = layout
        self._lists = ListState()
        self._pieces: list[Span] = []
        self._kind = "paragraph"
        self._label: str | None = None
        self._body_start = 0
        self._depth = 0
        self._last = -1  # index of the last line of the open block
        self._skip_to = 0  # lines before this index belong to a heading or a row
        self._fresh = True
        self._abbreviations = False

    def feed(self, i: int) -> None:
        """Take in line `i`."""
        if i < self._skip_to:
            return
        layout, line = self._layout, self._layout.lines[i]
        if i in layout.headings:
            self._heading(layout.headings[i])
        elif i in layout.tables:
            self._row(layout.tables[i])
        elif i in layout.captions:
            self._open("caption", i, line.span)
        elif is_contents_line(line.text):
            self.close()
            self.artefacts.append(Artefact("toc", line.span))
        elif layout.agenda and (times := _TIMES.match(line.text)):
            self._open("entry", i, line.span, label=times[0])
        elif self._abbreviations and (term := _TERM.match(line.text)):
            self._open("definition", i, line.span, label=term[1])
        elif taken := self._marker(i, line):
            marker, depth = taken
            self._open("item", i, line.span, marker.label, marker.length, depth)
            self._fresh = False
        elif self._pieces and self._goes_on(line):
            self._extend(i, line.span)
        else:
            self._open("paragraph", i, line.span)

    def close(self) -> None:
        """End the open block, if any."""
        if not self._pieces:
            return
        end = self._pieces[-1].end
        if self._body_start < end:
            body = Span(self._body_start, end)
            self.blocks.append(
                Block(self._kind, tuple(self._pieces), body, self._label, self._depth)
            )
        else:
            self.artefacts += [Artefact("empty_item", piece) for piece in self._pieces]
        self._pieces = []

    def _open(
        self,
        kind: str,
        i: int,
        span: Span,
        label: str | None = None,
        label_length: int = 0,
        depth: int = 0,
    ) -> None:
        self.close()
        self._pieces = [span]
        self._kind, self._label, self._depth = kind, label, depth
        self._body_start = span.start + label_length
        self._last = i

    def _extend(self, i: int, span: Span) -> None:
        unbroken = self._layout.order[i] == self._layout.order[self._last] + 1
        if unbroken:
            self._pieces[-1] = Span(self._pieces[-1].start, span.end)
        else:
            self._pieces.append(span)
        if self._body_start >= self._pieces[0].end:
            self._body_start = span.start
        self._last = i

    def _heading(self, heading: Heading) -> None:
        self.close()
        first, stop = heading.lines
        lines = self._layout.lines
        whole = Span(lines[first].span.start, lines[stop - 1].span.end)
        span = Span(whole.start, whole.start + heading.length) if heading.length else whole
        pieces = (span,) if heading.length else self._pieces_of(first, stop)
        abbreviations = signs().is_abbreviations(heading.title)
        self.blocks.append(
            Block(
                "heading",
                pieces,
                span,
                number=heading.number,
                title=heading.title,
                level=heading.level,
                role=heading.role,
                list_of_abbreviations=abbreviations,
            )
        )
        self._lists.reset()
        self._fresh, self._abbreviations, self._skip_to = True, abbreviations, stop
        if heading.length:
            rest = lines[first].text[heading.length :]
            start = span.end + len(rest) - len(rest.lstrip())
            self._open("paragraph", first, Span(start, whole.end))

    def _pieces_of(self, first: int, stop: int) -> tuple[Span, ...]:
        """The spans of lines, as one where nothing was left out between them."""
        pieces: list[Span] = []
        for i in range(first, stop):
            span = self._layout.lines[i].span
            if i > first and self._layout.order[i] == self._layout.order[i - 1] + 1:
                span = Span(pieces.pop().start, span.end)
            pieces.append(span)
        return tuple(pieces)

    def _row(self, row: range) -> None:
        self.close()
        lines = self._layout.lines
        for i in row:
            if i == row.start:
                self._open("row", i, lines[i].span)
            else:
                self._extend(i, lines[i].span)
        self.close()
        self._skip_to = row.stop

    def _marker(self, i: int, line: Line) -> tuple[Marker, int] | None:
        before = self._layout.lines[i - 1] if i else None
        broken_off = (
            before is not None
            and line.gap <= self._layout.gap
            and before.text[-1] not in _TERMINAL
            and not self._fresh
        )
        saved = list(self._lists.open)
        taken = self._lists.accept(line.text, fresh=self._fresh)
        if taken is None:
            return None
        marker, _ = taken
        follows = line.text[marker.length : marker.length + 1]
        goes_on = self._kind == "item" and self._label == marker.label
        doubtful = (marker.style == "bullet" and not goes_on) or (
            marker.style.startswith("number") and follows.islower()
        )
        long_before = before is not None and len(before.text) >= self._layout.width * _SHORT
        if broken_off and doubtful and long_before:
            self._lists.open = saved
            return None
        return taken

    def _goes_on(self, line: Line) -> bool:
        before = self._layout.lines[self._last]
        if self._kind == "caption":
            return line.text[:1].islower() and line.gap <= self._layout.gap
        if self._kind == "entry":
            return True
        if self._kind == "item" and line.text.startswith("("):
            return True
        ended = before.text[-1] in _TERMINAL
        if line.gap > self._layout.gap:
            return not ended and line.text[:1].islower()
        starts_new = not line.text[:1].islower()
        short = len(before.text) < self._layout.width * _SHORT
        return not (ended and short and starts_new)


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
