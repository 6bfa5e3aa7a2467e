"""Tables whose rows stand for goals: tab-separated cells that hold HTML.

In: the lines of such a table. Out: blocks: a heading for each numbered row (a unit), and a
passage for each paragraph and list item of its cells. A row without a number of its own carries
on the row above: extracts split a row where a page ended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.block import Block
from corpus.lexicon import role_names
from corpus.lines import Line
from corpus.markup import Element, cells, elements
from corpus.model import Artefact
from corpus.reading import as_read
from corpus.span import Span

_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+(?=\S)")
_INNER_BULLET = re.compile(r"[•◦▪‣·➢✓]\s*")


@dataclass
class _Row:
    """A row as far as it has been read: parts of its title, what stands beside, its cells."""

    title: list[Span] = field(default_factory=list)
    beside: list[Element] = field(default_factory=list)
    cells: dict[int, list[Element]] = field(default_factory=dict)


def is_table_line(line: Line) -> bool:
    """Whether the line is a row of tab-separated HTML cells."""
    raw = line.indent + line.text + line.trail
    return "\t" in raw and bool(re.match(r"\s*<(p|b|td|ul|div|span)\b", raw, re.IGNORECASE))


def read_goal_table(
    text: str, header: Line | None, lines: list[Line]
) -> tuple[list[Block], list[Artefact]]:
    """The blocks and markup of a table; `header` is the line with the columns' names."""
    roles: list[str | None] = []
    blocks: list[Block] = []
    if header:
        spans = [span for span in cells(text, header.span) if span]
        roles = [role_names().mentioned(span.of(text)) for span in spans]
        blocks += [Block("caption", (span,), span) for span in spans]
    rows: list[_Row] = []
    artefacts: list[Artefact] = []
    for line in lines:
        artefacts += _read_line(text, line, rows)
    for row in rows:
        blocks += _row_blocks(text, row, roles, artefacts)
    return blocks, artefacts


def _read_line(text: str, line: Line, rows: list[_Row]) -> list[Artefact]:
    whole = Span(line.span.start - len(line.indent), line.span.end + len(line.trail))
    artefacts: list[Artefact] = []
    for column, cell in enumerate(cells(text, whole)):
        found, tags = elements(text, cell) if cell else ([], [])
        artefacts += [Artefact("markup", tag) for tag in tags]
        if column == 0:
            _first_cell(text, found, rows)
        else:
            _carry_on(text, rows[-1].cells.setdefault(column, []), found)
    return artefacts


def _first_cell(text: str, found: list[Element], rows: list[_Row]) -> None:
    title = [run for element in found for run in element.bold]
    numbered = bool(title) and bool(_NUMBERED.match(title[0].of(text)))
    if numbered or not rows:
        rows.append(_Row())
    rows[-1].title += title
    for element in found:
        rest = [run for run in element.runs if run not in element.bold]
        if rest:
            rows[-1].beside.append(Element(element.tag, rest))


def _carry_on(text: str, above: list[Element], found: list[Element]) -> None:
    """Add a cell's elements; the first joins the last one when a sentence was split."""
    if above and found:
        last, first = above[-1], found[0]
        unfinished = text[last.runs[-1].end - 1] not in ".!?:;"
        if unfinished and text[first.runs[0].start].islower():
            last.runs += first.runs
            found = found[1:]
    above += found


def _row_blocks(
    text: str, row: _Row, roles: list[str | None], artefacts: list[Artefact]
) -> list[Block]:
    blocks: list[Block] = []
    if row.title:
        read = as_read(text, tuple(row.title))
        match = _NUMBERED.match(read)
        blocks.append(
            Block(
                "heading",
                tuple(row.title),
                Span(row.title[0].start, row.title[-1].end),
                number=match[1] if match else None,
                title=read[match.end() :] if match else read,
                level=1,
                unit=True,
            )
        )
    for element in row.beside:
        blocks.append(_block(text, element, "goal", artefacts))
    for column, found in row.cells.items():
        role = roles[column] if column < len(roles) else None
        blocks += [_block(text, element, role, artefacts) for element in found]
    return blocks


def _block(text: str, element: Element, role: str | None, artefacts: list[Artefact]) -> Block:
    kind = "item" if element.tag == "li" else "paragraph"
    runs = list(element.runs)
    bullet = _INNER_BULLET.match(runs[0].of(text))
    if bullet and kind == "item":
        artefacts.append(Artefact("markup", Span(runs[0].start, runs[0].start + 1)))
        runs[0] = Span(runs[0].start + bullet.end(), runs[0].end)
    body = Span(runs[0].start, runs[-1].end)
    return Block(kind, tuple(runs), body, role=role, depth=1 if kind == "item" else 0)
