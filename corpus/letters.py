"""Folding of letters: case and diacritics away, so that spelling variants compare equal."""

from __future__ import annotations

import re
import unicodedata

# Letters whose diacritic is part of the glyph, which Unicode does not decompose.
_STROKED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ı": "i"}
)
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)


class _Bare(dict[int, str]):
    """Code point to what is left of the letter; each is worked out when it is first met.

    Decomposition goes letter by letter, and only the order of marks depends on their neighbours:
    with the marks away, a text is its letters one after another.
    """

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code).translate(_STROKED))
        self[code] = "".join(c for c in decomposed if not unicodedata.combining(c))
        return self[code]


_BARE = _Bare()


def bare(text: str) -> str:
    """`text` without diacritics, case kept: `Ceļš` → `Cels`."""
    return text if text.isascii() else text.translate(_BARE)


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
