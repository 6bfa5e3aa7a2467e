"""The form an answer has: a share, a date, a sum, a length, a person, any number.

In: a question's cues, and a text. Out: whether the text holds something of that form. "How long
is the runway" is not answered by a passage that names the runway and no length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from corpus.letters import bare_fold
from corpus.lexicon import signs
from corpus.model import Passage

TYPES = ("percent", "date", "money", "length", "area", "person", "number")

_BEFORE, _BEHIND = 2, 4  # words around a number in which what it counts is looked for
_NUMBER_WORDS = """
viens viena divi divas divus tris cetri cetras cetrus pieci piecas piecus sesi sesas sesus septini
septinas septinus astoni astonas devini devinas desmit vienpadsmit divpadsmit trispadsmit
cetrpadsmit piecpadsmit abi abas simts tukstosi one two three four five six seven eight nine ten
eleven twelve thirteen fourteen fifteen hundred thousand
"""
_UPPER, _LOWER = "A-ZĀČĒĢĪĶĻŅŠŪŽÉ", "a-zāčēģīķļņšūžáéñóô"
_MULTIPLES = r"(?:milj\w*\.?\s*|tūkst\w*\.?\s*|mln\.?\s*)?"
_PATTERNS = {
    "percent": re.compile(r"\d\s*%|\bprocent|per ?cent", re.IGNORECASE),
    "money": re.compile(
        rf"\d[\d\s.,]*{_MULTIPLES}(?:eiro\b|euros?\b|eur\b|€|£|\$)|(?:€|eur|£|gbp|\$)\s*\d",
        re.IGNORECASE,
    ),
    "length": re.compile(r"\d\s*(?:km|m|metr\w*|kilometr\w*|jūdz\w*)\b", re.IGNORECASE),
    "area": re.compile(r"\d\s*(?:ha|hekt\w*|km2|km²|kv\.?\s?km)\b", re.IGNORECASE),
    "person": re.compile(rf"\b[{_UPPER}]\w*[{_LOWER}]\s(?:de\s)?[{_UPPER}][{_LOWER}]{{2,}}"),
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b|\b\d{1,2}[:.]\d\d\b")


_UNITS = {
    "percent": re.compile(r"%|\bprocent|\bper ?cent", re.IGNORECASE),
    "money": re.compile(r"\b(?:eiro|euros?|eur|gbp|usd)\b|[€£$]", re.IGNORECASE),
    "length": re.compile(r"\b(?:km|kilomet\w+|metr\w+)\b|[(,]\s*m\b", re.IGNORECASE),
    "area": re.compile(r"\b(?:ha|hekt\w*|km2|m2)\b|\bk?m²", re.IGNORECASE),
}


def held_in(kind: str, passage: Passage) -> bool:
    """Whether a passage holds something of the form `kind`; the names of a table's columns, and
    the title of a row, say of what unit its figures are."""
    if holds(kind, passage.text):
        return True
    unit = _UNITS.get(kind)
    if unit is None or passage.kind != "row" or not any(c.isdigit() for c in passage.text):
        return False
    return bool(unit.search(f"{passage.context or ''} {passage.text}"))


def holds(kind: str, text: str) -> bool:
    """Whether `text` holds something of the form `kind` (one of TYPES)."""
    if kind == "number":
        return bool(re.search(r"\d", text)) or bool(_number_words().search(bare_fold(text)))
    if kind == "date":
        return bool(_YEAR.search(text)) or any(
            signs().is_month(word) for word in re.findall(r"[^\W\d_]{3,}", text)
        )
    return bool(_PATTERNS[kind].search(text))


@cache
def _number_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS.split())})\b")


def counts(text: str, counted: Callable[[str], bool]) -> bool:
    """Whether a number in `text` stands right beside what is counted.

    `counted` says whether a few words name it: "68 projekti", "septiņas slimnīcas".
    """
    words = re.findall(r"[^\W_]+", text)
    for i, word in enumerate(words):
        if (word.isdigit() or _number_words().fullmatch(bare_fold(word))) and counted(
            " ".join(words[max(0, i - _BEFORE) : i] + words[i + 1 : i + 1 + _BEHIND])
        ):
            return True
    return False
