"""The words of a statement that carry its content, and how well a source covers them.

In: a statement, its language, a source. Out: for each content word how well the source has it: by
its stem, a synonym of the glossary, a concept of the thesaurus, or a word that looks alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.letters import bare_fold
from index.dates import date_terms
from index.thesaurus import Match, thesaurus, words_of
from rag.language import is_function_word
from rag.support.forms import meanings
from rag.support.source import Source

_SHORTEST = 3  # letters of a word with content
_BEGINNING = 5  # letters that two words with the same root share
_ALIKE = 0.7  # share of the shorter word that these letters are, at least
_BY_LOOKS = 0.8  # how surely such words mean the same
# Prepositions and the like that the list of function words, made for questions, lacks.
_LIGHT = frozenset(
    ("along", "across", "among", "against", "within", "during", "through", "throughout", "toward",
     "towards", "upon", "besides", "above", "itself", "themselves", "gar", "kopa", "kops", "starp",
     "pret", "pec")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A content word at a place among all words of its text; `meant`: stems in both languages,
    `concepts` of the thesaurus that it takes part in naming."""

    place: int
    written: str
    meant: frozenset[str]
    concepts: frozenset[str]

    @property
    def folded(self) -> str:
        return bare_fold(self.written)


def content_words(text: str, language: str) -> list[Word]:
    """The content words of `text`, in order; numbers are none."""
    matches = thesaurus().matches(text, (language,))
    return [
        Word(place, written, meanings(written, language), _concepts_at(place, matches))
        for place, written in enumerate(words_of(text))
        if is_content(written)
    ]


@lru_cache(maxsize=50_000)
def is_content(word: str) -> bool:
    """Whether the word says something of its own; the name of a month is part of a date."""
    if len(word) < _SHORTEST or word[0].isdigit() or is_function_word(word):
        return False
    if bare_fold(word) in _LIGHT:
        return False
    return not date_terms(f"1. {word}")


def fit(word: Word, source: Source) -> float:
    """How surely the source has the word: 1, less where it only has one that looks alike, or 0."""
    if word.meant & source.stems or word.concepts & source.concepts:
        return 1.0
    return _BY_LOOKS if any(looks_alike(meant, source.stems) for meant in word.meant) else 0.0


def looks_alike(word: str, others: frozenset[str]) -> bool:
    """Whether one of the others begins as the word does, for most of the shorter one."""
    spelled = _sound(word)
    if len(spelled) < _BEGINNING:
        return False
    return any(_same_beginning(spelled, _sound(other)) for other in others)


def _same_beginning(one: str, other: str) -> bool:
    if one[:3] != other[:3]:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    shared = shared if shared >= 0 else min(len(one), len(other))
    return shared >= max(_BEGINNING, _ALIKE * min(len(one), len(other)))


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    """A loan word as both languages would spell it: `technology` → `tehnologi`."""
    spelled = bare_fold(word)
    for pattern, letters in _SPELLINGS:
        spelled = pattern.sub(letters, spelled)
    return spelled


_SPELLINGS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"ph", "f"), (r"th", "t"), (r"ch|kh", "h"), (r"zh", "z"), (r"sh", "s"), (r"ck|qu?", "k"),
        (r"x", "ks"), (r"w", "v"), (r"c(?=[eiy])", "c"), (r"c(?![eiy])", "k"), (r"y", "i"),
        (r"(.)\1", r"\1"),
    )
)  # fmt: skip


def _concepts_at(place: int, matches: list[Match]) -> frozenset[str]:
    return frozenset(
        concept
        for match in matches
        if match.first <= place <= match.last
        for concept in thesaurus().narrower(match.concept)
    )
