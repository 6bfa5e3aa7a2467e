"""Quantities: the numbers of a text with their scale, unit and bound.

In: a text in Latvian or English. Out: `Quantity`s, and whether one text holds those of another.
"255 968", "255,968" and "255.968" may be one number, "1,5 milj. eiro" and "EUR 1.5 million" are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TypeVar

from corpus.letters import bare_fold

_NUMBER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*"
)
_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_WORD = re.compile(r"[^\W_]+|[%€$£]")
_FIGURE = re.compile(r"(?<![^\W\d_])\d")  # and not that of "km2"
_BEFORE = 40  # characters before a number in which its bound is said
_CURRENCIES = ("eur", "€", "$", "usd", "ls", "lvl", "£", "gbp")  # these stand before too
CURRENCIES = frozenset({"euro", "lats", "dollar", "pound"})
_SHORT = {"k": Decimal(1000), "m": Decimal(10**6), "bn": Decimal(10**9)}  # behind a currency
_YEARS = range(1900, 2100)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it may be read. `unit` and `bound` (`least`, `most`) are None where unsaid."""

    written: str
    readings: frozenset[Decimal]
    unit: str | None = None
    bound: str | None = None

    @property
    def is_year(self) -> bool:
        """Whether it is four digits that are likely a year."""
        return self.written.isdigit() and len(self.written) == 4 and int(self.written) in _YEARS

    def fits(self, other: Quantity) -> bool:
        """Whether the other says the same: value, unit and bound, where both have one."""
        # What has no reading is a time or the number of a section: it is what it looks like.
        alike = bool(self.readings & other.readings) or (
            not self.readings and self.written == other.written
        )
        return (
            alike
            and (self.unit == other.unit or None in (self.unit, other.unit))
            and (self.bound == other.bound or None in (self.bound, other.bound))
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """What numbers are multiplied by, and their unit; None where it is unsaid."""

    scale: Decimal = Decimal(1)
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    scales: Mapping[str, Decimal]
    units: Mapping[str, str]
    words: Mapping[str, Decimal]
    bounds: tuple[tuple[str, re.Pattern[str]], ...]
    ignored: frozenset[str]


def quantities(text: str) -> list[Quantity]:
    """Every number of `text`, in digits or as a word from two on, in its order."""
    return [number for number, _, _ in quantity_spans(text)]


def quantity_spans(text: str) -> list[tuple[Quantity, int, int]]:
    """The numbers of `text` with the place of each, from and to."""
    table = _table()
    found: list[tuple[Quantity, int, int]] = []
    rest = text
    for date in _DATE.finditer(text):
        found += [(_plain(part), *date.span()) for part in date.groups()]
        rest = rest[: date.start()] + " " * len(date[0]) + rest[date.end() :]
    for number in _NUMBER.finditer(rest):
        if bare_fold(_token(rest, number)) not in table.ignored:
            found.append((_read(rest, number), *number.span()))
    for word in _WORD.finditer(text):
        value = table.words.get(bare_fold(word[0]))
        if value is not None:
            found.append((Quantity(word[0].lower(), frozenset({value})), *word.span()))
    return sorted(found, key=lambda one: one[1])


def held(wanted: Quantity, said: Iterable[Quantity]) -> bool:
    """Whether any of the numbers said is the one wanted."""
    return any(wanted.fits(one) for one in said)


def measure_of(text: str) -> Measure:
    """What the numbers below a title count: "Izmaksas, tūkst. EUR", "Cost (£m)".

    It stands at the title's end, behind a comma or in brackets.
    """
    table = _table()
    inside = re.findall(r"\(([^()]*)\)", text)
    ends = [*reversed(inside), text.rpartition(",")[2], " ".join(text.split()[-2:])]
    for end in (end for end in ends if not _FIGURE.search(end)):
        words = [bare_fold(word) for word in _WORD.findall(end)]
        unit = next((u for w in words if (u := _lookup(table.units, w)) is not None), None)
        money = any(word in _CURRENCIES for word in words)
        scales = [_lookup(table.scales, w) or (_SHORT.get(w) if money else None) for w in words]
        scale = next((one for one in scales if one is not None), None)
        if unit is not None or scale is not None:
            return Measure(scale or Decimal(1), unit)
    return Measure()


def scale_of(word: str) -> Decimal | None:
    """What a word such as "million" multiplies by; None for any other."""
    return _lookup(_table().scales, bare_fold(word))


def is_unit(word: str) -> bool:
    """Whether the word is a unit of measurement or a currency."""
    return _lookup(_table().units, bare_fold(word)) is not None


def _plain(digits: str) -> Quantity:
    return Quantity(digits, frozenset({Decimal(digits)}))


def _token(text: str, number: re.Match[str]) -> str:
    """The run of letters and digits that the number is part of."""
    start, end = number.span()
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def _read(text: str, number: re.Match[str]) -> Quantity:
    table = _table()
    after = [bare_fold(w) for w in _WORD.findall(text[number.end() : number.end() + 30])[:2]]
    # A hyphen or another number between them parts a number from what follows.
    if re.match(r"\s*[-–—.,;:)]*\s*\d", text[number.end() :]):
        after = []
    before_text = text[max(0, number.start() - _BEFORE) : number.start()]
    before = [bare_fold(word) for word in _WORD.findall(before_text)]
    scale = Decimal(1)
    short = _SHORT if before and before[-1] in _CURRENCIES else {}
    if after and (found := _lookup(table.scales, after[0]) or short.get(after[0])):
        scale = found
        after = after[1:]
    unit = _lookup(table.units, after[0]) if after else None
    if before and before[-1] in _CURRENCIES:
        unit = unit or _lookup(table.units, before.pop())
    said = " ".join(before)
    bound = next((name for name, pattern in table.bounds if pattern.search(said)), None)
    readings = frozenset(reading * scale for reading in _readings(number[0]))
    return Quantity(re.sub(r"\s", "", number[0]), readings, unit, bound)


def _readings(written: str) -> frozenset[Decimal]:
    """The values that a number may have; none of times and of numbers of sections."""
    joined = re.sub(r"\s", "", written)
    marks = re.findall(r"[.,:]", joined)
    if ":" in marks:
        return frozenset()
    if len(set(marks)) == 2 and marks[-1] not in marks[:-1]:
        whole, _, part = joined.rpartition(marks[-1])
        return frozenset({Decimal(re.sub(r"[.,]", "", whole) + "." + part)})
    if len(marks) > 1:
        groups = re.split(r"[.,]", joined)
        grouped = len(set(marks)) == 1 and all(len(group) == 3 for group in groups[1:])
        return frozenset({Decimal("".join(groups))}) if grouped else frozenset()
    if not marks:
        return frozenset({Decimal(joined)})
    decimal = Decimal(joined.replace(",", "."))
    if len(joined.rpartition(marks[0])[2]) == 3 and " " not in written:
        return frozenset({decimal, Decimal(joined.replace(marks[0], ""))})
    return frozenset({decimal})


def _lookup(entries: Mapping[str, _T], word: str) -> _T | None:
    if word in entries:
        return entries[word]
    starts = (word[:end] + "*" for end in range(len(word), 2, -1))
    return next((entries[start] for start in starts if start in entries), None)


@cache
def _table() -> _Table:
    source = files("rag").joinpath("quantities.toml").read_text(encoding="utf-8")
    read = tomllib.loads(source)
    by_word = {
        key: {word: name for name, words in read[key].items() for word in words.split()}
        for key in ("scales", "units", "words")
    }
    return _Table(
        scales={word: Decimal(name) for word, name in by_word["scales"].items()},
        units=by_word["units"],
        words={word: Decimal(name) for word, name in by_word["words"].items()},
        bounds=tuple(
            (name, re.compile(rf"\b{read['bounds'][name][place]}"))
            for place in range(2)
            for name in ("most", "least")
        ),
        ignored=frozenset(read["ignored"]["tokens"].split()),
    )
