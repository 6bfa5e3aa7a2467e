"""The text of one page: its lines and tables in reading order, and where each word stands.

In: a page that pypdfium2 has opened. Out: a `PageText`, which depends on the page alone, so that
the place of a quote can be found again from its page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.markers import readings
from corpus.pdf.bullets import Dot, dots, lines_with_bullets
from corpus.pdf.frames import TextFrame, text_frames
from corpus.pdf.page_lines import PageLine, Writer, line, line_of, usual_leading
from corpus.pdf.page_tables import (
    PageTable,
    is_cut_off,
    is_table,
    set_table,
    tables_drawn,
    words_held,
)
from corpus.pdf.reading_order import Row, in_reading_order
from corpus.pdf.rulings import Grid
from corpus.pdf.words import Frame, Word, page_words
from corpus.span import Span

_LEADING = 1.3  # of the usual distance of two lines; a wider one begins a paragraph
_INDENT = 1.0  # of the type size


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page; `words` holds the span of each word in it, `raised` those of figures
    above the line, such as the marks of footnotes, `boxes` the text that stands in a drawn box.
    `bullets` holds the left edge of the drawn bullet of each line that has one, by its index.
    """

    text: str
    lines: tuple[PageLine, ...]
    tables: tuple[PageTable, ...]
    words: tuple[tuple[Span, Word], ...]
    frame: Frame
    raised: tuple[Span, ...] = ()
    boxes: tuple[TextFrame, ...] = ()
    bullets: Mapping[int, float] = field(default_factory=dict)


def page_text(page: Any) -> PageText:
    """Read a page. Words that stand upright to the rest come last, as lines of their own."""
    words, turned, frame = page_words(page)
    return set_text(words, turned, tables_drawn(page, words, frame), frame, dots(page, frame))


def set_text(
    words: Sequence[Word],
    turned: Sequence[Word],
    grids: Sequence[Grid],
    frame: Frame,
    shapes: Sequence[Dot] = (),
) -> PageText:
    """Set words as text: lines in reading order, tables row by row; `shapes` may be bullets."""
    held = {id(grid): words_held(grid, words) for grid in grids}
    real = [
        grid
        for grid in grids
        if is_table(grid, held[id(grid)]) or is_cut_off(grid, held[id(grid)], words)
    ]
    inside = {id(word) for grid in real for cell in held[id(grid)].values() for word in cell}
    rows = in_reading_order([w for w in words if id(w) not in inside], real)
    leading = usual_leading(rows)
    writer = Writer()
    lines: list[PageLine] = []
    tables: list[PageTable] = []
    before: Row | None = None
    for row in rows:
        if before is not None:
            writer.put("\n\n" if _parts(before, row, leading, writer) else "\n")
        if row.grid is None:
            lines.append(line(writer, row))
        else:
            tables.append(set_table(writer, row.grid, held[id(row.grid)]))
        before = row
    for run in _turned_lines(turned):
        writer.put("\n\n" if writer.length else "")
        lines.append(line_of(writer, run, column=-1))
    return PageText(
        "".join(writer.parts),
        tuple(lines),
        tuple(tables),
        tuple(writer.words),
        frame,
        tuple(writer.raised),
        tuple(text_frames(lines, grids)),
        lines_with_bullets(lines, shapes),
    )


def _parts(before: Row, after: Row, leading: float, writer: Writer) -> bool:
    """Whether a paragraph ends between two lines."""
    if before.grid or after.grid:
        return True
    first, last = after.pieces[0], before.pieces[0]
    if _is_bold(after) != _is_bold(before) or abs(first.size - last.size) > 1.0:
        return True
    ended = writer.ended
    if before.column != after.column:
        return ended and not first.words[0].text[0].islower()
    step = first.base - last.base
    usual = max(leading, 1.05 * first.size) if leading < 2 * first.size else 1.25 * first.size
    if step > _LEADING * usual:
        return True
    return ended and first.x0 - last.x0 > _INDENT * first.size and not readings(first.words[0].text)


def _is_bold(row: Row) -> bool:
    words = [word for piece in row.pieces for word in piece.words]
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if word.bold) > 0.9 * letters


def _turned_lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words at an angle in the order of the page's content, a line for each stretch."""
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        near = last and abs(last.x0 - word.x0) < 3 * word.size and abs(last.size - word.size) < 1
        if near:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
