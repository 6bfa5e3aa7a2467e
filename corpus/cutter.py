"""From lines to blocks: headings, items, paragraphs, table rows, agenda entries.

In: a `Layout`, line by line. Out: blocks and artefacts, in reading order.
"""

from __future__ import annotations

from corpus.block import Block
from corpus.headings import Heading, is_contents_line
from corpus.layout import TERM, TIMES, Layout, is_list_of_terms
from corpus.lines import Line
from corpus.markers import ListState, Marker, named_items
from corpus.model import Artefact
from corpus.span import Span

_TERMINAL = ".!?:;"
_SHORT = 0.7  # a line this much shorter than a full one ends its paragraph


class Cutter:
    """Cuts the flow into blocks, line by line; what is open is one block's pieces so far."""

    def __init__(self, layout: Layout) -> None:
        self.blocks: list[Block] = []
        self.artefacts: list[Artefact] = []
        self._layout = layout
        self._lists = ListState()
        self._named = named_items([line.text for line in layout.lines])
        self._pieces: list[Span] = []
        self._kind = "paragraph"
        self._label: str | None = None
        self._body_start = 0
        self._depth = 0
        self._last = -1  # index of the last line of the open block
        self._skip_to = 0  # lines before this index belong to a heading or a row
        self._fresh = True
        self._abbreviations = False

    def cut(self) -> None:
        """Take in all lines."""
        for i in range(len(self._layout.lines)):
            self.feed(i)
        self.close()

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
        elif layout.agenda and (times := TIMES.match(line.text)):
            self._open("entry", i, line.span, label=times[0])
        elif self._abbreviations and (term := TERM.match(line.text)):
            self._open("definition", i, line.span, label=term[1])
        elif known := layout.known.items.get(line.number):
            self._open("item", i, line.span, known.label, known.length, known.depth)
            self._fresh = False
        elif label := self._named.get(i):
            self._open("item", i, line.span, label)
            self._fresh = False
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
        abbreviations = is_list_of_terms(heading.title)
        self.blocks.append(
            Block(
                "heading",
                pieces,
                span,
                number=heading.number,
                title=heading.title,
                level=heading.level,
                role=heading.role,
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
            and not self._begins_block(line)
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

    def _begins_block(self, line: Line) -> bool:
        """Whether the format knows that a block begins here."""
        starts = self._layout.known.starts
        return starts is not None and line.number in starts

    def _goes_on(self, line: Line) -> bool:
        if self._layout.known.starts is not None:
            return not self._begins_block(line)
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
