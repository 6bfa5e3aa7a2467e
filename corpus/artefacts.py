"""Lines that belong to the page, not to the text: footers, page numbers, footnotes, links.

In: the lines of a text. Out: for each line a verdict, so that the reader can carry on a sentence
across them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.headings import is_contents_line
from corpus.lines import Line

_BARE_NUMBER = re.compile(r"\d{1,4}")
_URL = re.compile(r"(https?://|www\.)\S+")
_PAGE_EDGE = re.compile(r"^\W*\d{1,4}\W+|\W+\d{1,4}\W*$")
_SHORTEST_FOOTER = 15
_EDGE = 2  # lines of a page's top or bottom that may be running ones
_LEAST_PAGES = 3  # with the same line there
_SHARE = 0.3  # of all pages, at least
_NEXT_MARKS = 3  # footnote marks may be missing from an extract, but rarely more than two


@dataclass(frozen=True, slots=True)
class Aside:
    """What a line out of the flow is: an artefact's kind, `footnote` or `link`.

    Lines of one footnote share `group` (its number); `opens` marks the line with the number.
    """

    kind: str
    group: int = 0
    opens: bool = False


def find_asides(lines: list[Line], gap: int, pages: Sequence[int] = ()) -> dict[int, Aside]:
    """Verdicts by index into `lines`; a line without one is text.

    `gap` is as `usual_gap` gives it, `pages` are where pages begin, if the text says so.
    """
    asides = _footers(lines) | _running(lines, pages)
    asides |= {
        i: Aside("link")
        for i, line in enumerate(lines)
        if i not in asides and _URL.fullmatch(line.text)
    }
    _footnotes(lines, asides, gap)
    for i, line in enumerate(lines):
        if i not in asides and _is_page_number(lines, i, line, gap):
            asides[i] = Aside("page_number")
    return asides


def _footers(lines: list[Line]) -> dict[int, Aside]:
    """Lines that recur with another page number each time."""
    shapes: dict[str, set[str]] = {}
    count: Counter[str] = Counter()
    for line in lines:
        shape = _shape(line)
        if shape:
            shapes.setdefault(shape, set()).add(line.text)
            count[shape] += 1
    running = {
        shape for shape, texts in shapes.items() if count[shape] >= 2 and len(texts) == count[shape]
    }
    return {i: Aside("footer") for i, line in enumerate(lines) if _shape(line) in running}


def _running(lines: list[Line], pages: Sequence[int]) -> dict[int, Aside]:
    """Lines at the top or bottom of a page that stand there on several others too."""
    sheets: list[list[int]] = [[] for _ in range(len(pages) + 1)]
    for i, line in enumerate(lines):
        sheets[bisect_right(pages, line.span.start)].append(i)
    sheets = [sheet for sheet in sheets if sheet]
    found: dict[int, Aside] = {}
    for kind, edge in (("header", slice(None, _EDGE)), ("footer", slice(-_EDGE, None))):
        shapes = [{_worded(lines[i]): i for i in sheet[edge]} for sheet in sheets]
        count = Counter(shape for seen in shapes for shape in seen if shape)
        least = max(_LEAST_PAGES, _SHARE * len(sheets))
        running = {shape for shape, pages_with in count.items() if pages_with >= least}
        found |= {
            i: Aside(kind) for seen in shapes for shape, i in seen.items() if shape in running
        }
    return found


def _worded(line: Line) -> str:
    """What a running line says on each page: its words; nothing where it has none."""
    said = re.sub(r"\d+", "#", " ".join(line.text.split()))
    return said if any(c.isalpha() for c in said) else ""


def _shape(line: Line) -> str | None:
    without = _PAGE_EDGE.sub("", line.text)
    if is_contents_line(line.text):
        return None
    spaced = re.search(r"\s{2,}\d{1,4}$|^\d{1,4}\s{2,}|\|\s*\d{1,4}$|^\d{1,4}\s*\|", line.text)
    if spaced and len(without) >= _SHORTEST_FOOTER and not without.endswith(":"):
        return without
    return None


def _footnotes(lines: list[Line], asides: dict[int, Aside], gap: int) -> None:
    """Marks are bare numbers that cut a sentence; the same number later opens the footnote."""
    marked: set[int] = set()
    told: set[int] = set()
    for i, line in enumerate(lines):
        if i in asides or not _BARE_NUMBER.fullmatch(line.text):
            continue
        number = int(line.text)
        after = lines[i + 1] if i + 1 < len(lines) else None
        last = max(marked, default=0)
        if i > 0 and last < number <= last + _NEXT_MARKS and _cuts_a_sentence(line, after, gap):
            marked.add(number)
            asides[i] = Aside("footnote_mark")
        elif number in marked - told and after is not None and after.gap == 0:
            told.add(number)
            asides[i] = Aside("footnote", number, opens=True)
            _footnote_text(lines, i + 1, number, asides)


def _cuts_a_sentence(line: Line, after: Line | None, gap: int) -> bool:
    """Whether text goes on right behind a bare number: punctuation, or a word in lower case."""
    if after is None or after.gap > 0 or line.gap > gap:
        return False
    return not after.text[0].isalnum() or after.text[0].islower() or line.gap == 0


def _footnote_text(lines: list[Line], first: int, number: int, asides: dict[int, Aside]) -> None:
    for i in range(first, len(lines)):
        line = lines[i]
        begins_page = line.indent == " " and i > first
        if _BARE_NUMBER.fullmatch(line.text) or begins_page or line.gap > 1:
            return
        asides[i] = Aside("footnote", number)


def _is_page_number(lines: list[Line], i: int, line: Line, gap: int) -> bool:
    if not _BARE_NUMBER.fullmatch(line.text):
        return False
    after = lines[i + 1] if i + 1 < len(lines) else None
    return line.gap > gap and (after is None or after.gap > gap or after.indent == " ")
