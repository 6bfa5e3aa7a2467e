"""Lines that belong to the printed page: running headers, footers, page numbers.

In: the texts of all pages. Out: for each page the lines that are artefacts, by their kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.pdf.page_lines import PageLine
from corpus.pdf.page_text import PageText
from corpus.span import fold

_EDGE = 4  # lines from the top or bottom of a column that may be furniture
_ZONE = 0.14  # share of the page's height, at the top and at the bottom
_SHARE = 0.3  # of the pages on which a running line stands, at least
_LEAST = 3
_SAME_PLACE = 6.0  # points
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|pg?\.?|lpp\.?|lapa|lk|psl\.?|seite|s\.|str\.?|strona)\s*)?"
    r"\d{1,4}(?:\s*\.?\s*(?:(?:/|of|no|iš|von|z)\s*\d{1,4}|lpp\.?|lapa|lk\.?|psl\.?|\.))?[-–—|\s]*",
    re.IGNORECASE,
)
Asides = dict[int, str]


def running_lines(pages: Sequence[PageText]) -> list[Asides]:
    """For each page the indices of such lines with `header`, `footer` or `page_number`."""
    places: dict[tuple[bool, str], list[tuple[int, int, float]]] = defaultdict(list)
    numbers: list[tuple[int, int, bool, float]] = []
    for page, text in enumerate(pages):
        for i, line in _edge_lines(text):
            at_top = line.top < text.frame.height / 2
            offset = line.base if at_top else text.frame.height - line.base
            read = fold(line.span.of(text.text))
            if _PAGE_NUMBER.fullmatch(read):
                numbers.append((page, i, at_top, offset))
            else:
                places[at_top, re.sub(r"\d+", "#", read)].append((page, i, offset))
    found: list[Asides] = [{} for _ in pages]
    least = max(_LEAST, min(_SHARE * len(pages), 12))
    for (at_top, _), seen in places.items():
        if len({page for page, _, _ in seen}) >= least and _is_steady([o for *_, o in seen]):
            for page, i, _ in seen:
                found[page][i] = "header" if at_top else "footer"
    for page, i, at_top, offset in numbers:
        others = {p for p, _, top, o in numbers if top == at_top and abs(o - offset) < _SAME_PLACE}
        if len(others) >= min(_LEAST, len(pages)) or len(pages) < _LEAST:
            found[page][i] = "page_number"
    return found


def _edge_lines(text: PageText) -> list[tuple[int, PageLine]]:
    """Lines in the zones at the top and bottom of the page."""
    height = text.frame.height
    top = sorted((line.base, i) for i, line in enumerate(text.lines) if line.base < _ZONE * height)[
        : 2 * _EDGE
    ]
    bottom = sorted(
        (-line.base, i) for i, line in enumerate(text.lines) if line.top > (1 - _ZONE) * height
    )[: 2 * _EDGE]
    return [(i, text.lines[i]) for _, i in [*top, *bottom]]


def _is_steady(offsets: list[float]) -> bool:
    """Whether a line stands at the same height on most of its pages."""
    middle = sorted(offsets)[len(offsets) // 2]
    return sum(abs(one - middle) < _SAME_PLACE for one in offsets) >= 0.6 * len(offsets)
