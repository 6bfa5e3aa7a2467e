"""The numbers that Word prints before paragraphs but does not store in them.

In: the numbering part of a DOCX, and paragraphs one after another. Out: the marker of each, such
as "1.2.", "c)" or "•". ECMA-376, part 1, section 17.9.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_BULLETS = {
    "o": "•",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "§": "▪",
    "·": "•",
}
_ROMANS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST = 9999  # above, a number is no number of a list


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts paragraphs by list and level."""

    def __init__(self, part: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        for abstract in part.findall(qn("w:abstractNum")) if part is not None else ():
            levels = {
                int(level.get(qn("w:ilvl"), "0")): _level(level)
                for level in abstract.findall(qn("w:lvl"))
            }
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in part.findall(qn("w:num")) if part is not None else ():
            self._read_number(number)

    def _read_number(self, number: Any) -> None:
        key = number.get(qn("w:numId"), "")
        link = number.find(qn("w:abstractNumId"))
        self._abstract[key] = link.get(qn("w:val"), "") if link is not None else ""
        for override in number.findall(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if start is not None:
                level = _integer(override.get(qn("w:ilvl")), 0)
                self._starts[key, level] = _integer(start.get(qn("w:val")), 1)

    def marker(self, number: str, level: int) -> str | None:
        """Count a paragraph of the list `number` at `level`; None where no marker is printed."""
        abstract = self._abstract.get(number)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return None
        counts = self._counts[abstract]
        if (number, level) in self._starts and (number, level) not in self._begun:
            counts[level] = self._starts[number, level] - 1
            self._begun.add((number, level))
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        own = levels[level]
        if own.form == "bullet":
            return _BULLETS.get(own.text, own.text if own.text.isprintable() else "") or "•"
        if own.form == "none":
            return None
        shown = re.sub(r"%(\d)", lambda m: self._shown(levels, counts, int(m[1]) - 1), own.text)
        return shown.strip() or None

    def _shown(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        if level not in levels:
            return ""
        return formatted(counts.get(level, levels[level].start), levels[level].form)


def _level(element: Any) -> _Level:
    def value(name: str, default: str) -> str:
        child = element.find(qn(name))
        return str(child.get(qn("w:val"), default)) if child is not None else default

    return _Level(
        value("w:numFmt", "decimal"), value("w:lvlText", ""), _integer(value("w:start", "1"), 1)
    )


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default


def formatted(number: int, form: str) -> str:
    """A number as Word's format `form` shows it: "lowerLetter" makes 2 a "b"."""
    if not 0 < number <= _HIGHEST:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman, left = "", number
        for value, letters in _ROMANS:
            roman += letters * (left // value)
            left %= value
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)
