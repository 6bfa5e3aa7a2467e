"""Lines that carry on the line above, which had no room for their first word.

In: the texts of all pages, the lines that are page furniture. Out: page and line of each such
line. Where the first word would have fitted, the line was ended on purpose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.pdf.page_text import PageText

_SPACE = 0.25  # of the type size
_SAME_SIZE = 0.6  # points
_EDGES = 12.0  # points: columns that begin this near to one another are the same column


def wrapped_lines(
    pages: Sequence[PageText], asides: Sequence[dict[int, str]]
) -> Iterator[tuple[int, int]]:
    """Page and line of the lines that carry on the line above them, in order."""
    edges = _right_edges(pages, asides)
    for p, page in enumerate(pages):
        lefts = _lefts(page, asides[p])
        starts = [span.start for span, _ in page.words]
        for i in range(1, len(page.lines)):
            before, after = page.lines[i - 1], page.lines[i]
            if i in asides[p] or i - 1 in asides[p] or not _adjacent(page, i):
                continue
            last = page.words[bisect_left(starts, before.span.end) - 1][1]
            first = page.words[bisect_left(starts, after.span.start)][1]
            room = edges[_key(page, lefts[after.column])] - before.x1 - _SPACE * before.size
            if last.bold == first.bold and first.x1 - first.x0 > room:
                yield p, i


def _adjacent(page: PageText, i: int) -> bool:
    """Whether line `i` stands in one paragraph and type with the line before."""
    before, after = page.lines[i - 1], page.lines[i]
    between = page.text[before.span.end : after.span.start]
    return (
        "\n\n" not in between
        and i not in page.bullets
        and before.column == after.column
        and abs(before.size - after.size) < _SAME_SIZE
    )


def _lefts(page: PageText, asides: dict[int, str]) -> dict[int, float]:
    """Where the lines of each column begin."""
    lefts: dict[int, float] = {}
    for i, line in enumerate(page.lines):
        if i not in asides:
            lefts[line.column] = min(line.x0, lefts.get(line.column, line.x0))
    return lefts


def _right_edges(
    pages: Sequence[PageText], asides: Sequence[dict[int, str]]
) -> dict[tuple[int, int], float]:
    """How far the lines of columns go that begin at one place, on pages of one width."""
    edges: dict[tuple[int, int], float] = {}
    for page, left_out in zip(pages, asides, strict=True):
        lefts = _lefts(page, left_out)
        for i, line in enumerate(page.lines):
            if i not in left_out:
                key = _key(page, lefts[line.column])
                edges[key] = max(line.x1, edges.get(key, line.x1))
    return edges


def _key(page: PageText, left: float) -> tuple[int, int]:
    return round(page.frame.width), round(left / _EDGES)
