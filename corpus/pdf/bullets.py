"""Bullets that are drawn and not written: browsers print the dots of a list as shapes.

In: a page that pypdfium2 has opened, and the lines of its text. Out: the lines that have a small
filled shape in front of them, as wide as it is high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfMatrix

from corpus.pdf.page_lines import PageLine
from corpus.pdf.rulings import DEEPEST, within_forms
from corpus.pdf.words import Frame

_LEAST, _MOST = 0.15, 0.75  # of the type size: a bullet's width and height
_LARGEST = 12.0  # points
_SQUARE = 1.25  # its longer side to its shorter one
_BEFORE = 2.5  # of the type size: how far in front of the line at most
_SHAPES = 500  # on a page; more make a drawing


@dataclass(frozen=True, slots=True)
class Dot:
    """The box of a small shape, in points of the upright frame."""

    x0: float
    top: float
    x1: float
    bottom: float


def dots(page: Any, frame: Frame) -> list[Dot]:
    """The small shapes on the page that are as wide as they are high."""
    found = list(_dots(page, frame))
    return found if len(found) <= _SHAPES else []


def lines_with_bullets(lines: Sequence[PageLine], shapes: Sequence[Dot]) -> dict[int, float]:
    """Left edge of the bullet of each line that has one, by the line's index."""
    found: dict[int, float] = {}
    for dot in shapes:
        middle = (dot.top + dot.bottom) / 2
        beside = [
            i
            for i, line in enumerate(lines)
            if line.top <= middle <= line.bottom
            and 0 < line.x0 - dot.x1 <= _BEFORE * line.size
            and _LEAST * line.size <= dot.x1 - dot.x0 <= _MOST * line.size
        ]
        if beside:
            found[min(beside, key=lambda i: lines[i].x0)] = dot.x0
    return found


def _dots(page: Any, frame: Frame) -> Iterator[Dot]:
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=DEEPEST):
        left, bottom, right, top = one.get_bounds()
        matrix = within_forms(one, PdfMatrix())
        ax, ay = frame.upright(*matrix.on_point(left, bottom))
        bx, by = frame.upright(*matrix.on_point(right, top))
        dot = Dot(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        width, height = dot.x1 - dot.x0, dot.bottom - dot.top
        square = 0 < max(width, height) <= _SQUARE * min(width, height)
        if square and width <= _LARGEST:
            yield dot
