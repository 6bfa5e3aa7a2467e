"""Units called by the name under which their document counts them: "Objective 4", "Policy SD1".

In: the words of a question, and the units of an index. Out: the units that are meant. The name may
be that of the other language: "4. mērķis" calls "Local Plan Objective 4".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corpus.divisions import without_letters
from corpus.model import Section
from index.glossary import glossary
from rag.passage_terms import PassageTerms

_CAPITALS = "A-ZĀČĒĢĪĶĻŅŠŪŽ"
_TITLE = re.compile(r"(?:\D{0,40}?\s)?([^\W\d_]{3,})\s+(\d{1,2})(?:\s*[:.–—-]\s*\S.*)?")
_JOINED = r"(?:\s*,\s*|\s+(?:un|and|or|vai|ar|with)\s+)"
_BEFORE = re.compile(rf"([^\W\d_]{{3,}})\s+(\d{{1,2}}(?:{_JOINED}\d{{1,2}})*)(?![\d%]|[.,:]\d)")
_BEHIND = re.compile(rf"(?<![\d.,])(\d{{1,2}}\.(?:{_JOINED}\d{{1,2}}\.)*)\s+([^\W\d_]{{3,}})")
_CODE = re.compile(
    rf"(?<![\w.])([{_CAPITALS}]{{1,4}})[ -]?(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?![\w%])"
)


class CountedUnits:
    """The units of an index by what counts them."""

    def __init__(self, units: Iterable[Section], terms: PassageTerms) -> None:
        self._terms = terms
        self._named: defaultdict[str, list[tuple[str, Section]]] = defaultdict(list)
        self._coded: defaultdict[str, list[Section]] = defaultdict(list)
        for unit in units:
            if unit.number and unit.number != without_letters(unit.number):
                self._coded[unit.number].append(unit)
            elif unit.number and ":" in unit.title:
                self._named[unit.number].append((unit.title.split(":")[0], unit))
            elif not unit.number and (match := _TITLE.fullmatch(unit.title)):
                self._named[match[2]].append((match[1], unit))

    def called(self, text: str, language: str, scope: Sequence[str] | None) -> list[Section]:
        """The units in the documents in scope (None: all) that a question names so, in order."""
        found = [
            unit for code in _CODE.findall(text) for unit in self._coded.get("".join(code), [])
        ]
        for word, number in _names(text):
            meant = self._meant(word, language)
            for label, unit in self._named.get(number, []):
                there = self._terms.language_of[unit.document]
                if meant & self._terms.terms(label, there):
                    found.append(unit)
        unique = {(unit.document, unit.key): unit for unit in found}
        return [unit for unit in unique.values() if scope is None or unit.document in scope]

    def _meant(self, word: str, language: str) -> frozenset[str]:
        """What a word names, and the stems of what may stand for it."""
        own = self._terms.terms(word, language)
        return own.union(*(glossary().synonyms(one, language) for one in own))


def _names(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text that numbers stand beside, each with its number: "approaches 1 and 3"."""
    for match in _BEFORE.finditer(text):
        for number in re.findall(r"\d+", match[2]):
            yield match[1], number
    for match in _BEHIND.finditer(text):
        for number in re.findall(r"\d+", match[1]):
            yield match[2], number
