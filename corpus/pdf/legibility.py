"""Whether a page's text layer says what the page shows: pictures of text, and broken letters.

In: the text of a page, and the page that pypdfium2 has opened. Out: whether it must be read by OCR.
A font whose table from glyphs to letters is broken gives text that looks like text and is none.
"""

from __future__ import annotations

import re
from typing import Any

import pypdfium2.raw as pdfium
import simplemma

from corpus.language import detect_language
from corpus.letters import bare_fold
from corpus.pdf.page_text import PageText

_FEW_WORDS = 5  # a page with fewer has no text layer to speak of
_PICTURE = 0.3  # share of the page that pictures cover
_DRAWN = 300  # drawn shapes on a page without words: letters turned into outlines
_UNMAPPED = 0.2  # share of letters for which the font gives no meaning
_LEAST_LETTERS = 60
_SIGNS = 0.3  # share of characters that are neither letters nor digits
_VOWELS = (0.2, 0.62)  # share of letters that are vowels in the six languages
_MIXED = 0.3  # share of words with a capital, digit or sign inside
_KNOWN = 0.15  # share of words that the language knows
_INSIDE = re.compile(r"[^\W\d_][\d\W_]+[^\W\d_]|[a-zāčēģīķļņšūž][A-ZĀČĒĢĪĶĻŅŠŪŽ]")
_PLAIN_INSIDE = re.compile(r"[-–'’./&@]")


def is_picture(text: PageText, page: Any) -> bool:
    """Whether the page shows something but has no text layer."""
    if len(text.words) >= _FEW_WORDS:
        return False
    shapes, covered = 0, 0.0
    left, bottom, right, top = page.get_cropbox()
    area = max(1.0, (right - left) * (top - bottom))
    for one in page.get_objects(max_depth=3):
        shapes += one.type == pdfium.FPDF_PAGEOBJ_PATH
        if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = one.get_bounds()
            covered += max(0.0, x1 - x0) * max(0.0, y1 - y0)
    return covered >= _PICTURE * area or shapes >= _DRAWN


def is_illegible(text: PageText) -> bool:
    """Whether the page's letters make no words of any language that planqa knows."""
    words = [word for _, word in text.words]
    characters = sum(len(word.text) for word in words)
    if characters < _LEAST_LETTERS:
        return False
    if sum(word.unmapped for word in words) > _UNMAPPED * characters:
        return True
    return _looks_wrong([word.text for word in words]) and not _makes_words(text.text)


def _looks_wrong(words: list[str]) -> bool:
    """Whether the letters are not spread as in a language of Latin script."""
    said = bare_fold("".join(words))
    letters = [c for c in said if c.isalpha()]
    latin = [c for c in letters if "a" <= c <= "z"]
    if len(letters) >= _LEAST_LETTERS and len(latin) < len(letters) / 2:
        return not any("Ͱ" <= c <= "ӿ" for c in letters)  # Greek and Cyrillic
    signs = sum(not c.isalnum() for c in said) / len(said)
    vowels = sum(c in "aeiouy" for c in latin) / max(1, len(latin))
    mixed = sum(bool(_INSIDE.search(_PLAIN_INSIDE.sub("", word))) for word in words) / len(words)
    spread = len(latin) >= _LEAST_LETTERS and not _VOWELS[0] <= vowels <= _VOWELS[1]
    return signs > _SIGNS or spread or mixed > _MIXED


def _makes_words(text: str) -> bool:
    sample = text[:4000]
    return simplemma.in_target_language(sample, lang=detect_language(sample)) >= _KNOWN
