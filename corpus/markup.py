"""Text and tags of a stretch of HTML, each with its place in the stored text.

In: the stored text and a span of it. Out: elements whose own characters are known by position,
so that a quote from inside a table cell stays verbatim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from corpus.span import Span, trimmed

_BLOCKS = frozenset({"p", "li", "div", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "br"})
_BOLD = frozenset({"b", "strong"})


@dataclass
class Element:
    """The text of one block element: its runs of characters, and which of them are bold."""

    tag: str
    runs: list[Span] = field(default_factory=list)
    bold: list[Span] = field(default_factory=list)


class _Positions(HTMLParser):
    """Keeps the offset of every tag and run of text; `base` is where the markup begins."""

    def __init__(self, text: str, base: int) -> None:
        super().__init__(convert_charrefs=False)
        self.elements: list[Element] = []
        self._text = text
        self._base = base
        self._line_starts = [0]
        self._bold = 0
        self._open = Element("p")

    def feed_all(self, markup: str) -> None:
        for i, character in enumerate(markup):
            if character == "\n":
                self._line_starts.append(i + 1)
        self.feed(markup)
        self.close()
        self._flush("p")

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._flush(tag)
        if tag in _BOLD:
            self._bold += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush("p")
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)

    def handle_data(self, data: str) -> None:
        self._run(len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(len(name) + 1)

    def handle_charref(self, name: str) -> None:
        self._reference(len(name) + 2)

    def _reference(self, length: int) -> None:
        closed = self._text[self._offset() + length : self._offset() + length + 1] == ";"
        self._run(length + closed)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._base + self._line_starts[line - 1] + column

    def _run(self, length: int) -> None:
        start = self._offset()
        span = trimmed(self._text, start, start + length)
        if span is None:
            return
        self._open.runs.append(span)
        if self._bold:
            self._open.bold.append(span)

    def _flush(self, tag: str) -> None:
        if self._open.runs:
            self.elements.append(self._open)
        self._open = Element(tag)


def elements(text: str, span: Span) -> tuple[list[Element], list[Span]]:
    """The block elements of the markup in `span`, and the spans of what is no text in it."""
    parser = _Positions(text, span.start)
    parser.feed_all(span.of(text))
    return parser.elements, _between(text, span, parser.elements)


def _between(text: str, span: Span, found: list[Element]) -> list[Span]:
    """What lies between the runs of text: tags, comments, and what is neither."""
    start = span.start
    tags: list[Span | None] = []
    for run in (run for element in found for run in element.runs):
        tags.append(trimmed(text, start, run.start))
        start = run.end
    tags.append(trimmed(text, start, span.end))
    return [tag for tag in tags if tag]


def cells(text: str, span: Span) -> Iterator[Span | None]:
    """The tab-separated cells of a line, trimmed; None for an empty one."""
    start = span.start
    for end in [*(i for i in range(span.start, span.end) if text[i] == "\t"), span.end]:
        yield trimmed(text, start, end)
        start = end + 1
