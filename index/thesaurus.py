"""The thesaurus: which planning concepts a text names, in Latvian or English.

Terms of further languages, for documents only, stand in files of their own (`terms_et.toml`).

In: `thesaurus.toml` and a text. Out: matches, each a concept and the words that name it. Words
are compared folded, so that neither inflection nor missing diacritics hide a concept; a term in
capitals matches only in capitals.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from corpus.letters import bare_fold

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_WORDS_KEPT = 50_000
_TEXTS_KEPT = 1_000
_GOAL = "sdg"  # of the ids of the numbered goals: sdg-1 to sdg-17
_NUMBERED = ("iam", "13")  # a goal by its number has as many words
_JOINING = frozenset({"un", "and", "vai", "or"})
FURTHER = ("et",)  # languages of documents in which no questions are read


@dataclass(frozen=True, slots=True)
class Concept:
    """A planning concept; `labels` by language. A `generic` one hardly tells items apart."""

    id: str
    field: str
    labels: dict[str, str]
    generic: bool = False
    broader: str | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A concept named by the words `first` to `last` (indices, `last` included) of a text."""

    concept: str
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def covers(self, other: Match) -> bool:
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class _Term:
    """The words of a term: folded, whether each may go on, whether capitals matter; `alone` says
    that the first, by which it is looked up, is all there is to it."""

    concept: str
    words: tuple[str, ...]
    open_ended: tuple[bool, ...]
    capitals: bool
    void: bool
    alone: bool


@dataclass
class _Terms:
    """The terms of one language by their first word."""

    exact: dict[str, list[_Term]] = field(default_factory=dict)
    prefixes: dict[str, list[_Term]] = field(default_factory=dict)
    longest: int = 0
    found: Callable[[str], tuple[_Term, ...]] = field(init=False)

    def __post_init__(self) -> None:
        # A document says the same words again and again, and few of them begin a term.
        self.found = lru_cache(_WORDS_KEPT)(lambda word: tuple(self.starting(word)))

    def add(self, term: _Term) -> None:
        table = self.prefixes if term.open_ended[0] else self.exact
        word = bare_fold(term.words[0])
        table.setdefault(word, []).append(term)
        if term.open_ended[0]:
            self.longest = max(self.longest, len(word))

    def starting(self, word: str) -> Iterable[_Term]:
        yield from self.exact.get(word, ())
        for end in range(1, min(len(word), self.longest) + 1):
            yield from self.prefixes.get(word[:end], ())


class Thesaurus:
    """Concepts and their terms, ready to be looked for."""

    def __init__(
        self,
        table: list[dict[str, object]],
        further: Mapping[str, Mapping[str, list[str]]] | None = None,
    ) -> None:
        self.concepts: dict[str, Concept] = {}
        self._terms = {"lv": _Terms(), "en": _Terms()}
        self._narrower: dict[str, frozenset[str]] = {}
        # Whoever reads a question looks for the same words many times.
        self._among = lru_cache(_TEXTS_KEPT)(self._named_among)
        for entry in table:
            self._add(entry)
        for language, terms in (further or {}).items():
            self._add_language(language, terms)

    def _add(self, entry: dict[str, object]) -> None:
        name = str(entry["id"])
        if name in self.concepts:
            raise ValueError(f"two concepts of the thesaurus have the id {name!r}")
        self.concepts[name] = Concept(
            id=name,
            field=str(entry["field"]),
            labels={language: str(entry[f"label_{language}"]) for language in self._terms},
            generic=bool(entry.get("generic")),
            broader=str(entry["broader"]) if "broader" in entry else None,
            related=tuple(_strings(entry.get("related"))),
        )
        for language, terms in self._terms.items():
            for written in _strings(entry.get(language)):
                terms.add(_term(name, written, void=False))
            for written in _strings(entry.get(f"not_{language}")):
                terms.add(_term(name, written, void=True))

    def _add_language(self, language: str, terms: Mapping[str, list[str]]) -> None:
        """Terms of another language by concept; the first is the concept's label."""
        own = self._terms.setdefault(language, _Terms())
        for name, written in terms.items():
            if name not in self.concepts:
                raise ValueError(f"the {language} terms name an unknown concept {name!r}")
            self.concepts[name].labels[language] = written[0]
            for one in dict.fromkeys(written):
                own.add(_term(name, one, void=False))

    @cached_property
    def generic(self) -> frozenset[str]:
        """The concepts that tell little apart: "development", "project"."""
        return frozenset(concept.id for concept in self.concepts.values() if concept.generic)

    def matches(self, text: str, languages: Iterable[str] = ("lv", "en")) -> list[Match]:
        """The concepts that `text` names by terms of `languages`, in the order of the words.

        Where one term lies inside another of the same concept, the longer one counts; a match
        inside a term that the concept excludes is left out.
        """
        return self.among(words_of(text), languages)

    def among(self, words: Sequence[str], languages: Iterable[str] = ("lv", "en")) -> list[Match]:
        """The concepts that these words of a text name."""
        return list(self._among(tuple(words), tuple(languages)))

    def _named_among(self, words: tuple[str, ...], languages: tuple[str, ...]) -> list[Match]:
        folded = [bare_fold(word) for word in words]
        named: dict[str, set[Match]] = {}
        void: dict[str, set[Match]] = {}
        for terms in [self._terms[one] for one in languages if one in self._terms]:
            for i, word in enumerate(folded):
                for term in terms.found(word):
                    if term.alone or _fits(term, words, folded, i):
                        match = Match(term.concept, i, i + len(term.words) - 1)
                        (void if term.void else named).setdefault(term.concept, set()).add(match)
        kept = [
            match
            for concept, alike in named.items()
            for match in alike
            if not any(one.covers(match) and len(one) > len(match) for one in alike)
            and not any(one.covers(match) for one in void.get(concept, ()))
        ]
        kept += [one for match in kept for one in self._others_of_row(match, folded)]
        return sorted(set(kept), key=lambda match: (match.first, -match.last, match.concept))

    def _others_of_row(self, match: Match, folded: Sequence[str]) -> list[Match]:
        """The numbered goals that a row of numbers names besides: in "6., 7. un 11. IAM" those
        before the last, in "IAM 6, 7 un 11" those behind the first."""
        kind, _, number = match.concept.partition("-")
        if kind != _GOAL or len(match) != len(_NUMBERED):
            return []
        before = folded[match.first] == number
        step = -1 if before else 1
        at = (match.first if before else match.last) + step
        found: list[Match] = []
        while 0 <= at < len(folded) and (folded[at].isdigit() or folded[at] in _JOINING):
            if folded[at].isdigit():
                concept = f"{_GOAL}-{int(folded[at])}"
                if concept not in self.concepts:
                    break
                found.append(Match(concept, at, at))
            at += step
        return found

    def narrower(self, concept: str) -> frozenset[str]:
        """The concept itself and all that have it among their wider concepts."""
        if concept not in self._narrower:
            self._narrower[concept] = frozenset(self._below(concept))
        return self._narrower[concept]

    def _below(self, concept: str) -> set[str]:
        found = {concept}
        grown = True
        while grown:
            below = {c.id for c in self.concepts.values() if c.broader in found} - found
            found |= below
            grown = bool(below)
        return found


def words_of(text: str) -> list[str]:
    """The words that the indices of a `Match` count."""
    return _WORD.findall(text)


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _term(concept: str, written: str, *, void: bool) -> _Term:
    parts = re.findall(r"[^\W_]+\*?", written)
    capitals = written.isupper() and sum(c.isalpha() for c in written) >= 2
    return _Term(
        concept=concept,
        words=tuple(
            part.rstrip("*") if capitals else bare_fold(part.rstrip("*")) for part in parts
        ),
        open_ended=tuple(part.endswith("*") for part in parts),
        capitals=capitals,
        void=void,
        alone=len(parts) == 1 and not capitals,
    )


def _fits(term: _Term, words: Sequence[str], folded: Sequence[str], start: int) -> bool:
    if start + len(term.words) > len(words):
        return False
    for offset, (wanted, goes_on) in enumerate(zip(term.words, term.open_ended, strict=True)):
        word = (words if term.capitals else folded)[start + offset]
        if not (word.startswith(wanted) if goes_on else word == wanted):
            return False
    return True


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus that comes with planqa."""
    further = {language: _read(f"terms_{language}.toml") for language in FURTHER}
    return Thesaurus(_read("thesaurus.toml")["concept"], further)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("index").joinpath(name).read_text(encoding="utf-8"))
