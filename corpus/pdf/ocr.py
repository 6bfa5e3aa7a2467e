"""Reads a page from its picture, with tesseract.

In: a page that pypdfium2 has opened. Out: its words with their places, as if it had a text layer.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from statistics import median
from typing import Any

from corpus.errors import PlanqaError
from corpus.pdf.page_text import PageText, set_text
from corpus.pdf.words import Frame, Word

_LANGUAGES = ("lav", "eng", "est", "lit", "deu", "pol")
_RESOLUTION = 300  # dots an inch, at which tesseract reads best
_MOST_PIXELS = 24_000_000
_SURE = 30  # of 100: tesseract's confidence below which a word is a stain
_SECONDS = 120  # for one page
_LARGE = 1.45  # times the usual height of a line: a heading
_MOST_NAMED = 8  # pages in a message
INSTALL_OCR = (
    "install planqa[ocr] and tesseract "
    "(Debian: apt install tesseract-ocr tesseract-ocr-lav tesseract-ocr-eng)"
)


def has_ocr() -> bool:
    """Whether pages can be read from their pictures here."""
    return find_spec("pytesseract") is not None and shutil.which("tesseract") is not None


def ocr_missing(pages: Sequence[tuple[int, str]]) -> PlanqaError:
    """The error for pages, by their numbers, that cannot be read without OCR, each with why."""
    return PlanqaError("ocr_missing", f"{unread_pages(pages)}; {INSTALL_OCR}", 422)


def unread_pages(pages: Sequence[tuple[int, str]]) -> str:
    """ "page 1 is a picture without text, page 7 has text with broken letters"."""
    shown = [f"page {number} {why}" for number, why in pages[:_MOST_NAMED]]
    left = len(pages) - len(shown)
    return ", ".join(shown) + (f", and {left} more" if left else "")


def read_picture(page: Any) -> PageText:
    """Read a page by OCR.

    Raises:
        PlanqaError: `ocr_missing` when no language is installed, `ocr_failed` when tesseract
            fails or takes too long.
    """
    import pytesseract

    width, height = page.get_size()
    scale = min(_RESOLUTION / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True).to_pil()
    try:
        installed = set(pytesseract.get_languages())
        languages = [one for one in _LANGUAGES if one in installed]
        if not languages:
            raise PlanqaError("ocr_missing", f"tesseract has no language; {INSTALL_OCR}", 422)
        found = pytesseract.image_to_data(
            picture,
            lang="+".join(languages),
            timeout=_SECONDS,
            output_type=pytesseract.Output.DICT,
        )
    except (pytesseract.TesseractError, RuntimeError) as error:
        raise PlanqaError(
            "ocr_failed", f"tesseract could not read a page of the PDF: {error}", 422
        ) from error
    frame = Frame(page.get_rotation() // 90 % 4, *page.get_cropbox())
    return set_text(_words(found, scale), (), (), frame)


def _words(found: dict[str, list[Any]], scale: float) -> list[Word]:
    """Tesseract's words in points; those of a line share its baseline and type size."""
    lines: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for i, text in enumerate(found["text"]):
        if str(text).strip() and float(found["conf"][i]) >= _SURE:
            key = (found["block_num"][i], found["par_num"][i], found["line_num"][i])
            lines[key].append(i)
    heights = {key: max(found["height"][i] for i in own) / scale for key, own in lines.items()}
    usual = median(heights.values()) if heights else 10.0
    words: list[Word] = []
    for key, own in lines.items():
        size = heights[key] if heights[key] > _LARGE * usual else usual
        base = median((found["top"][i] + found["height"][i]) / scale for i in own)
        for i in own:
            left, top = found["left"][i] / scale, found["top"][i] / scale
            right = left + found["width"][i] / scale
            bottom = top + found["height"][i] / scale
            text = "".join(c for c in str(found["text"][i]) if c.isprintable()).strip()
            if text:
                words.append(
                    Word(text, left, top, right, bottom, base, round(size * 2) / 2, bold=False)
                )
    return words
