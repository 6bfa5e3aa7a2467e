"""What each passage names: concepts of the thesaurus and stems, in its text and above it.

In: the passages of an index. Out: for each the terms of its own text and those of the titles
above it, and how telling each term is. Made once when an index is opened.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.letters import bare_fold
from corpus.model import Description, Passage, Section
from index.analysis import forms, stem
from index.dates import date_terms
from index.protocol import PassageIndex
from index.thesaurus import Thesaurus, thesaurus, words_of
from index.transliteration import Names
from rag.instructions import instructs, without_instructions
from rag.question_pattern import QUOTED

# With it, 125 of 1,780 hollow sentences still tell something, and 4 of 364 true statements do not
# (tests/rag/support/test_hollow.py).
_COMMON = 0.015  # share of the passages that name a term which tells little
_FEW = 10  # passages, which are few in any index
_CALLED = (2, 6)  # words of a name in quotation marks


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of one text: `own` in the text itself, `above` in titles and introductions."""

    own: frozenset[str]
    above: frozenset[str]


class PassageTerms:
    """Terms of all passages, sections and documents of an index.

    A term is a concept's id with a `#` in front, a date with an `@` (`index.dates`), or a stem.
    `of` are the terms of a passage, `before` the own ones of the passage that stands before it,
    `of_section` those of a section's title, `of_unit` those of all passages of a unit. `withheld`
    are the passages that only speak to a language model (`rag.instructions`): they can be found,
    but what the documents say is not read from them. `cut` are those that do so besides, without
    such sentences.
    """

    def __init__(self, index: PassageIndex) -> None:
        self._thesaurus: Thesaurus = thesaurus()
        self.of: dict[str, Terms] = {}
        self.before: dict[str, frozenset[str]] = {}
        self.of_section: dict[tuple[str, str], frozenset[str]] = {}
        self.of_unit: dict[tuple[str, str], frozenset[str]] = {}
        self.of_document: dict[str, frozenset[str]] = {}
        self.language_of: dict[str, str] = {}
        self.year_of: dict[str, int | None] = {}
        self.withheld: set[str] = set()
        self.cut: dict[str, Passage] = {}
        self._titles: dict[tuple[str, str], frozenset[str]] = {}
        self._holders: dict[str, array[int]] = {}
        self._called: set[tuple[str, ...]] = set()
        self._names = Names()
        frequency: Counter[str] = Counter()
        heard: dict[tuple[str, str], None] = {}
        for description in index.documents():
            self._document(index, description, frequency, heard)
        for word, language in heard:
            self._names.add(word, stem(word, language), language)
        self._places = {passage: place for place, passage in enumerate(self.of)}
        self._count = max(1, len(self.of) - len(self.withheld))
        self._ids = list(self.of)
        self._frequency = frequency
        titles = (*self.of_document.values(), *self.of_section.values())
        self._titled = frozenset[str]().union(*titles)

    def _document(
        self,
        index: PassageIndex,
        description: Description,
        frequency: Counter[str],
        heard: dict[tuple[str, str], None],
    ) -> None:
        """Take in one document; `frequency` counts its terms, `heard` gathers words in capitals
        with its language, each once."""
        language = description.language
        said = f"{description.title} {description.publisher or ''}"
        publisher = self.terms(said, language)
        heard |= _capitals(words_of(said), language)
        self.of_document[description.id] = publisher
        self.language_of[description.id] = language
        self.year_of[description.id] = description.year
        for section in index.sections(description.id):
            self.of_section[description.id, section.key] = self.terms(section.title, language)
            heard |= _capitals(words_of(section.title), language)
        shared: dict[tuple[tuple[str, ...], str | None], frozenset[str]] = {}
        before = frozenset[str]()
        units: defaultdict[str, set[str]] = defaultdict(set)
        for passage in index.passages(description.id):
            place = (tuple(passage.breadcrumb), passage.context)
            if place not in shared:
                shared[place] = self._above(passage, language) | publisher
            above = shared[place]
            quoted = self._quoted(index, passage)
            words = words_of(passage.text)
            heard |= _capitals(words, language)
            self._called |= _quoted_names(passage.text)
            if passage.id in self.cut:
                own = self.terms(self.cut[passage.id].text, language)
            else:
                own = self._named(words, passage.text, language)
            for term in own:
                self._holders.setdefault(term, array("i")).append(len(self.of))
            self.of[passage.id] = Terms(own, above)
            self.before[passage.id] = before
            if quoted is None:
                if passage.unit:
                    units[passage.unit] |= above
                continue
            before = own
            if passage.unit:
                units[passage.unit] |= own | above
            frequency.update(own)
        for unit, found in units.items():
            self.of_unit[description.id, unit] = frozenset(found)

    def _quoted(self, index: PassageIndex, passage: Passage) -> Passage | None:
        """The passage as it can be quoted, kept where it is not the whole."""
        if not instructs(passage.text):
            return passage
        quoted = without_instructions(passage, index.document(passage.document).text)
        if quoted is None:
            self.withheld.add(passage.id)
        else:
            self.cut[passage.id] = quoted
        return quoted

    def quotable(self, passages: Iterable[Passage]) -> list[Passage]:
        """The passages that can be quoted, each without what it says to a language model."""
        return [self.read(p) for p in passages if p.id not in self.withheld]

    def read(self, passage: Passage) -> Passage:
        """The passage without what it says to a language model besides; mostly as it is."""
        return self.cut.get(passage.id, passage)

    def _above(self, passage: Passage, language: str) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for said in (*passage.breadcrumb, passage.context or ""):
            if (said, language) not in self._titles:
                self._titles[said, language] = self.terms(said, language)
            found |= self._titles[said, language]
        return found

    def terms(self, text: str, language: str) -> frozenset[str]:
        """The terms that `text` names, its names also as a Latvian question inflects them; those
        of titles and introductions are at hand."""
        if (text, language) in self._titles:
            return self._titles[text, language]
        return self._named(words_of(text), text, language)

    def _named(self, words: Sequence[str], text: str, language: str) -> frozenset[str]:
        """The terms of a text that consists of these words."""
        named = {f"#{match.concept}" for match in self._thesaurus.among(words, (language,))}
        inflected = (forms(word, language) for word in words)
        found = frozenset(named).union(*inflected) | date_terms(text)
        if language == "lv":
            return found
        return found | {stem(word, "lv") for word in words if word[0].isupper()}

    def sounding_like(self, word: str, language: str) -> frozenset[str]:
        """Terms of names in documents of other languages that a word of `language` may be, as it
        writes foreign names."""
        others = set(self.language_of.values()) - {language}
        return self._names.like(word, stem(word, language), others)

    def called(self, text: str) -> tuple[str, ...]:
        """What `text` calls by a name that stands in quotation marks in a document, and writes
        with a capital: "the Safe city project"."""
        words = words_of(text)
        folded = tuple(bare_fold(word) for word in words)
        least, most = _CALLED
        found = []
        for first in range(1, len(words)):
            for last in range(min(len(words), first + most), first + least - 1, -1):
                if words[first][0].isupper() and folded[first:last] in self._called:
                    found.append(" ".join(words[first:last]))
                    break
        return tuple(dict.fromkeys(found))

    def of_entry(self, entry: Sequence[Passage]) -> frozenset[str]:
        """The terms of what an entry of a list or table says itself."""
        first, *more = [self.of[passage.id].own for passage in entry]
        return first.union(*more) if more else first

    def section_terms(self, section: Section) -> frozenset[str]:
        return self.of_section[section.document, section.key]

    def weight(self, term: str) -> float:
        """How telling a term is: its inverse frequency over all passages, above 0."""
        return math.log(1 + self._count / (1 + self._frequency[term]))

    def common(self, terms: Iterable[str]) -> bool:
        """Whether so many passages name one of the terms that naming it tells little."""
        most = max((self._frequency[term] for term in terms), default=0)
        return most > max(_FEW, _COMMON * self._count)

    def known(self, term: str) -> bool:
        """Whether any passage names the term, or a heading, or a document's title or publisher."""
        return self._frequency[term] > 0 or term in self._titled

    def titled(self, term: str) -> bool:
        """Whether a heading names the term, or a document's title or publisher."""
        return term in self._titled

    def naming(self, terms: Iterable[str]) -> NDArray[np.bool_]:
        """Whether the own text of each passage names any of `terms`, in the order of `of`."""
        found = np.zeros(len(self.of), bool)
        for term in terms:
            if term in self._holders:
                found[np.frombuffer(self._holders[term], np.int32)] = True
        return found

    def places(self, passages: Iterable[str]) -> NDArray[np.int64]:
        """Where passages stand in the order of `of`."""
        return np.array([self._places[passage] for passage in passages], np.int64)

    def holding(self, terms: Iterable[str]) -> list[str]:
        """Ids of the passages whose own text names any of `terms`, in their order."""
        return [self._ids[place] for place in np.flatnonzero(self.naming(terms)).tolist()]


def _capitals(words: Iterable[str], language: str) -> dict[tuple[str, str], None]:
    """The words that begin with a capital, with their language, in their order."""
    return {(word, language): None for word in words if word[0].isupper()}


def _quoted_names(text: str) -> set[tuple[str, ...]]:
    """The names of two words or more that stand in quotation marks, folded."""
    least, most = _CALLED
    said = (words_of(name) for name in QUOTED.findall(text))
    return {tuple(map(bare_fold, words)) for words in said if least <= len(words) <= most}
