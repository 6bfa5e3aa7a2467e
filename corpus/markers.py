"""List markers at the start of a line, and which of them continue the list they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.lexicon import signs

_LETTER = re.compile(r"([^\W\d_]{1,2})([.)])\s*(?=\S|$)")
_ROMAN = re.compile(r"([ivx]{1,6})([.)])\s+(?=\S|$)")
_NUMBER = re.compile(r"(\d{1,2})([.)])\s+(?=\S|$)")
_PARENTHESISED = re.compile(r"\((\d{1,2}|[a-z]|[ivx]{1,5})\)\s*(?=\S|$)")
BULLETS = "-–—•◦▪►➢➤*‣∙·✓"  # as they stand in a class of a regular expression
_BULLET = re.compile(rf"([{BULLETS}o])\s+(?=\S)")
_DOUBLED = re.compile(r"([a-z])\.[ ]([a-z])\.([a-z])\.\s+(?=\S)")
_NAMED = re.compile(
    r"([^\W\d_]{3,20}(?: [^\W\d_]{3,20})?) (\d{1,2}) ?(?:[-–—:)]|\.(?= )) ?(?=[^\W\d_‘“„])"
)
_NEAR = 6  # lines that an item counted by a name may take up
_LEAST_NAMED = 3
_ROMANS = {"i": 1, "v": 5, "x": 10}
_FORWARD = 6  # letters that a list may skip (a list in the wild goes from m to r)


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: `style` (letter, roman, number, parenthesis, bullet), value, length."""

    style: str
    value: int
    label: str
    length: int


def letter_value(letters: str) -> int | None:
    """a=1 … z=26, aa=27, bb=28 … zz=52; None for other pairs and for letters beyond a-z."""
    first = letters[0]
    if not ("a" <= first <= "z") or letters not in (first, first * 2):
        return None
    return ord(first) - ord("a") + 1 + 26 * (len(letters) - 1)


def roman_value(letters: str) -> int | None:
    """Value of a small roman numeral, None when it is none."""
    values = [_ROMANS[c] for c in letters]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if 0 < total < 40 else None


def readings(line: str) -> list[Marker]:
    """Every way the start of `line` can be read as a list marker."""
    found: list[Marker] = []
    if m := _DOUBLED.match(line):
        value = letter_value(m[1])
        if value:
            found.append(Marker("letter", value, m[1], m.end()))
            return found
    if m := _ROMAN.match(line):
        value = roman_value(m[1])
        if value:
            found.append(Marker("roman", value, m[1], m.end()))
    if m := _LETTER.match(line):
        value = letter_value(m[1])
        spaced = m.end() > len(m[1]) + 1 or m.end() == len(line)
        if value and spaced:
            found.append(Marker("letter", value, m[1], m.end()))
    if m := _NUMBER.match(line):
        found.append(Marker("number" + m[2], int(m[1]), m[1], m.end()))
    if m := _PARENTHESISED.match(line):
        digits = m[1].isdigit()
        value = int(m[1]) if digits else letter_value(m[1])
        if value:
            found.append(Marker("parenthesis", value, m[1], m.end()))
    if m := _BULLET.match(line):
        found.append(Marker("bullet", 0, m[1], m.end()))
    return found


def named_items(lines: Sequence[str]) -> dict[int, str]:
    """The lines that open the items of a list counted by a word, "Option 1 – …" to "Option 3 – …",
    each with its label. The word belongs to the item: it is what the others call it by."""
    runs: dict[str, list[tuple[int, str]]] = {}
    found: dict[int, str] = {}
    for i, line in enumerate(lines):
        match = _NAMED.match(line)
        if match is None or signs().is_caption_word(match[1].split()[-1]):
            continue
        word, value = match[1].casefold(), int(match[2])
        run = [] if value == 1 else runs.pop(word, [])
        if value != len(run) + 1 or (run and i - run[-1][0] > _NEAR):
            continue
        runs[word] = [*run, (i, f"{match[1]} {match[2]}")]
        if len(runs[word]) >= _LEAST_NAMED:
            found.update(runs[word])
    return found


@dataclass
class ListState:
    """The lists that are open at a line, outermost first, as (style, last value)."""

    open: list[tuple[str, int]] = field(default_factory=list)

    def reset(self) -> None:
        """Forget all lists: a heading has begun a new section."""
        self.open.clear()

    def accept(self, line: str, *, fresh: bool) -> tuple[Marker, int] | None:
        """The marker of `line` and its depth (0 is outermost), if it fits the open lists.

        `fresh` says that a section has just begun, where a list may start anywhere.
        """
        options = readings(line)
        if not options:
            return None
        for depth in range(len(self.open) - 1, -1, -1):
            style, last = self.open[depth]
            for marker in options:
                if marker.style == style and _follows(marker, last):
                    return self._take(marker, depth)
        for marker in options:
            if marker.style == "bullet" or marker.value == 1 or (fresh and not self.open):
                return self._take(marker, self._depth_of_new(marker))
        for depth, (style, last) in enumerate(self.open):
            for marker in options:
                if marker.style == style and last < marker.value <= last + _FORWARD:
                    return self._take(marker, depth)
        return None

    def _depth_of_new(self, marker: Marker) -> int:
        for depth, (style, _) in enumerate(self.open):
            if style == marker.style:
                return depth
        return len(self.open)

    def _take(self, marker: Marker, depth: int) -> tuple[Marker, int]:
        del self.open[depth:]
        self.open.append((marker.style, marker.value))
        return marker, depth


def _follows(marker: Marker, last: int) -> bool:
    return marker.style == "bullet" or marker.value == last + 1
