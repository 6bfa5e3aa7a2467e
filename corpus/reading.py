"""How a passage reads: white space folded and words that a line end split joined again."""

from __future__ import annotations

import html
import re

from corpus.span import Span, fold

_SPLIT_WORD = re.compile(r"([\w-]*\w)-\s*\n\s*(\w+)")
_SPLIT_RANGE = re.compile(r"(\d\.?)([-–])\s*\n\s*(\d)")
_CUT_OFF = re.compile(r"\s*\n\s*(?=[,;.:!?)])")  # a footnote mark stood before the sign
_SHORT_PREFIX = 2  # letters before a hyphen that belongs to the word: "e-pakalpojumi"


def as_read(text: str, pieces: tuple[Span, ...]) -> str:
    """The characters of `pieces` as a reader would say them; HTML entities resolved."""
    joined = "\n".join(piece.of(text) for piece in pieces)
    if len(pieces) > 1:
        joined = _CUT_OFF.sub("", joined)
    joined = _SPLIT_RANGE.sub(r"\1\2\3", joined)
    joined = _SPLIT_WORD.sub(_mend, joined)
    return fold(html.unescape(joined))


def _mend(match: re.Match[str]) -> str:
    before, after = match[1].rsplit("-", 1)[-1], match[2]
    coded = match[1].count("-") > 1  # "reg-18-draft-local-" / "plan"
    keeps = coded or len(before) <= _SHORT_PREFIX or before[-1].isdigit() or not after[0].islower()
    return f"{match[1]}-{after}" if keeps else f"{match[1]}{after}"
