"""What numbers are of: whether a source says a number of the thing that a statement says it of.

In: a statement, its source. Out: the numbers that the source has, but of something else, while of
this it has another number: "six goals and six priorities" where it says four goals and six
priorities; and the ends of ranges that it has with another beginning or end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile

from rag.quantities import Quantity, quantity_spans
from rag.support.forms import forms, meanings
from rag.support.words import is_content, looks_alike

_NEAR = 3  # content words on a side of a number that may say what it is of
_CLEARER = 2  # words more that a number must share to be the one of the thing
_RANGE = re.compile(r"[.%]?\s*(?:gada\s+)?(?:[-–—]|līdz|to|until)\s*(?:EUR\s*)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;:,()]\s")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number and, for each word near it, its forms (in the source) or meanings."""

    number: Quantity
    near: tuple[frozenset[str], ...]


def miscounted(statement: str, language: str, said: str, said_in: str) -> list[Quantity]:
    """The numbers of `statement` that `said` has of something else.

    Args:
        statement: what is said.
        language: of the statement.
        said: the source's own text.
        said_in: its language.
    """
    known = _counted(said, said_in, around=True)
    found = []
    for one in _counted(statement, language, around=False):
        same = [other for other in known if one.number.fits(other.number)]
        others = [
            other
            for other in known
            if not one.number.fits(other.number)
            and other.number.is_year == one.number.is_year
            and other.number.unit == one.number.unit
        ]
        own = max((_shared(one, other) for other in same), default=0)
        best = max((_shared(one, other) for other in others), default=0)
        if same and best >= own + (_CLEARER if own or one.number.is_year else 1):
            found.append(one.number)
    return found


def broken_ranges(statement: str, said: str) -> list[Quantity]:
    """The first numbers of ranges of `statement` of which `said` has one end with another."""
    known = _ranges(said)
    return [
        first
        for first, last in _ranges(statement)
        if any(first.fits(one) or last.fits(other) for one, other in known)
        and not any(first.fits(one) and last.fits(other) for one, other in known)
    ]


def _ranges(text: str) -> list[tuple[Quantity, Quantity]]:
    numbers = quantity_spans(text)
    return [
        (first, last)
        for (first, _, end), (last, start, _) in pairwise(numbers)
        if _RANGE.fullmatch(text[end:start])
    ]


def _counted(text: str, language: str, *, around: bool) -> list[_Counted]:
    found = []
    for number, start, end in quantity_spans(text):
        words = _after(text[end:])
        if around or number.is_year:
            words += _before(text[:start])
        read = forms if around else meanings
        found.append(_Counted(number, tuple(read(word, language) for word in words)))
    return found


def _after(text: str) -> list[str]:
    """The content words right after a number, up to the first that is none."""
    said = re.split(r"\d", _BREAK.split(text)[0])[0]
    return list(takewhile(is_content, _WORD.findall(said)))[:_NEAR]


def _before(text: str) -> list[str]:
    said = re.split(r"\d", _BREAK.split(text)[-1])[-1]
    return [word for word in _WORD.findall(said) if is_content(word)][-_NEAR:]


def _shared(one: _Counted, other: _Counted) -> int:
    """How many words near a number stand near the other too."""
    every = frozenset().union(*other.near) if other.near else frozenset()
    return sum(
        bool(meant & every) or any(looks_alike(word, every) for word in meant) for meant in one.near
    )
