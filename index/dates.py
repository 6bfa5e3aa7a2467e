"""Dates as terms: "15. maijā", "15 May" and "15.05.2024" name the same day.

In: a text. Out: `@15.5` for a day, `@5/2024` for a month of a year; years alone are left to others.
`calendar` reads all of them in the order in which they stand, years too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.letters import bare_fold

_MONTHS = {
    "lv": ("janvar", "februar", "mart", "april", "maij", "junij", "julij", "august", "septembr",
           "oktobr", "novembr", "decembr"),
    "en": ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december"),
}  # fmt: skip
_ENDING = r"(?:is|s|a|am|i|im|u|os|us|iem)?"  # of a Latvian month in the singular or plural
_NAMED = {
    **{f"{stem}{_ENDING}": n for n, stem in enumerate(_MONTHS["lv"], 1)},
    **{name: n for n, name in enumerate(_MONTHS["en"], 1)},
}
_ANY = "|".join(sorted(_NAMED, key=len, reverse=True))
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?({_ANY})\b")
_MONTH_DAY = re.compile(rf"\b({'|'.join(_MONTHS['en'])})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![\d.])")
_DAYS_MONTH = re.compile(
    rf"\b(\d{{1,2}})\.?\s*(?:-|–|un|and|lidz|to)\s*(\d{{1,2}})\.?\s*({_ANY})\b"
)
_YEAR_MONTH = re.compile(
    rf"\b((?:19|20)\d\d)\s*\.?\s*(?:gada\s+)?(?:\d{{1,2}}\.?\s*(?:-|–|lidz|un)?\s*){{0,2}}({_ANY})\b"
)
_MONTH_YEAR = re.compile(rf"\b({_ANY})\s*,?\s*((?:19|20)\d\d)\b")
_DIGIT = re.compile(r"\d")
_NUMERIC = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b")
_DAYED = re.compile(rf"\b((?:19|20)\d\d)\s*\.?\s*(?:gada\s+)?(\d{{1,2}})\.?\s*({_ANY})\b")
_DAY_OF_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?({_ANY})\s*,?\s*((?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d,]|\.\d)")


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day, a month or a year; `month` and `day` are 0 where they are unsaid."""

    year: int
    month: int = 0
    day: int = 0

    def cut(self, other: Date) -> Date:
        """The date with no more parts than the other has."""
        month = self.month if other.month else 0
        return Date(self.year, month, self.day if month and other.day else 0)


def calendar(text: str) -> list[tuple[Date, int, int]]:
    """The dates of `text` that have a year, each with its place, in their order."""
    folded = "".join(one if len(one := bare_fold(letter)) == 1 else letter for letter in text)
    found: list[tuple[Date, int, int]] = []
    for pattern, read in _READ:
        for match in pattern.finditer(folded):
            if not any(match.start() < end and start < match.end() for _, start, end in found):
                found.append((read(*match.groups()), *match.span()))
    return sorted(found, key=lambda one: one[1])


def _number(written: str) -> int:
    return next(n for pattern, n in _NAMED.items() if re.fullmatch(pattern, written))


# The fullest first: what one has read is left to none behind it.
_READ: tuple[tuple[re.Pattern[str], Callable[..., Date]], ...] = (
    (_NUMERIC, lambda day, month, year: Date(int(year), int(month), int(day))),
    (_DAYED, lambda year, day, month: Date(int(year), _number(month), int(day))),
    (_DAY_OF_MONTH, lambda day, month, year: Date(int(year), _number(month), int(day))),
    (_YEAR_MONTH, lambda year, month: Date(int(year), _number(month))),
    (_MONTH_YEAR, lambda month, year: Date(int(year), _number(month))),
    (_YEAR, lambda year: Date(int(year))),
)


def date_terms(text: str) -> frozenset[str]:
    """The days and the months of a year that `text` names, in either language."""
    if not _DIGIT.search(text):
        return frozenset()
    folded = bare_fold(text)
    found: set[str] = set()
    for day, month, year in _NUMERIC.findall(folded):
        found |= {f"@{int(day)}.{int(month)}", f"@{int(month)}/{year}"}
    for day, month in _DAY_MONTH.findall(folded):
        found.add(f"@{int(day)}.{_number(month)}")
    for first, last, month in _DAYS_MONTH.findall(folded):
        found |= {f"@{int(first)}.{_number(month)}", f"@{int(last)}.{_number(month)}"}
    for month, day in _MONTH_DAY.findall(folded if "May" in text else folded.replace("may", "")):
        found.add(f"@{int(day)}.{_number(month)}")
    for year, month in _YEAR_MONTH.findall(folded):
        found.add(f"@{_number(month)}/{year}")
    for month, year in _MONTH_YEAR.findall(folded):
        found.add(f"@{_number(month)}/{year}")
    return frozenset(found)
