"""Folding of letters: case and diacritics away, so that spelling variants compare equal."""

from __future__ import annotations

import re
import unicodedata

# Letters whose diacritic is part of the glyph, which Unicode does not decompose.
_STROKED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ı": "i"}
)
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)


def bare(text: str) -> str:
    """`text` without diacritics, case kept: `Ceļš` → `Cels`."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def bare_fold(text: str) -> str:
    """`text` in lower case without diacritics: `Ceļš` → `cels`."""
    return bare(text).lower()


def tokens(text: str) -> list[str]:
    """The runs of letters and digits of `text`, as they stand."""
    return _TOKEN.findall(text)


def slug(text: str, longest: int = 60) -> str:
    """`text` as lower-case ASCII words joined by hyphens, at most `longest` characters."""
    words = re.findall(r"[a-z0-9]+", bare_fold(text))
    return "-".join(words)[:longest].rstrip("-") or "x"
