"""Headings by their type and by bookmarks.

In: the texts of all pages, the lines that are page furniture, bookmarks. Out: titles, as ranges of
lines of a page with a level: bookmarks say it, else larger type, else bold type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.letters import bare_fold
from corpus.pdf.page_lines import PageLine
from corpus.pdf.page_text import PageText

_COVER = 1.25  # of the text's size: type of a cover's title, whose lines may stand far apart
_SPACED = 1.55  # times its size by which large type is spaced, at most
_LARGER = 0.9  # points above the text's own size
_MOST_LINES = 4
_LONGEST = 220  # characters
_LEVELS = 6
_WORD = re.compile(r"[^\W\d_]{4}")
_LETTERS = 0.6  # share of a title's characters that are letters


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the file's outline: level from 1, title, index of its page."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class TypedTitle:
    """A heading on lines `first` to `stop` (one past the last) of a page."""

    page: int
    first: int
    stop: int
    level: int | None
    text: str
    size: float


def typed_titles(
    pages: Sequence[PageText],
    asides: Sequence[dict[int, str]],
    bookmarks: Sequence[Bookmark],
    scanned: frozenset[int] = frozenset(),
) -> list[TypedTitle]:
    """The titles of all pages, in order.

    Of the pages that are `scanned`, by their indices, large type counts only where it makes words,
    and not at all where they are few among others, such as a cover: it may be part of a picture.
    """
    body = body_size(pages)
    cover = _COVER * body
    large = body + _LARGER
    groups = [
        g for page in range(len(pages)) for g in _groups(pages, page, asides[page], cover, large)
    ]
    few = 2 * len(scanned) < len(pages)
    groups = [g for g in groups if g.page not in scanned or (not few and _makes_words(g.text))]
    marked = _by_bookmark(pages, asides, bookmarks)
    found = {(t.page, t.first): t for t in marked}
    taken = {(t.page, line) for t in marked for line in range(t.first, t.stop)}
    rest = [g for g in groups if not taken & {(g.page, n) for n in range(g.first, g.stop)}]
    sizes = sorted({g.size for g in rest if g.size >= body + _LARGER}, reverse=True)
    for group in rest:
        if group.size >= body + _LARGER:
            level = None if marked else min(_LEVELS, _rank(sizes, group.size) + 1)
        elif group.level == 0 and group.size >= body - 0.6:  # bold, at the size of the text
            level = None
        else:
            continue
        found[group.page, group.first] = TypedTitle(
            group.page, group.first, group.stop, level, group.text, group.size
        )
    return [found[key] for key in sorted(found)]


def _makes_words(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return bool(_WORD.search(text)) and letters > _LETTERS * len(text.replace(" ", ""))


def _rank(sizes: Sequence[float], size: float) -> int:
    """How many clearly larger sizes there are."""
    rank, last = 0, sizes[0]
    for one in sizes:
        if one < last - 0.6:
            rank, last = rank + 1, one
        if one <= size:
            break
    return rank


def body_size(pages: Sequence[PageText]) -> float:
    """The type size of most of the text, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.span)
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.0)


def _groups(
    pages: Sequence[PageText], page: int, asides: dict[int, str], cover: float, large: float
) -> list[TypedTitle]:
    """Lines of one size and weight that follow one another; `level` 0 marks bold ones."""
    text = pages[page].text
    found: list[list[int]] = []
    lines = pages[page].lines
    for i, line in enumerate(lines):
        if i in asides:
            continue
        if (
            found
            and found[-1][-1] == i - 1
            and _same(lines[i - 1], line, text, apart=page == 0 and line.size >= cover, large=large)
        ):
            found[-1].append(i)
        else:
            found.append([i])
    titles = []
    for group in found:
        read = " ".join(lines[i].span.of(text) for i in group)
        tabular = any(lines[i].span.of(text).count("  ") > 1 for i in group)
        short = len(group) <= _MOST_LINES and len(read) <= _LONGEST
        if short and not tabular and any(c.isalpha() for c in read):
            first = lines[group[0]]
            level = 0 if first.bold else None
            titles.append(TypedTitle(page, group[0], group[-1] + 1, level, read, first.size))
    return titles


def _same(before: PageLine, after: PageLine, text: str, *, apart: bool, large: float) -> bool:
    """Whether a line goes on in the type of the line before, with no gap between.

    Lines of `large` type stand further apart than those of the text; a number begins a title.
    """
    gap = "\n\n" in text[before.span.end : after.span.start]
    leap = after.base - before.base
    begins = after.span.of(text)[:1].isdigit()
    spaced = before.size >= large and leap < _SPACED * before.size and not begins
    near = (leap < 1.7 * before.size and not gap) or spaced
    return (
        abs(before.size - after.size) < 0.6
        and before.bold == after.bold
        and before.column == after.column
        and (near or apart)
    )


def _by_bookmark(
    pages: Sequence[PageText], asides: Sequence[dict[int, str]], bookmarks: Sequence[Bookmark]
) -> list[TypedTitle]:
    """Lines that say what a bookmark of their page says."""
    found: list[TypedTitle] = []
    taken: set[tuple[int, int]] = set()
    for mark in bookmarks:
        wanted = _key(mark.title)
        if not wanted or not 0 <= mark.page < len(pages):
            continue
        for page in (mark.page, mark.page + 1):
            place = (
                _find(pages[page], asides[page], wanted, page, taken) if page < len(pages) else None
            )
            if place:
                first, stop = place
                lines = pages[page].lines[first:stop]
                read = " ".join(line.span.of(pages[page].text) for line in lines)
                found.append(
                    TypedTitle(page, first, stop, min(mark.level, _LEVELS), read, lines[0].size)
                )
                taken |= {(page, i) for i in range(first, stop)}
                break
    return found


def _find(
    page: PageText, asides: dict[int, str], wanted: str, number: int, taken: set[tuple[int, int]]
) -> tuple[int, int] | None:
    for first in range(len(page.lines)):
        if first in asides or (number, first) in taken:
            continue
        read = ""
        for stop in range(first + 1, min(first + 1 + _MOST_LINES, len(page.lines) + 1)):
            read += _key(page.lines[stop - 1].span.of(page.text))
            if read == wanted:
                return first, stop
            if not wanted.startswith(read):
                break
    return None


def _key(text: str) -> str:
    return "".join(c for c in bare_fold(text) if c.isalnum())
