"""Markdown: headings, lists, tables and paragraphs by their lines; HTML inside table cells.

In: the stored text. Out: a `Source` whose spans lie in that text, line by line as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.block import Block, Source
from corpus.divisions import titled
from corpus.goal_table import is_table_line, read_goal_table
from corpus.headings import is_appendix, is_caption
from corpus.inline_labels import with_inline_labels
from corpus.known import Cell, Table
from corpus.lexicon import role_names, signs
from corpus.lines import Line, split_lines
from corpus.model import Artefact
from corpus.span import Span, trimmed
from corpus.tables import Read, read_table

_ATX = re.compile(r"#{1,6}\s+\S.*")
_RULE = re.compile(r"(=+|-{2,}|\*{3,}|_{3,}|`{3,}\w*|~{3,}\w*)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
# A year is no list's number: "2023. gadā" begins many a Latvian sentence.
_LIST_MARK = re.compile(r"[-+*]\s+|\d{1,3}[.)]\s+|>\s*")
_QUOTE_MARK = re.compile(r">\s*")
_HEADING_MARK = re.compile(r"[-+*]\s+|\d{1,9}[.)]\s+(?=#)|>\s*|#{1,6}\s+")
_LABEL = re.compile(
    r"(?P<open>\*\*|__)?(?P<label>\w[^*:|\n]{1,60}?)\s*"
    r"(?P<close>(?(open)(?::\s*(?P=open)|(?P=open)\s*:)|:))(?=\s|$)"
)
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+(?=\S)")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.*?-->")
_FIGURES = re.compile(r"[\W\d_]*\d[\W\d_]*")
_YEAR = re.compile(r"(?:19|20)\d\d\.?")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_SIGNS = 2  # headings, bold lines, pipe tables or cells that tell Markdown from plain text


def is_markdown(text: str) -> bool:
    """Whether `text` shows Markdown's own signs: headings, bold lines, tables."""
    lines = split_lines(text)
    signs = sum(
        bool(_ATX.fullmatch(line.text) or _BOLD.fullmatch(line.text))
        or bool(_PIPE_RULE.fullmatch(line.text) and "|" in line.text)
        or is_table_line(line)
        for line in lines
    )
    return signs >= _SIGNS


def read_markdown(text: str) -> Source:
    """Cut a Markdown text into blocks; every non-blank character lands in a block or artefact."""
    every = split_lines(text)
    blocks: list[Block] = []
    front = _FRONT.match(text)
    lines = [line for line in every if not front or line.span.start >= front.end()]
    artefacts = [Artefact("markup", line.span) for line in every[: len(every) - len(lines)]]
    title = _FRONT_TITLE.search(front[1]) if front else None
    rows = [line for line in lines if is_table_line(line)]
    inside: set[int] = set()
    if rows:
        header = _header(lines, rows[0])
        found, marks = read_goal_table(text, header, rows)
        blocks += found
        artefacts += marks
        inside = {line.number for line in rows} | ({header.number} if header else set())
    inside |= {line.number for line in every} - {line.number for line in lines}
    reader = _Reader(text, [line for line in lines if line.number not in inside])
    reader.read(inside)
    blocks, signs_left = with_inline_labels(_in_order(blocks, reader.blocks), text)
    artefacts = sorted([*artefacts, *reader.artefacts, *signs_left], key=lambda one: one.span)
    return Source(text, tuple(blocks), tuple(artefacts), title=title[1] if title else None)


def _header(lines: list[Line], first: Line) -> Line | None:
    """The line right above a table's first row, if it has columns too."""
    at = lines.index(first)
    above = lines[at - 1] if at else None
    return above if above and "\t" in above.text and first.gap == 0 else None


def _in_order(table: list[Block], others: list[Block]) -> list[Block]:
    """The blocks of the text around a table, and the table's in their own order in between."""
    if not table:
        return others
    start = min(block.pieces[0].start for block in table)
    before = [block for block in others if block.pieces[0].start < start]
    return [*before, *table, *others[len(before) :]]


def _cells(text: str, line: Line) -> tuple[Cell, ...]:
    """The cells between the bars of a line; what lies between the tags of one is a paragraph."""
    bounds = [line.span.start - 1]
    for i in range(line.span.start, line.span.end):
        if text[i] == "|" and text[i - 1 : i] != "\\":
            bounds.append(i)
    bounds.append(line.span.end)
    inner = [trimmed(text, a + 1, b) for a, b in pairwise(bounds)]
    if inner and inner[0] is None:
        inner = inner[1:]
    if inner and inner[-1] is None:
        inner = inner[:-1]
    return tuple(Cell(tuple(_paragraphs(text, span)) if span else ()) for span in inner)


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for tag in [*_TAG.finditer(text, span.start, span.end), None]:
        part = trimmed(text, start, tag.start() if tag else span.end)
        if part:
            yield part
        start = tag.end() if tag else span.end


def _is_figures(text: str, row: Sequence[Cell]) -> bool:
    """Whether the cells behind the first hold numbers, and none of them years."""
    said = [span.of(text) for cell in row[1:] for span in cell.paragraphs]
    return bool(said) and all(_FIGURES.fullmatch(one) and not _YEAR.fullmatch(one) for one in said)


class _Reader:
    """Walks the tokens of markdown-it and keeps the lines' own characters."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.blocks: list[Block] = []
        self.artefacts: list[Artefact] = []
        self._text = text
        self._level = 0  # of the last heading with a level of its own
        self._tables = 0
        self._before: Read | None = None  # the last table, which ended before line `_behind`
        self._behind = self._width = 0
        self._by_number = {line.number: line for line in lines}

    def read(self, inside: set[int]) -> None:
        kept = [
            "" if number in inside else raw
            for number, raw in enumerate(re.split(r"\r\n|\n|\r|\f", self._text), start=1)
        ]
        tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(kept))
        done: set[int] = set()
        depth = 0
        for token in tokens:
            if token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type == "table_open" and token.map:
                self._table(token.map[0] + 1, token.map[1] + 1, done)
            elif token.type == "heading_open":
                self._level = int(token.tag[1])
                self._heading(self._taken(token, done), self._level)
            elif token.type in ("paragraph_open", "html_block"):
                self._paragraph(self._taken(token, done), depth)
            elif token.type in ("fence", "code_block"):
                self._paragraph(self._taken(token, done), depth, verbatim=True)
        for number in sorted(set(self._by_number) - done):
            self._artefact(self._by_number[number].span)

    def _taken(self, token: Token, done: set[int]) -> list[Line]:
        first, stop = token.map or (0, 0)
        found = [
            self._by_number[n]
            for n in range(first + 1, stop + 1)
            if n in self._by_number and n not in done
        ]
        done.update(line.number for line in found)
        return found

    def _heading(self, lines: list[Line], level: int) -> None:
        spans = []
        for line in lines:
            start, end = self._inside(line, _HEADING_MARK)
            closing = re.search(r"\s+#+$", self._text[start:end])
            if closing:
                self._artefact(trimmed(self._text, start + closing.start(), end))
                end = start + closing.start()
            spans.append(self._unmarked(start, end))
        filled = tuple(span for span in spans if span)
        if filled:
            self._add_heading(filled, level)

    def _inside(self, line: Line, marks: re.Pattern[str]) -> tuple[int, int]:
        """Start and end of the line behind its marks, which become artefacts; equal for a rule."""
        start, end = line.span.start, line.span.end
        if _RULE.fullmatch(line.text):
            self._artefact(line.span)
            return end, end
        while match := marks.match(self._text, start, end):
            self._artefact(trimmed(self._text, start, match.end()))
            start = match.end()
        return start, end

    def _unmarked(self, start: int, end: int) -> Span | None:
        """The span without bold signs around the whole of it."""
        match = _BOLD.fullmatch(self._text, start, end)
        if match:
            self._artefact(Span(start, start + 2))
            self._artefact(Span(end - 2, end))
            start, end = match.start(2), match.end(2)
        return trimmed(self._text, start, end)

    def _add_heading(self, spans: tuple[Span, ...], level: int) -> None:
        title = " ".join(span.quote(self._text) for span in spans)
        number, named = titled(title)
        role = role_names().role_of(named.rstrip(": "))
        self.blocks.append(
            Block(
                "heading",
                spans,
                Span(spans[0].start, spans[-1].end),
                number=None if role else number,
                title=named.rstrip(": "),
                level=level,
                role=role,
            )
        )

    def _paragraph(self, lines: list[Line], depth: int, *, verbatim: bool = False) -> None:
        """Lines that belong together; a role's name in front of some makes those its section.

        A line in bold type above one with a role's name is the title of a unit.
        """
        if depth == 0 and not verbatim and self._is_titled(lines):
            self._paragraph(lines[:1], depth)
            lines = lines[1:]
        bold = len(lines) == 1 and depth == 0 and bool(_BOLD.fullmatch(lines[0].text))
        marked = _LIST_MARK.match(lines[0].text) if lines and depth else None
        label = marked[0].strip().rstrip(".)") if marked else None
        spans: list[Span] = []
        for line in lines:
            first = line is lines[0] and depth > 0
            start, end = self._inside(line, _LIST_MARK if first else _QUOTE_MARK)
            named = None if verbatim else self._role_label(start, end, listed=depth > 0)
            if named:
                self._add_body(spans, label, depth)
                self._add_label(named)
                spans, label, depth, start = [], None, 0, named.end()
            span = trimmed(self._text, start, end) if verbatim else self._unmarked(start, end)
            spans += [span] if span else []
        title = self._text[spans[0].start : spans[-1].end] if bold and spans else ""
        if title and is_caption(title, signs()) and not is_appendix(title, signs()):
            self.blocks.append(Block("caption", tuple(spans), Span(spans[0].start, spans[-1].end)))
        elif title:
            role = role_names().role_of(_NUMBER.sub("", title, count=1))
            self._add_heading(tuple(spans), 0 if role else self._level + 1)
        else:
            self._add_body(spans, label, depth)

    def _is_titled(self, lines: list[Line]) -> bool:
        if len(lines) < 2 or not _BOLD.fullmatch(lines[0].text):
            return False
        below = lines[1].span
        return self._role_label(below.start, below.end, listed=False) is not None

    def _role_label(self, start: int, end: int, *, listed: bool) -> re.Match[str] | None:
        """The role's name that the text begins with: "**Funding:** …", "Funding: …".

        An item of a list must have it in bold: "- Partners: …" may be one task of many.
        """
        match = _LABEL.match(self._text, start, end)
        if match is None or (listed and not match["open"]):
            return None
        return match if role_names().role_of(_NUMBER.sub("", match["label"], count=1)) else None

    def _add_label(self, match: re.Match[str]) -> None:
        if match["open"]:
            self._artefact(Span(*match.span("open")))
        self._add_heading((Span(*match.span("label")),), 0)
        self._artefact(Span(*match.span("close")))

    def _add_body(self, spans: list[Span], label: str | None, depth: int) -> None:
        if spans:
            kind = "item" if depth else "paragraph"
            body = Span(spans[0].start, spans[-1].end)
            self.blocks.append(
                Block(kind, tuple(spans), body, label=label, depth=max(0, depth - 1))
            )

    def _table(self, first: int, stop: int, done: set[int]) -> None:
        """The lines of a pipe table, from `first` up to `stop`."""
        numbers = [n for n in range(first, stop) if n in self._by_number and n not in done]
        lines = [self._by_number[n] for n in numbers]
        rows = [_cells(self._text, line) for line in lines if not _PIPE_RULE.fullmatch(line.text)]
        if not rows:
            return  # rules alone are left over, as marks
        done.update(numbers)
        span = Span(lines[0].span.start, lines[-1].span.end)
        self._tables += 1
        # Markdown has no table without a header: one of figures is the first row.
        headers = int(not _is_figures(self._text, rows[0]))
        before = self._before if not headers and self._carries_on(first, rows[0]) else None
        read = read_table(
            self._text, Table(span, tuple(rows), headers=headers), self._tables, before
        )
        self._before, self._behind, self._width = read, stop, len(rows[0])
        self.blocks += read.blocks
        self.artefacts += read.artefacts

    def _carries_on(self, first: int, row: Sequence[Cell]) -> bool:
        """Whether only blank lines part the table on line `first` from one of as many columns."""
        between = any(number in self._by_number for number in range(self._behind, first))
        return not between and len(row) == self._width

    def _artefact(self, span: Span | None) -> None:
        if span:
            self.artefacts.append(Artefact("markup", span))
