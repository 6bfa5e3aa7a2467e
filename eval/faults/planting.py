"""Planted faults: from true statements to false ones, the same every time.

In: the bases. Out: `Case`s: each statement as it is, and with each fault that it can have. Numbers
and years are changed in the words of the statement; what says the opposite or names someone else
was written by hand; a moved citation is the statement beside the passage next to its own, and a
statement from another document stands beside the passage there that has most words of its source.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from corpus.model import Passage
from eval.faults.statements import Base, Half, plans
from index.analysis import stems
from rag.answer import Language

Fault = Literal["number", "year", "name", "negation", "citation", "document"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
_LANGUAGES: tuple[Language, Language] = ("lv", "en")
_MOST = 2  # changed numbers, and years, of one statement
_SHORTEST = 40  # characters of a passage that a citation is moved to

_YEAR = re.compile(r"(?<![\w,.])(?:19\d\d|20(?:0[1-9]|[1-5]\d))(?!\d)")
# Parts of names, such as P36 and COVID-19, are no numbers.
_DIGITS = re.compile(r"(?<![\w-])\d{1,3}(?:[ ,]\d{3})+(?!\d)|(?<![\w-])\d+(?:[.,:]\d+)*")
_SHIFTS = (-3, -2, -1, 1, 2, 3)
# A word for a number, and one of the same form for another.
_WORDS = {
    "lv": {
        "divas": "trīs", "divu": "trīs", "divus": "trīs", "trim": "pieciem", "trīs": "divi",
        "četri": "pieci", "četrus": "piecus", "sešas": "piecas", "sešiem": "septiņiem",
        "astoņiem": "deviņiem", "deviņi": "astoņi",
    },
    "en": {
        "two": "three", "three": "five", "four": "six", "six": "four", "eight": "nine",
        "nine": "seven",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A statement beside the passage it cites; `fault` is None where it is true."""

    base: str
    fault: Fault | None
    language: Language
    half: Half
    statement: str
    passage: Passage


def cases(bases: Sequence[Base]) -> list[Case]:
    """The true statements and all that is planted, in the order of the bases."""
    return [case for base in bases for language in _LANGUAGES for case in _of(base, language)]


def _of(base: Base, language: Language) -> Iterator[Case]:
    written = base.written
    true = written.statement.of(language)

    def case(fault: Fault | None, statement: str, passage: Passage) -> Case:
        return Case(written.id, fault, language, base.half, statement, passage)

    yield case(None, true, base.passage)
    chance = random.Random(f"{written.id} {language}")
    for changed in _other_numbers(true, language, chance):
        yield case("number", changed, base.passage)
    for changed in _other_years(true, chance):
        yield case("year", changed, base.passage)
    if written.name:
        yield case("name", written.name.of(language), base.passage)
    if written.negation:
        yield case("negation", written.negation.of(language), base.passage)
    yield case("citation", true, _neighbour(base, chance))
    yield case("document", true, _elsewhere(base))


def _other_years(statement: str, chance: random.Random) -> Iterator[str]:
    for found in list(_YEAR.finditer(statement))[:_MOST]:
        other = str(int(found[0]) + chance.choice(_SHIFTS))
        yield _replaced(statement, found, other)


def _other_numbers(statement: str, language: Language, chance: random.Random) -> Iterator[str]:
    numbers = [n for n in _DIGITS.finditer(statement) if not _YEAR.match(statement, n.start())]
    for found in numbers[:_MOST]:
        yield _replaced(statement, found, _other_digits(found[0], chance))
    for found in re.finditer(r"\w+", statement):
        other = _WORDS[language].get(found[0].lower())
        if other:
            yield _replaced(statement, found, other if found[0].islower() else other.capitalize())


def _other_digits(number: str, chance: random.Random) -> str:
    """The number with one digit changed; never a zero in front."""
    places = [i for i, character in enumerate(number) if character.isdigit()]
    place = chance.choice(places)
    others = [d for d in "123456789" if d != number[place]]
    return number[:place] + chance.choice(others) + number[place + 1 :]


def _replaced(statement: str, found: re.Match[str], other: str) -> str:
    return statement[: found.start()] + other + statement[found.end() :]


def _neighbour(base: Base, chance: random.Random) -> Passage:
    """The nearest passage before or after that says enough and not the same."""
    every = plans().passages(base.passage.document)
    place = base.passage.ordinal
    steps = [sign * distance for distance in range(1, len(every)) for sign in _either(chance)]
    near = (every[place + step] for step in steps if 0 <= place + step < len(every))
    return next(
        passage
        for passage in near
        if _says_enough(passage)
        and base.written.quote not in passage.text
        and passage.text != base.passage.text
    )


def _either(chance: random.Random) -> tuple[int, int]:
    return chance.choice([(1, -1), (-1, 1)])


def _elsewhere(base: Base) -> Passage:
    """The passage of another document with most words of the statement's own passage."""
    said = next(words for passage, words in _said() if passage == base.passage)
    others = ((one, words) for one, words in _said() if one.document != base.passage.document)

    def shared(candidate: tuple[Passage, frozenset[str]]) -> float:
        return len(said & candidate[1]) / len(said | candidate[1])

    return max((one for one in others if _says_enough(one[0])), key=shared)[0]


def _says_enough(passage: Passage) -> bool:
    return len(passage.text) >= _SHORTEST and passage.kind != "link"


@cache
def _said() -> list[tuple[Passage, frozenset[str]]]:
    """Every passage of the plans with the stems of its words, by document."""
    return [
        (passage, frozenset(stems(passage.text, one.language)))
        for one in sorted(plans().documents(), key=lambda one: one.id)
        for passage in plans().passages(one.id)
    ]
