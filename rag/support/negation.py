"""Negation: whether a statement denies what its source says, or says what its source denies.

In: a statement and the sentence of its source that is nearest to it. Out: whether one of the two
denies what both are about. "Nav pievilcīga" and "does not attract" deny alike; "lacks" and
"trūkst" do too, while "free of charge", "ne tikai" and "nepieciešams" deny nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from corpus.letters import bare_fold
from rag.support.forms import forms
from rag.support.words import is_content, looks_alike

_TOKEN = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"\bno\.? (?=\d)")  # "School No. 1" denies nothing
_REACH = 3  # content words after a denying word that it may deny
_MOSTLY = 2  # words near one that is denied, from which on it is meant though it is not said
_BEHIND = 1  # and before it, as in "pārklājums nav pietiekams"
_SHORTEST = 5  # letters of a verb with ne-
# Endings of nouns and adjectives: -ība, -īgs, -isks, -ums, -šana, -tājs.
_NOMINAL = re.compile(
    r"(?:ib(?:a|as|u|ai|am)|ig\w{1,4}|isk\w{1,4}|um(?:s|a|u|am|i|iem|us)|san\w{1,3}|taj\w{1,3})$"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What one denying word denies: the forms of the word denied, and of each word near it."""

    head: frozenset[str]
    near: tuple[frozenset[str], ...]

    def named_in(self, said: frozenset[str]) -> bool:
        """Whether a text with these meanings says the word denied, or most of what is near."""
        if _shared(self.head, said):
            return True
        return sum(_shared(one, said) for one in self.near) >= _MOSTLY


@dataclass(frozen=True, slots=True)
class Denial:
    """What a text denies, and what it says of amounts.

    `count` of the denying words; `without`: it says that something is done without another,
    `void`: it says so in a word such as "bezpapīra"; `scarce`, `ample`, `wanting`: that there is
    too little of something, enough of it, or that it is not there yet.
    """

    count: int
    scopes: tuple[Scope, ...]
    without: bool
    void: bool
    scarce: bool
    ample: bool
    wanting: bool

    @property
    def denies(self) -> bool:
        return self.count > 0 or self.scarce or self.without


@dataclass(frozen=True, slots=True)
class _Cues:
    denying: frozenset[str]
    lexical: frozenset[str]
    manners: Mapping[str, frozenset[str]]
    phrases: re.Pattern[str]


def denial(text: str, language: str) -> Denial:
    """What `text` denies."""
    cues = _cues(language)
    folded = bare_fold(text).replace("’", "'").replace("n't", " no").replace("'", " ")
    folded = _NUMBERED.sub(lambda found: "·" * len(found[0]), folded)
    kept = cues.phrases.sub(lambda found: "·" * len(found[0]), folded)
    spans = [found.span() for found in _TOKEN.finditer(kept)]
    words = [kept[start:end] for start, end in spans]
    count = 0
    scopes: list[Scope] = []
    for place, (start, end) in enumerate(spans):
        verb = language == "lv" and denied_verb(text[start:end])
        denied = verb or _listed(words[place], cues.denying)
        count += denied
        if denied or _listed(words[place], cues.manners["scarce"] | cues.manners["without"]):
            own = forms(text[start + 2 : end], language) if verb else None
            scopes.append(_scope(text, spans, place, language, own))
    said = {
        name: any(_listed(word, entries) for word in words)
        for name, entries in cues.manners.items()
    }
    return Denial(count, tuple(scopes), **said)


def contradicts(statement: Denial, source: Denial, said: frozenset[str]) -> bool:
    """Whether one denies and the other does not.

    Args:
        statement: what the statement denies.
        source: what the nearest sentence of the source denies.
        said: the meanings of all content words of the statement.
    """
    if statement.count and not source.denies:
        return True
    if statement.scarce and not (source.denies or source.wanting):
        return True
    if statement.without and not (source.denies or source.void):
        return True
    if statement.denies or not source.denies:
        return False
    if statement.ample and source.scarce:
        return True
    return any(scope.named_in(said) for scope in source.scopes)


def _scope(
    text: str,
    spans: list[tuple[int, int]],
    place: int,
    language: str,
    head: frozenset[str] | None,
) -> Scope:
    """What the denying word at `place` denies; `head` where it is a verb that holds its ne-."""
    after = [text[s:e] for s, e in spans[place + 1 :] if is_content(text[s:e])][:_REACH]
    before = [text[s:e] for s, e in spans[:place] if is_content(text[s:e])][-_BEHIND:]
    if head is None:
        head = forms(after[0], language) if after else frozenset()
        after = after[1:]
    return Scope(head, tuple(forms(word, language) for word in (*before, *after)))


def _shared(word: frozenset[str], said: frozenset[str]) -> bool:
    return bool(word & said) or any(looks_alike(form, said) for form in word)


@lru_cache(maxsize=50_000)
def denied_verb(word: str) -> bool:
    """Whether a Latvian word is a verb or participle that its prefix ne- denies.

    The endings of nouns and adjectives tell: dictionaries have too few of the denied forms.
    """
    folded = bare_fold(word)
    if not word.lower().startswith("ne") or len(word) < _SHORTEST or _NOMINAL.search(folded):
        return False
    return not _listed(folded, _cues("lv").lexical)


def _listed(word: str, entries: frozenset[str]) -> bool:
    return word in entries or any(word[:end] + "*" in entries for end in range(1, len(word) + 1))


@cache
def _cues(language: str) -> _Cues:
    source = files("rag").joinpath("support/negation.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    phrases = "|".join(
        re.escape(phrase).replace(r"\*", r"\w*").replace("…", r"\b[^.;,]{3,80}\b")
        for phrase in table["phrases"].get(language, ())
    )
    return _Cues(
        denying=frozenset(table["denying"].get(language, "").split()),
        lexical=frozenset(table["lexical"].get(language, "").split()),
        manners={
            manner: frozenset(table[manner].get(language, "").split())
            for manner in ("without", "void", "scarce", "ample", "wanting")
        },
        phrases=re.compile(rf"\b(?:{phrases})") if phrases else re.compile(r"(?!)"),
    )
