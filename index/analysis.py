"""Lexical analysis: from a text to the stems and character n-grams that are searched.

Case and diacritics are folded first, so that "Kuras prioritates" finds "prioritātes". Latvian is
stemmed by the light stemmer of Krišlauks; the other languages are lemmatised by simplemma.
"""

from __future__ import annotations

import re
from functools import lru_cache

import LatvianStemmer  # type: ignore[import-untyped]
import simplemma

from corpus.letters import bare_fold, tokens

# Raised when analysis changes, so that an index made by an older one is made anew.
ANALYSIS_VERSION = 1
_DUTY = "jā"
_SEVERAL = re.compile(r"[A-Z]{2,6}s")
GRAM = 4  # characters of an n-gram; shorter words are kept whole


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The part of `word` that inflection leaves alone, folded: `Veloceliņiem` → `velocelin`."""
    if language == "lv":
        folded = bare_fold(word)
        return str(LatvianStemmer.stem(folded)) if folded.isalpha() else folded
    return bare_fold(simplemma.lemmatize(word, lang=language))


@lru_cache(maxsize=200_000)
def forms(word: str, language: str) -> frozenset[str]:
    """The stem of `word` and that of its dictionary form: `iekasēja` → `iekasej`, `iekaset`.

    A verb's stem changes with tense and mood, and a Latvian duty has a prefix ("jāpiemēro"). Of
    the plural of an abbreviation the singular counts too: `SPDs` → `spds`, `spd`.
    """
    found = {stem(word, language)}
    if _SEVERAL.fullmatch(word):
        found.add(stem(word[:-1], language))
    if language == "lv" and word.isalpha():
        found.add(stem(_dictionary_form(word.lower()), language))
    return frozenset(found)


def _dictionary_form(word: str) -> str:
    known = simplemma.lemmatize(word, lang="lv")
    if known == word != _DUTY and word.startswith(_DUTY):  # by itself it is "yes"
        return simplemma.lemmatize(word.removeprefix(_DUTY), lang="lv")
    return known


def verbal(word: str) -> bool:
    """Whether a Latvian word is a form of a verb: its dictionary form is an infinitive."""
    lowered = word.lower()
    infinitive = _dictionary_form(lowered).endswith(("t", "ties"))
    return infinitive and simplemma.is_known(lowered.removeprefix(_DUTY), lang="lv")


@lru_cache(maxsize=50_000)
def is_ordinary(word: str) -> bool:
    """Whether a word, in lower case, is an ordinary word of Latvian or English, and no name."""
    lower = word.lower()
    return any(
        simplemma.is_known(lower, lang=language)
        and simplemma.lemmatize(lower, lang=language)[:1].islower()
        for language in ("lv", "en")
    )


def stems(text: str, language: str) -> list[str]:
    """The stems of the words of `text`, in order."""
    return [stem(word, language) for word in tokens(text)]


def grams(text: str) -> list[str]:
    """The folded character n-grams of the words of `text`; shorter words are left out."""
    found: list[str] = []
    for word in tokens(text):
        folded = bare_fold(word)
        found += [folded[i : i + GRAM] for i in range(len(folded) - GRAM + 1)]
    return found
