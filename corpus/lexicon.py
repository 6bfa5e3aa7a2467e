"""Names of roles and structure words, read from `roles.toml` and `signs.toml`."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate
from typing import Any

from corpus.letters import bare_fold

LANGUAGES = ("lv", "en", "et", "lt", "de", "pl")
_LONGEST_TOTAL = 4  # words of what a row of sums is called
_BRACKETED = re.compile(r"\([^()]*\)")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def _key(text: str) -> str:
    return " ".join(bare_fold(_EDGE.sub("", text)).split())


def _without_some_marks(word: str, name: str) -> bool:
    """Whether `word` is `name`, or that without the marks of some of its letters."""
    return len(word) == len(name) and all(
        letter in (whole, bare_fold(whole)) for letter, whole in zip(word, name, strict=True)
    )


def _taken(letters: list[str], length: int) -> int:
    """How many of `letters` make up `length` folded characters: "ß" folds to two."""
    ends = list(accumulate(map(len, letters)))
    return bisect_left(ends, length) + 1


@dataclass(frozen=True)
class RoleNames:
    """The role names of all languages, and how each role is shown."""

    by_name: dict[str, str]
    titles: dict[str, dict[str, str]]

    def role_of(self, heading: str) -> str | None:
        """The role whose name is the whole of `heading` (case and diacritics aside).

        Diacritics tell "Termini", terms, from "Termiņi", dates.
        """
        return None if signs().is_abbreviations(heading) else self.by_name.get(_key(heading))

    def leading(self, line: str) -> tuple[str, int] | None:
        """The role that `line` begins with and how many characters its name takes.

        The longest name wins; the name must end at the end of a word.
        """
        letters = [bare_fold(character) for character in line[: 2 * self._longest]]
        folded = "".join(letters)
        for name in self._by_length:
            if folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum():
                return self.by_name[name], _taken(letters, len(name))
        return None

    def mentioned(self, text: str) -> str | None:
        """The role whose name stands in `text` as whole words; the longest wins.

        What stands in brackets counts where nothing else names a role.
        """
        for said in (_BRACKETED.sub(" ", text), text):
            folded = f" {' '.join(re.findall(r'[a-z0-9]+', bare_fold(said)))} "
            for name in self._by_length:
                if f" {name} " in folded:
                    return self.by_name[name]
        return None

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.by_name), default=0)

    @cached_property
    def _by_length(self) -> list[str]:
        return sorted(self.by_name, key=len, reverse=True)


@dataclass(frozen=True)
class Signs:
    """Structure words: what headings call a division, captions, special lists, months."""

    divisions: dict[str, str]
    chapters: frozenset[str]
    captions: frozenset[str]
    abbreviations: frozenset[str]
    exact: frozenset[str]  # the same titles with their diacritics
    standalone: frozenset[str]
    contents: frozenset[str]
    months: Mapping[str, frozenset[str]]
    totals: frozenset[str]
    risks: frozenset[str]
    terms: frozenset[str]

    def division_of(self, title: str) -> str | None:
        """The kind of division that the first words of `title` name, else None."""
        key = _key(title)
        for name in self._divisions_by_length:
            if re.match(rf"{re.escape(name)}(?![a-z])", key):
                return self.divisions[name]
        return None

    @cached_property
    def _divisions_by_length(self) -> list[str]:
        return sorted(self.divisions, key=len, reverse=True)

    def is_division(self, words: str) -> bool:
        """Whether `words` are the name of a kind of division and nothing else."""
        return _key(words) in self.divisions

    def is_chapter(self, word: str) -> bool:
        return _key(word) in self.chapters

    def is_abbreviations(self, title: str) -> bool:
        """Whether a list of this title explains abbreviations or terms.

        Where only diacritics tell it from a role's name, they must be those of the title.
        """
        exact = _EDGE.sub("", title).casefold() in self.exact
        return exact or (_key(title) in self.abbreviations and _key(title) not in _role_keys())

    def is_standalone(self, title: str) -> bool:
        return _key(title) in self.standalone or self.is_abbreviations(title)

    def is_contents(self, title: str) -> bool:
        return _key(title) in self.contents

    def is_caption_word(self, word: str) -> bool:
        return _key(word) in self.captions

    def is_total(self, title: str) -> bool:
        """Whether a row's title says that the row sums others up: "Total", "Investeering kokku"."""
        # "Total A–D" sums up what letters and numbers name.
        words = [word for word in _key(title).split() if sum(c.isalpha() for c in word) > 2]
        ends = (" ".join(words[n:]) for n in range(len(words)))
        return len(words) <= _LONGEST_TOTAL and any(end in self.totals for end in ends)

    def is_risk(self, name: str) -> bool:
        """Whether a column of this name holds risks or problems."""
        return _key(name) in self.risks

    def is_term(self, name: str) -> bool:
        """Whether a column of this name holds terms or abbreviations."""
        return _key(name) in self.terms

    def is_month(self, word: str) -> bool:
        """Whether a word is a month, with or without its marks; it has none that the month has
        not: "mājā", in a house, is no "maja", of May."""
        names = self.months.get(_key(word), frozenset())
        return any(_without_some_marks(_EDGE.sub("", word).lower(), name) for name in names)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("corpus").joinpath(name).read_text(encoding="utf-8"))


def _role_keys() -> dict[str, str]:
    return role_names().by_name


@cache
def role_names() -> RoleNames:
    """The names of `roles.toml`."""
    table = _read("roles.toml")
    names = {
        _key(name): role
        for role, entry in table.items()
        for language in LANGUAGES
        for name in entry.get(language, ())
    }
    return RoleNames(names, {role: entry["title"] for role, entry in table.items()})


@cache
def signs() -> Signs:
    """The words of `signs.toml`."""
    table = _read("signs.toml")
    divisions = {
        _key(name): kind
        for kind, languages in table["divisions"].items()
        for names in languages.values()
        for name in names
    }
    return Signs(
        divisions=divisions,
        chapters=frozenset(map(_key, table["chapters"]["words"])),
        captions=frozenset(map(_key, table["captions"]["words"])),
        abbreviations=frozenset(map(_key, table["abbreviations"]["titles"])),
        exact=frozenset(table["abbreviations"]["titles"]),
        standalone=frozenset(map(_key, table["standalone"]["titles"])),
        contents=frozenset(map(_key, table["contents"]["titles"])),
        months={
            key: frozenset(name for name in table["months"]["names"] if _key(name) == key)
            for key in map(_key, table["months"]["names"])
        },
        totals=frozenset(map(_key, table["totals"]["words"])),
        terms=frozenset(map(_key, table["terms"]["names"])),
        risks=frozenset(map(_key, table["risks"]["names"])),
    )
