"""From a PDF page to its words: text, place, type size, weight.

In: a page that pypdfium2 has opened. Out: words in the page's own order, in an upright frame whose
origin is the top left corner; lengths are points.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-", 0xF0A8: "•"}
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how PDFium gives a hyphen at a line's end
_SPACES = {0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF}
_GAP = 0.45  # of a letter's height; a wider one divides words
_RAISED = 0.15  # of the type size above the baseline
_BOLD = 600  # font weight from which type is bold
_FORCE_BOLD = 1 << 18  # flag of a font descriptor
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"semibold", b"demi")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its box, baseline, type size in points; `unmapped` counts letters without meaning.

    `raised` are the first character and one past the last of figures above the baseline in it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool
    unmapped: int = 0
    raised: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """How the upright frame lies on the page: quarter turns clockwise, the page's own box."""

    turns: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left if self.turns % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        return self.top - self.bottom if self.turns % 2 == 0 else self.right - self.left

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page, whose y grows upwards, in the upright frame."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:  # text runs upwards
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """The inverse of `upright`."""
        if self.turns == 0:
            return x + self.left, self.top - y
        if self.turns == 1:
            return y + self.left, x + self.bottom
        if self.turns == 2:
            return self.right - x, y + self.bottom
        return self.right - y, self.top - x


@dataclass(frozen=True, slots=True)
class _Character:
    code: int
    x0: float
    y0: float
    x1: float
    y1: float
    origin: tuple[float, float]
    turns: int
    index: int


def page_words(page: Any) -> tuple[list[Word], list[Word], Frame]:
    """The words that stand upright, those that are turned against them, and the frame."""
    textpage = page.get_textpage()
    try:
        runs = _runs(textpage.raw)
        turns = Counter[int]()
        for run in runs:
            turns[run[0].turns] += len(run)
        main = turns.most_common(1)[0][0] if turns else 0
        frame = Frame(main, *page.get_cropbox())
        upright: list[Word] = []
        turned: list[Word] = []
        for run in runs:
            word = _word(textpage.raw, run, frame)
            if word is not None:
                (upright if run[0].turns == main else turned).append(word)
        return upright, turned, frame
    finally:
        textpage.close()


def _runs(textpage: Any) -> list[list[_Character]]:
    """Characters word by word, in the order of the page's content."""
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    runs: list[list[_Character]] = []
    open_run: list[_Character] = []
    for i in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if (code <= 0x20 and code not in _HYPHENS) or code in _SPACES:
            if open_run:
                runs.append(open_run)
                open_run = []
            continue
        pdfium.FPDFText_GetCharBox(textpage, i, left, right, low, high)
        pdfium.FPDFText_GetCharOrigin(textpage, i, x, y)
        turns = round(pdfium.FPDFText_GetCharAngle(textpage, i) / (math.pi / 2)) % 4
        character = _Character(
            code, left.value, low.value, right.value, high.value, (x.value, y.value), turns, i
        )
        if open_run and _parts(open_run, character):
            runs.append(open_run)
            open_run = []
        open_run.append(character)
    if open_run:
        runs.append(open_run)
    return runs


def _parts(run: list[_Character], after: _Character) -> bool:
    """Whether a character cannot belong to the word that is open."""
    before = run[-1]
    if before.turns != after.turns:
        return True
    tallest = max(max(one.y1 - one.y0, one.x1 - one.x0) for one in (*run[-6:], after))
    height = max(tallest, 4.0)
    dx, dy = after.origin[0] - before.origin[0], after.origin[1] - before.origin[1]
    along, across = ((dx, dy), (dy, dx), (-dx, dy), (-dy, dx))[before.turns]
    gap = (after.x0 - before.x1, after.y0 - before.y1, before.x0 - after.x1, before.y0 - after.y1)
    apart = gap[before.turns] > _GAP * height
    return abs(across) > height / 2 or along < -height or apart


def _word(textpage: Any, run: list[_Character], frame: Frame) -> Word | None:
    letters = [_letter(c.code) for c in run]
    text = unicodedata.normalize("NFC", "".join(letters))
    text = text[:-1].replace("\u00ad", "") + text[-1:].replace("\u00ad", "-")
    text = "".join(c for c in text if c.isprintable())
    if not text.strip():
        return None
    corners = [frame.upright(c.x0, c.y0) for c in run] + [frame.upright(c.x1, c.y1) for c in run]
    x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    if x1 < 0 or bottom < 0 or x0 > frame.width or top > frame.height:
        return None  # outside what the page shows
    size, bold = _type(textpage, run[len(run) // 2].index)
    base = frame.upright(*run[0].origin)[1]
    unmapped = sum(_is_unmapped(textpage, c) for c in run)
    raised = _raised(run, text, frame, size) if len(text) == len(run) else None
    return Word(text, x0, top, x1, bottom, base, size, bold, unmapped, raised)


def _raised(run: list[_Character], text: str, frame: Frame, size: float) -> tuple[int, int] | None:
    """Where figures stand above the baseline of the word's first letter."""
    bases = [frame.upright(*c.origin)[1] for c in run]
    lifted = [
        i
        for i, (sign, base) in enumerate(zip(text, bases, strict=True))
        if (sign.isdigit() or sign == "*") and bases[0] - base > _RAISED * size
    ]
    if not lifted or lifted[-1] - lifted[0] != len(lifted) - 1:
        return None
    return lifted[0], lifted[-1] + 1


def _letter(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code in _BULLETS:
        return _BULLETS[code]
    if 0xFB00 <= code <= 0xFB06:  # ligatures
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _is_unmapped(textpage: Any, character: _Character) -> bool:
    code = character.code
    private = 0xE000 <= code <= 0xF8FF and code not in _BULLETS
    broken = pdfium.FPDFText_HasUnicodeMapError(textpage, character.index) == 1
    return private or broken or code == 0xFFFD


def _type(textpage: Any, index: int) -> tuple[float, bool]:
    """Type size in points as it stands on the page, and whether it is bold."""
    matrix = pdfium.FS_MATRIX()
    scale = 1.0
    if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = pdfium.FPDFText_GetFontSize(textpage, index) * scale
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    weight = pdfium.FPDFText_GetFontWeight(textpage, index)
    named = any(part in name.value.lower() for part in _BOLD_NAMES)
    return round(size * 2) / 2, named or weight >= _BOLD or bool(flags.value & _FORCE_BOLD)
