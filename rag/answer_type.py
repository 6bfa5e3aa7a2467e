"""The form an answer has: a share, a date, an hour, a sum, a length, a number and the like.

In: a question's cues, and a text. Out: whether the text holds something of that form. "How long
is the runway" is not answered by a passage that names the runway and no length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from corpus.letters import bare_fold
from corpus.lexicon import signs
from corpus.model import Passage
from index.thesaurus import thesaurus

TYPES = ("percent", "date", "time", "money", "length", "duration", "area", "person", "number")

_KEPT = 10_000  # pairs of words in capitals
_BEFORE, _BEHIND = 2, 4  # words around a number in which what it counts is looked for
_NUMBER_WORDS = """
viens viena tris trim triju trijas trijos abi abas abos simts simti tukstosi one two three four five
six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty sixty
hundred thousand
"""
_INFLECTED = (
    r"(?:div|cetr|piec|ses|septin|aston|devin)(?:i|as|us|iem|am|u|os)"
    r"|(?:vien|div|tris|cetr|piec|ses|septin|aston|devin)(?:padsmit|desmit)|desmit"
)
# Numbers that count nothing: a share, a date, a year, what an abbreviation numbers ("SDG 5").
_NO_COUNT = re.compile(
    r"\d[\d\s.,]*%|\b\d{1,2}\.\d{1,2}\.\d{4}|\b(?:19|20)\d\d\b\.?(?=\s*(?:[-–]|gad))"
    r"|\b[A-ZĀČĒĢĪĶĻŅŠŪŽ]{2,}\s\d+(?![\d\s]*\d)|(?<=[-–])\s*(?:19|20)\d\d\b"
    r"|\b(?:in|by|since|until|from) (?:19|20)\d\d\b"
)
# Between a number and what it counts: "the number of lanes from four to six".
_BETWEEN = re.compile(r"skait(?:s|u|a)|no|līdz|ir|par|of|the|from|to|is|are", re.IGNORECASE)
_UPPER, _LOWER = "A-ZĀČĒĢĪĶĻŅŠŪŽÉ", "a-zāčēģīķļņšūžáéñóô"
_MULTIPLES = r"(?:milj\w*\.?\s*|tūkst\w*\.?\s*|mln\.?\s*)?"
_PATTERNS = {
    "percent": re.compile(r"\d\s*%|\bprocent|per ?cent", re.IGNORECASE),
    "time": re.compile(
        r"\b(?:[01]?\d|2[0-4])[:.][0-5]\d\b(?![.:]?\d)|\bplkst\b|\d ?[ap]\.?m\b|o.clock",
        re.IGNORECASE,
    ),
    "money": re.compile(
        rf"\d[\d\s.,]*{_MULTIPLES}(?:eiro\b|euros?\b|eur\b|€|£|\$)|(?:€|eur|£|gbp|\$)\s*\d",
        re.IGNORECASE,
    ),
    "length": re.compile(
        r"\d\s*(?:km|c?m|metr\w*|meters?|kilomet\w*|jūdz\w*|miles?)\b", re.IGNORECASE
    ),
    "area": re.compile(
        r"\d\s*(?:ha\b|hekt\w*|hectares?|acres?|k?m ?[2²]|kv\.?\s?k?m\b|kvadrāt\w*"
        r"|sq(?:uare\b|\.|\b)?\s?(?:k?m\b|met\w*|kilomet\w*|miles?|f(?:ee)?t\b))",
        re.IGNORECASE,
    ),
    "person": re.compile(rf"\b[{_UPPER}]\w*[{_LOWER}]\s(?:de\s)?[{_UPPER}][{_LOWER}]{{2,}}"),
}
# "Latgale Strategy 2030" is a name, and says when nothing is or was.
_TITLED_YEAR = re.compile(
    r"\b(?:strat[eē][gģ]\w*|programm\w*|plān\w*|plans?|agenda|visions?|vīzij\w*|NAP|LIAS) ?"
    r"20\d\d\b(?!\.|\s?[-–])|\b20\d\d(?= (?:strat[eē][gģ]|agenda|vision|vīzij))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b|\b\d{1,2}[:.]\d\d\b")


_TIMES = (
    r"(?:gad|menes|nedel|dien|stund|minut|dekad|years?\b|months?\b|weeks?\b|days?\b|hours?\b"
    r"|minutes?\b|decades?\b)"
)
_ENDING = r"\b(?:lidz|until|till|by)\b[^.;]{0,25}?\b(?:19|20)\d\d\b"
_FROM_TO = r"\b(?:19|20)\d\d\.?\s?[–-]\s?(?:19|20)\d\d\b"
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
    if kind == "duration":
        return bool(_durations().search(bare_fold(text)))
    if kind == "number":
        return bool(re.search(r"\d", text)) or bool(_number_words().search(bare_fold(text)))
    if kind == "date":
        return bool(_YEAR.search(_TITLED_YEAR.sub(" ", text))) or any(
            signs().is_month(word) for word in re.findall(r"[^\W\d_]{3,}", text)
        )
    if kind == "person":
        return any(_is_person(match[0]) for match in _PATTERNS[kind].finditer(text))
    return bool(_PATTERNS[kind].search(text))


@lru_cache(_KEPT)
def _is_person(name: str) -> bool:
    """Whether two words in capitals are no part of what a body or place is called: "Latvijas
    Investīciju" is nobody."""
    return not thesaurus().matches(name)


@cache
def _number_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS.split())}|{_INFLECTED})\b")


@cache
def _durations() -> re.Pattern[str]:
    """So many years and the like, a span of years, or until when; of folded text."""
    number = rf"(?:\b\d+|\b(?:{'|'.join(_NUMBER_WORDS.split())}|{_INFLECTED})\b)\)?"
    within = r"\b(?:gada|menesa|nedelas|dienas|stundas) laika\b"
    whole = r"(?:(?:darba|kalendar\w*|piln\w*|working|calendar|full|more) )?"
    return re.compile(rf"{number}[- ]{whole}{_TIMES}|{within}|{_ENDING}|{_FROM_TO}")


def counts(text: str, counted: Callable[[str], bool]) -> bool:
    """Whether a number in `text` stands right beside what is counted.

    `counted` says whether a few words name it: "68 projekti", "septiņas slimnīcas". Shares, dates
    and years count nothing: "99 % of the residents" does not say how many there are.
    """
    said = re.findall(r"[^\W_]+", _NO_COUNT.sub(" ", text))
    words = [word for word in said if not _BETWEEN.fullmatch(word)]
    for i, word in enumerate(words):
        if (word.isdigit() or _number_words().fullmatch(bare_fold(word))) and counted(
            " ".join(words[max(0, i - _BEFORE) : i] + words[i + 1 : i + 1 + _BEHIND])
        ):
            return True
    return False
