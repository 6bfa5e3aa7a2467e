"""Divisions of a plan that a question confines a list to, by their names.

In: a question that says "within the Skills direction", "prioritātē Vide un klimats". Out: the
divisions above the units so named, and the words that name them, which are no topic then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from corpus.letters import bare_fold
from corpus.model import Section
from index.analysis import forms, stems
from index.glossary import glossary
from index.thesaurus import words_of
from rag.compose.context import Context, once
from rag.compose.list_scope import documents_of
from rag.criterion import DIVISION
from rag.language import is_function_word
from rag.located import located
from rag.topic import Group

_LONGEST = 8  # words of a division's name
_BEFORE = 3  # words before the word for a division that say the same as a name behind it
_WORD = re.compile(r"[^\W_]+")
_DIVISION = re.compile(rf"{DIVISION.pattern}|pilar|theme|jom(?:a|as|ai|u)$")
_UNDER = "under"  # "the actions under Flooding" names a division without a word for it
# What divisions that are counted are called: "2. mērķis", "Pillar 2".
_COUNTED = tuple(
    map(re.compile, (r"merk|goals?$|objectives?$|aims?$", r"pilar|pillar", r"virzien|directions?$"))
)
_BESIDE = 1  # words that may stand between a name and the word for the division


@dataclass(frozen=True, slots=True)
class Within:
    """Divisions, and the words of the question, by number, that name them; `coded` where a code
    does."""

    sections: tuple[Section, ...]
    words: frozenset[int]
    coded: bool = False


@once
def confined_to(context: Context) -> Within:
    """The divisions, of the documents a list is over, that the question names beside a word for a
    division, and that units lie in; none where it names none."""
    question = context.question
    words = words_of(question.text)
    coded = _coded(context, words)
    coded = coded if coded.sections else _counted(context, words)
    if coded.sections:
        return coded
    out = min((m.first for m in question.cues if m.concept == "but.except"), default=len(words))
    at = [i for i, word in enumerate(words[:out]) if _divides(word) or word.lower() == _UNDER]
    if not at:
        return Within((), frozenset())
    spans = _spans(words, at)
    found: list[tuple[Section, range]] = []
    named = [
        (section, name)
        for section in _above_units(context, frozenset(documents_of(context)))
        if (name := _name(section))
    ]
    for section, name in named:
        found += [(section, span) for span in _named_at(context, section, name, words, spans)]
    found = found or _called(context, named, words, at)
    most = max((len(span) for _, span in found), default=0)
    kept = [(section, span) for section, span in found if len(span) == most]
    told = [
        i
        for _, span in kept
        for at_word in _near(span, at)
        if _in_brackets(question.text, at_word, span)
        for i in range(max(0, at_word - _BEFORE), at_word)
    ]
    return Within(
        tuple({section.key: section for section, _ in kept}.values()),
        frozenset(i for _, span in kept for i in (*span, *_near(span, at))).union(told),
    )


def _coded(context: Context, words: list[str]) -> Within:
    """The divisions that the question names by a code with letters, "task U2.2", and that units
    lie in."""
    codes = [n for n in context.question.numbers if n[0].isalpha()]
    if not codes:
        return Within((), frozenset())
    found = [
        section
        for section in _above_units(context, frozenset(documents_of(context)))
        if section.number in codes
    ]
    told: set[int] = set()
    for section in found:
        parts = words_of(section.number or "")
        for i in range(len(words) - len(parts) + 1):
            if words[i : i + len(parts)] == parts:
                told |= set(range(max(0, i - 1), i + len(parts)))
    return Within(tuple(found), frozenset(told), coded=bool(found))


def _counted(context: Context, words: list[str]) -> Within:
    """The divisions, no units themselves, that the question calls by what they are and their
    number, "2. mērķis", "Pillar 2", and that units lie in."""
    called = [
        (kind, words[n], {i, n})
        for i, word in enumerate(words)
        for kind in _COUNTED
        if kind.match(bare_fold(word))
        for n in (i - 1, i + 1)
        if 0 <= n < len(words) and words[n].isdigit()
    ]
    found: list[Section] = []
    told: set[int] = set()
    above = _above_units(context, frozenset(documents_of(context))) if called else ()
    for section in above:
        first, *rest = words_of(section.title) or [""]
        for kind, number, at in called:
            # "Goal: no waste", numbered 2; a chapter "2. Goals and measures" is none.
            single = section.number == number and section.title.startswith(f"{first}:")
            numbered = single or (section.number is None and rest[:1] == [number])
            if not section.unit and numbered and kind.match(bare_fold(first)):
                found.append(section)
                told |= at
    return Within(tuple(found), frozenset(told), coded=bool(found))


def _divides(word: str) -> bool:
    return _DIVISION.match(bare_fold(word)) is not None


def _in_brackets(text: str, division: int, name: range) -> bool:
    """Whether a name stands in brackets behind the word for a division: "in the transport and IT
    direction (Connections)" says the same in other words before it."""
    spans = [match.span() for match in _WORD.finditer(text)]
    return name[0] > division and "(" in text[spans[division][1] : spans[name[0]][0]]


def lies_in(context: Context, section: Section, divisions: Sequence[Section]) -> bool:
    """Whether a section lies in one of these divisions; in any where there are none."""
    keys = {(one.document, one.key) for one in divisions}
    around = ((one.document, one.key) for one in context.units.above(section)[:-1])
    return not keys or any(key in keys for key in around)


def names_only(context: Context, group: Group, within: frozenset[int]) -> bool:
    """Whether all words of the question that name a thing are those that name a division."""
    question = context.question
    if not within:
        return False
    if group.every:
        return group.every <= _stems(context, within)
    places = located(question.text, question.language, (group.name,))
    return bool(places) and all(within.issuperset(range(m.first, m.last + 1)) for m in places)


def _stems(context: Context, within: frozenset[int]) -> frozenset[str]:
    words = words_of(context.question.text)
    return frozenset[str]().union(*(stems(words[i], "lv") for i in within))


def _above_units(context: Context, documents: Set[str]) -> Iterator[Section]:
    seen: set[tuple[str, str]] = set()
    for unit in context.units.all.values():
        if unit.document not in documents:
            continue
        for section in context.units.above(unit)[:-1]:
            if (section.document, section.key) not in seen:
                seen.add((section.document, section.key))
                yield section


def _name(section: Section) -> list[str]:
    """The telling words of a division's name, without the word for what it is."""
    words = words_of(section.title)
    kinds = [i for i, word in enumerate(words) if _divides(word)]
    if len(kinds) > 1:
        return []  # it speaks of divisions, and is none by name
    behind = words[kinds[0] + 1 :] if kinds else words
    behind = behind[1:] if kinds and behind[:1] and _is_ordinal(behind[0]) else behind
    return [word for word in behind or words[: kinds[0]] if not is_function_word(word)]


def _is_ordinal(word: str) -> bool:
    """Whether a word counts a division: "Pillar 2 Services", "Theme A: Prevention"."""
    return word.isdigit() or (len(word) == 1 and word.isupper())


def _spans(words: list[str], at: list[int]) -> list[list[int]]:
    """The telling words, by number, of each run of words that stands beside a word for a division
    and may be a name: it begins and ends with a telling word."""
    telling = [i for i, word in enumerate(words) if not is_function_word(word)]
    runs = (
        telling[start:end]
        for start in range(len(telling))
        for end in range(start + 1, len(telling) + 1)
        if telling[end - 1] - telling[start] < _LONGEST
    )
    return [run for run in runs if not set(run) & set(at) and _near(run, at)]


def _named_at(
    context: Context, section: Section, name: list[str], words: list[str], spans: list[list[int]]
) -> Iterator[range]:
    """Where the words of the question say a division's name, all of it and nothing else."""
    terms, question = context.terms, context.question
    language = terms.language_of[section.document]
    concepts = {t for t in terms.terms(" ".join(name), language) if t.startswith("#")}
    for said in spans:
        if len(said) != len(name):
            continue
        span = range(said[0], said[-1] + 1)
        if _same_words([words[i] for i in said], name, question.language, language) or (
            concepts and _concepts(context, words[said[0] : said[-1] + 1]) == concepts
        ):
            yield span


def _called(
    context: Context, named: Sequence[tuple[Section, list[str]]], words: list[str], at: list[int]
) -> list[tuple[Section, range]]:
    """Where one word of the question, right beside a word for a division, means the one word that
    is the name of a single division: "the priority Municipalities"."""
    spoken = context.question.language
    found = [
        (section, range(i, i + 1))
        for section, name in named
        if len(name) == 1
        for i, word in enumerate(words)
        if word[:1].isupper()
        and i > 0
        and _near(range(i, i + 1), at)
        and i not in at
        and forms(name[0], context.terms.language_of[section.document]) & _synonyms(word, spoken)
    ]
    return found if len({section.key for section, _ in found}) == 1 else []


def _synonyms(word: str, language: str) -> frozenset[str]:
    return frozenset[str]().union(
        *(glossary().synonyms(one, language) for one in forms(word, language))
    )


def _near(span: Sequence[int], at: list[int]) -> list[int]:
    """The words for a division that a span stands beside."""
    return [i for i in at if 0 < span[0] - i <= 1 + _BESIDE or 0 < i - span[-1] <= 1]


def _same_words(own: list[str], name: list[str], spoken: str, language: str) -> bool:
    """Whether words are those of a name, of as many, one by one."""
    return all(
        forms(one, language) & (forms(other, language) | forms(other, spoken))
        for one, other in zip(name, own, strict=True)
    )


def _concepts(context: Context, words: list[str]) -> set[str]:
    """The concepts that words of the question name."""
    said = context.terms.terms(" ".join(words), context.question.language)
    return {term for term in said if term.startswith("#")}
