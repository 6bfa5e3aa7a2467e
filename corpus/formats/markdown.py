"""Markdown: headings, lists, tables and paragraphs by their lines; HTML inside table cells.

In: the stored text. Out: a `Source` whose spans lie in that text, line by line as it stands.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.block import Block, Source
from corpus.goal_table import is_table_line, read_goal_table
from corpus.lexicon import role_names
from corpus.lines import Line, split_lines
from corpus.model import Artefact
from corpus.span import Span, trimmed

_ATX = re.compile(r"#{1,6}\s+\S.*")
_RULE = re.compile(r"(=+|-{2,}|\*{3,}|_{3,}|`{3,}\w*|~{3,}\w*)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_MARK = re.compile(r"[-+*]\s+|\d{1,3}[.)]\s+|>\s*|#{1,6}\s+")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+(?=\S)")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
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
    lines = split_lines(text)
    blocks: list[Block] = []
    artefacts: list[Artefact] = []
    rows = [line for line in lines if is_table_line(line)]
    inside: set[int] = set()
    if rows:
        header = _header(lines, rows[0])
        found, marks = read_goal_table(text, header, rows)
        blocks += found
        artefacts += marks
        inside = {line.number for line in rows} | ({header.number} if header else set())
    reader = _Reader(text, [line for line in lines if line.number not in inside])
    reader.read(inside)
    blocks = _in_order(blocks, reader.blocks)
    artefacts = sorted([*artefacts, *reader.artefacts], key=lambda artefact: artefact.span)
    return Source(text, tuple(blocks), tuple(artefacts))


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


class _Reader:
    """Walks the tokens of markdown-it and keeps the lines' own characters."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.blocks: list[Block] = []
        self.artefacts: list[Artefact] = []
        self._text = text
        self._level = 0  # of the last heading with a level of its own
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
            elif token.type == "tr_open" and token.map:
                self._pipe_row(token.map[0] + 1, done)
            elif token.type == "heading_open":
                self._level = int(token.tag[1])
                self._heading(self._taken(token, done), self._level)
            elif token.type in ("paragraph_open", "html_block", "fence", "code_block"):
                self._paragraph(self._taken(token, done), depth)
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
        spans = [span for line in lines if (span := self._content(line))]
        if spans:
            self._add_heading(tuple(spans), level)

    def _content(self, line: Line) -> Span | None:
        """The line without its list, quote and heading marks, which become artefacts."""
        start, end = line.span.start, line.span.end
        if _RULE.fullmatch(line.text):
            self._artefact(line.span)
            return None
        while match := _MARK.match(self._text, start, end):
            self._artefact(trimmed(self._text, start, match.end()))
            start = match.end()
        closing = re.search(r"\s+#+$", self._text[start:end])
        if closing:
            self._artefact(trimmed(self._text, start + closing.start(), end))
            end = start + closing.start()
        return self._unmarked(start, end)

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
        match = _NUMBER.match(title)
        named = title[match.end() :] if match else title
        role = role_names().role_of(named)
        self.blocks.append(
            Block(
                "heading", spans, Span(spans[0].start, spans[-1].end),
                number=match[1] if match and not role else None, title=named, level=level,
                role=role,
            )  # fmt: skip
        )

    def _paragraph(self, lines: list[Line], depth: int) -> None:
        if not lines:
            return
        bold = len(lines) == 1 and depth == 0 and bool(_BOLD.fullmatch(lines[0].text))
        marked = _MARK.match(lines[0].text)
        label = marked[0].strip() if marked and depth else None
        spans = [span for line in lines if (span := self._content(line))]
        if not spans:
            return
        if bold:
            self._add_heading(tuple(spans), self._level + 1)
            return
        kind = "item" if depth else "paragraph"
        body = Span(spans[0].start, spans[-1].end)
        self.blocks.append(
            Block(kind, tuple(spans), body, label=label, depth=max(0, depth - 1))
        )

    def _pipe_row(self, number: int, done: set[int]) -> None:
        line = self._by_number.get(number)
        if line is None or number in done:
            return
        done.add(number)
        spans = []
        start = line.span.start
        for i in range(line.span.start, line.span.end + 1):
            if i == line.span.end or self._text[i] == "|":
                spans.append(trimmed(self._text, start, i))
                if i < line.span.end:
                    self._artefact(Span(i, i + 1))
                start = i + 1
        filled = tuple(span for span in spans if span)
        if filled:
            self.blocks.append(Block("row", filled, Span(filled[0].start, filled[-1].end)))

    def _artefact(self, span: Span | None) -> None:
        if span:
            self.artefacts.append(Artefact("markup", span))
