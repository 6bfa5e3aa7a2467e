"""From the texts of the pages to the stored text and what is known about its lines.

In: the pages in order, bookmarks. Out: the stored text, the `Known` of its lines, the span of each
page, the title that stands in the largest type on the first pages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.headings import is_contents_line
from corpus.known import Known, ListItem, Note, Table, Title
from corpus.lexicon import signs
from corpus.lines import LineFinder
from corpus.pdf.frames import TextFrame
from corpus.pdf.page_tables import PageTable
from corpus.pdf.page_text import PageText
from corpus.pdf.running import running_lines
from corpus.pdf.type_signs import Bookmark, TypedTitle, body_size, typed_titles
from corpus.pdf.wrapping import wrapped_lines
from corpus.span import Span, fold

_SMALLER = 1.0  # points below the text's own size
_MARK = re.compile(r"(\d{1,3}|\*{1,3})\.?\s*")
_TITLE_PAGES = 2
_SAME_COLUMN = 4.0  # points
_BULLET = "•"


def assemble_pages(
    pages: Sequence[PageText],
    bookmarks: Sequence[Bookmark],
    illegible: frozenset[int] = frozenset(),
    scanned: frozenset[int] = frozenset(),
) -> tuple[str, Known, tuple[Span, ...], str | None]:
    """Join the pages; a blank line stands between two, and an empty page takes one character.

    What stands on the `illegible` pages, by their indices, becomes artefacts; the `scanned` pages
    are those read by OCR.
    """
    parts: list[str] = []
    spans: list[Span] = []
    offsets: list[int] = []
    at = 0
    for page in pages:
        own = page.text or " "
        offsets.append(at)
        spans.append(Span(at, at + len(own)))
        parts.append(own)
        at += len(own) + 2
    text = "\n\n".join(parts)
    asides = running_lines(pages)
    for number in illegible:
        asides[number] = dict.fromkeys(range(len(pages[number].lines)), "illegible")
    titles = typed_titles(pages, asides, bookmarks, scanned)
    known = _known(text, pages, offsets, asides, titles)
    return text, known, tuple(spans), _title(titles)


def _known(
    text: str,
    pages: Sequence[PageText],
    offsets: Sequence[int],
    asides: Sequence[dict[int, str]],
    titles: Sequence[TypedTitle],
) -> Known:
    finder = LineFinder(text)

    def number(page: int, line: int) -> int:
        span = pages[page].lines[line].span
        return finder.lines(Span(span.start + offsets[page], span.end + offsets[page]))[0]

    notes = list(_notes(pages, asides, number))
    return Known(
        notes=dict(notes),
        titles={
            number(t.page, t.first): Title(number(t.page, t.stop - 1) + 1, t.level) for t in titles
        },
        asides={number(p, i): kind for p, found in enumerate(asides) for i, kind in found.items()}
        | {number(p, i): "markup" for p, page in enumerate(pages) for i in _rules(page)},
        tables=tuple(_tables(pages, offsets, asides)),
        frames=tuple(_frames(pages, offsets, asides)),
        marks=tuple(_marks(pages, offsets, notes, finder)),
        items=_bullets(pages, number),
        wrapped=frozenset(number(p, i) for p, i in wrapped_lines(pages, asides)),
        typed=len({(line.size, line.bold) for page in pages for line in page.lines}) > 1,
    )


def _bullets(pages: Sequence[PageText], number: Callable[[int, int], int]) -> dict[int, ListItem]:
    """Lines with a drawn bullet; those further in, seen from their column, are deeper."""
    indents = {
        (p, i): left - min(line.x0 for line in page.lines if line.column == page.lines[i].column)
        for p, page in enumerate(pages)
        for i, left in page.bullets.items()
    }
    depths: list[float] = []
    for indent in sorted(set(indents.values())):
        if not depths or indent - depths[-1] > _SAME_COLUMN:
            depths.append(indent)
    return {
        number(p, i): ListItem(0, _BULLET, bisect_right(depths, indent) - 1)
        for (p, i), indent in indents.items()
    }


def _notes(
    pages: Sequence[PageText],
    asides: Sequence[dict[int, str]],
    number: Callable[[int, int], int],
) -> Iterator[tuple[int, Note]]:
    """Footnotes: lines in small type at the foot of a page, the first of which has a number."""
    body = body_size(pages)
    for p, page in enumerate(pages):
        small: list[int] = []
        for i in range(len(page.lines) - 1, -1, -1):
            line = page.lines[i]
            if i in asides[p]:
                continue
            contents = is_contents_line(line.span.of(page.text))
            if line.size > body - _SMALLER or line.top < page.frame.height / 2 or contents:
                break
            small.insert(0, i)
        marks = [i for i in small if _MARK.match(page.lines[i].span.of(page.text))]
        for i, after in zip(marks, [*marks[1:], None], strict=bool(marks)):
            last = (after if after is not None else small[-1] + 1) - 1
            match = _MARK.match(page.lines[i].span.of(page.text))
            if match:
                yield number(p, i), Note(number(p, last) + 1, match[1], match.end())


def _marks(
    pages: Sequence[PageText],
    offsets: Sequence[int],
    notes: Sequence[tuple[int, Note]],
    finder: LineFinder,
) -> Iterator[Span]:
    """Raised figures of which a footnote on their page tells; others, as in m², are text."""
    for page, offset in zip(pages, offsets, strict=True):
        first, last = finder.lines(Span(offset, offset + max(1, len(page.text))))
        own = [(line, note) for line, note in notes if first <= line <= last]
        labels = {note.label for _, note in own}
        for raised in page.raised:
            span = Span(raised.start + offset, raised.end + offset)
            line = finder.lines(span)[0]
            inside = any(start <= line < note.stop for start, note in own)
            if raised.of(page.text) in labels and not inside:
                yield span


def _rules(page: PageText) -> Iterator[int]:
    """Lines drawn with signs, such as a row of hyphens."""
    for i, line in enumerate(page.lines):
        read = line.span.of(page.text)
        if len(read) > 2 and not any(c.isalnum() for c in read):
            yield i


def _tables(
    pages: Sequence[PageText], offsets: Sequence[int], asides: Sequence[dict[int, str]]
) -> list[Table]:
    found: list[Table] = []
    last: PageTable | None = None  # the table that ends the page before
    for page, offset, left_out in zip(pages, offsets, asides, strict=True):
        starts = [line.span.start for i, line in enumerate(page.lines) if i not in left_out]
        for table in page.tables:
            first = not any(start < table.span.start for start in starts)
            goes_on = first and table is page.tables[0] and last is not None
            same = goes_on and last is not None and _same_columns(last, table)
            if same and last is not None and len(last.rows) == 1:
                found[-1] = replace(found[-1], headers=1)
            found.append(_moved(table, offset, continues=same))
        ends = bool(page.tables) and not any(s > page.tables[-1].span.start for s in starts)
        last = page.tables[-1] if ends else None
    return found


def _frames(
    pages: Sequence[PageText], offsets: Sequence[int], asides: Sequence[dict[int, str]]
) -> list[Span]:
    """The text in each box; one that a page's end cuts goes on in a box as wide."""
    found: list[Span] = []
    last: TextFrame | None = None  # the box that ends the page before
    for page, offset, left_out in zip(pages, offsets, asides, strict=True):
        starts = [line.span.start for i, line in enumerate(page.lines) if i not in left_out]
        starts += [table.span.start for table in page.tables]
        for box in page.boxes:
            first = not any(start < box.span.start for start in starts)
            span = Span(box.span.start + offset, box.span.end + offset)
            if first and last is not None and last.as_wide(box):
                span = Span(found.pop().start, span.end)
            found.append(span)
        ends = bool(page.boxes) and not any(start > page.boxes[-1].span.end for start in starts)
        last = page.boxes[-1] if ends else None
    return found


def _same_columns(one: PageTable, other: PageTable) -> bool:
    return len(one.lefts) == len(other.lefts) and all(
        abs(a - b) <= _SAME_COLUMN for a, b in zip(one.lefts, other.lefts, strict=True)
    )


def _moved(table: PageTable, offset: int, *, continues: bool) -> Table:
    rows = tuple(
        tuple(
            replace(
                cell,
                paragraphs=tuple(Span(s.start + offset, s.end + offset) for s in cell.paragraphs),
            )
            for cell in row
        )
        for row in table.rows
    )
    span = Span(table.span.start + offset, table.span.end + offset)
    return Table(span, rows, continues=continues)


def _title(titles: Sequence[TypedTitle]) -> str | None:
    """The largest type on the first pages, if it is larger than that of other headings."""
    early = [t for t in titles if t.page < _TITLE_PAGES and t.level is not None]
    largest = max((t.size for t in early), default=0.0)
    first = [t for t in early if t.size == largest]
    if len(first) != 1 or any(t.size >= largest for t in titles if t not in first):
        return None
    read = fold(first[0].text)
    return None if signs().is_contents(read) else read
