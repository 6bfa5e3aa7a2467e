"""Bodies that a question names in full: "the measures of the Digital Development Department".

In: a question, and what units or rows say of who does, helps or pays. Out: those that say just
that name. A name's words apart ("department", "development") are those of other bodies too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from corpus.letters import bare_fold
from corpus.model import Passage, Section
from index.analysis import forms
from index.thesaurus import words_of
from rag.compose.context import Context
from rag.criterion import BY_WORD, denies
from rag.language import is_function_word
from rag.located import located
from rag.question import Question

_FILLED = ("implementers", "partners", "funding")
_PARTS = re.compile(r"\s*[;\n]\s*|,\s+(?=[^\W\d_a-z])")
_COMMAS = re.compile(r"\s*[;,\n]\s*")
_BRACKETS = re.compile(r"\([^()]*\)")
_WHO = re.compile(r"(?:kas|kurs|kura|who|whom|whose)\b")  # asks for a body, and names another thing
_Name = tuple[frozenset[str], ...]
"""The forms of each word of a name."""
_CELLS_KEPT = 20_000  # cells whose names are kept, as forms
_SHORT = re.compile(r"[A-ZĀČĒĢĪĶĻŅŠŪŽ]\w{1,15}\+?")  # a name in short
_LEAST = 2  # words of a name; a single one may be said of many


def named_roles(question: Question) -> list[str]:
    """The roles in which a question may name a body: those it asks for, by noun or by verb; none
    where it asks for the body itself, or for others than that."""
    said = bare_fold(question.text)
    if denies(question) or _WHO.match(said):
        return []
    return [
        role
        for role in _FILLED
        if (BY_WORD[role].search(said) if role in BY_WORD else role in question.roles)
    ]


def wholly_named(
    context: Context, said: Mapping[int, Sequence[tuple[str | None, str]]], document: str
) -> set[int]:
    """Which of several things say the name of a body that the question says in full, or what their
    document writes for it in short.

    Args:
        context: the question.
        said: what each says, with its role, by number.
        document: that says it.
    """
    question = context.question
    roles = named_roles(question)
    if not roles:
        return set()
    language = context.terms.language_of[document]
    # A name stands in a question of another language as it does in the document.
    words = [
        forms(word, question.language) | forms(word, language)
        for word in words_of(question.text)
        if not is_function_word(word)
    ]
    lengths: dict[int, int] = {}
    for number, cells in said.items():
        told = [text for role, text in cells if role in roles]
        told += [full for text in told for full in _in_full(context, document, text)]
        names = (name for text in told for name in _names_in(text, language))
        lengths[number] = max((_length(words, name) for name in names), default=0)
    longest = max(lengths.values(), default=0)
    return {n for n, length in lengths.items() if length == longest >= _LEAST}


def _in_full(context: Context, document: str, text: str) -> list[str]:
    """The names that a cell says in short, as its document spells them out."""
    parts = (part.strip() for part in _COMMAS.split(text))
    found = (context.units.spelt_out(document, part) for part in parts if _SHORT.fullmatch(part))
    return [" ".join(words) for words in found if words]


@lru_cache(_CELLS_KEPT)
def _names_in(text: str, language: str) -> frozenset[_Name]:
    """The names that a cell may hold, with and without what stands in brackets."""
    own = {text, _BRACKETS.sub(" ", text)}
    parts = {part for one in own for way in (_PARTS, _COMMAS) for part in way.split(one)}
    return frozenset(name for part in parts if (name := _name(part, language)))


def _name(said: str, language: str) -> _Name:
    return tuple(forms(word, language) for word in words_of(said) if not is_function_word(word))


def _length(words: Sequence[frozenset[str]], name: _Name) -> int:
    """How many words a name has if they stand one after the other among `words`, else 0."""
    starts = range(len(words) - len(name) + 1)
    stands = any(all(name[i] & words[at + i] for i in range(len(name))) for at in starts)
    return len(name) if name and stands else 0


def known_as(context: Context, passages: Sequence[Passage]) -> bool:
    """Whether the name that these passages say in full is that of a concept of the question, which
    others may say in another way: "NVA" is the State Employment Agency too."""
    question = context.question
    words = [
        frozenset[str]() if is_function_word(word) else forms(word, question.language)
        for word in words_of(question.text)
    ]
    names = [group.name for group in context.ranking.groups if not group.plain]
    return any(
        _length(
            [word for word in words[match.first : match.last + 1] if word],
            _name(part, context.terms.language_of[p.document]),
        )
        >= _LEAST
        for match in located(question.text, question.language, names)
        for p in passages
        for part in _PARTS.split(p.text)
    )


def units_named(context: Context, units: Sequence[Section]) -> list[tuple[Section, list[Passage]]]:
    """The units that say the name of a body which the question says in full, in one of the roles
    that it speaks of, with the passages that say it."""
    found: list[tuple[Section, list[Passage]]] = []
    roles = named_roles(context.question)
    if not roles:
        return found
    for document in dict.fromkeys(unit.document for unit in units):
        own = [unit for unit in units if unit.document == document]
        said = {
            i: [(p.role, p.text) for p in context.units.passages(unit)]
            for i, unit in enumerate(own)
        }
        for i in sorted(wholly_named(context, said, document)):
            passages = [p for p in context.units.passages(own[i]) if p.role in roles]
            each = {n: [(p.role, p.text)] for n, p in enumerate(passages)}
            naming = wholly_named(context, each, document)
            found.append((own[i], [passages[n] for n in sorted(naming)]))
    return found
