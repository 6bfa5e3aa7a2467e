"""Example questions for the chat, made from what the loaded documents hold.

In: the documents and the language of the interface. Out: questions, the same ones each time.
Nothing here knows a document: units, their titles and roles, and abbreviations come from the
outlines, the wording around them from `texts/*.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from corpus.model import Document, Section
from ui.documents import heading_of
from ui.texts import Texts

_ROLES = ("implementers", "funding", "indicators", "tasks", "benefits")
_LONGEST_TITLE = 60  # characters; a longer heading makes no question that anyone would read
_LONGEST_TOPIC = 3  # words


def example_questions(documents: Iterable[Document], words: Texts, most: int = 6) -> list[str]:
    """At most `most` questions, taken from each document in turn."""
    streams = [_of_document(document, words) for document in documents]
    turns = zip_longest(*streams)
    return [question for turn in turns for question in turn if question is not None][:most]


def unit_questions(document: Document, key: str, words: Texts) -> dict[str, str]:
    """A question for each role that the unit with this key has a section for, by role."""
    unit = next(section for section in document.sections if section.key == key)
    held = _roles(document, unit)
    name = heading_of(unit)
    return {role: words(f"example.{role}", unit=name) for role in _ROLES if role in held}


def _of_document(document: Document, words: Texts) -> Iterator[str]:
    kinds = (
        _attributes(document, words), _lists(document, words),
        _done(document, words), _definitions(document, words),
    )  # fmt: skip
    for turn in zip_longest(*kinds):
        yield from (question for question in turn if question is not None)


def _attributes(document: Document, words: Texts) -> Iterator[str]:
    """One question for each role, each about another unit, spread over the document."""
    units = [unit for unit in _units(document) if _roles(document, unit)]
    for position, role in enumerate(_ROLES):
        holding = [unit for unit in units if role in _roles(document, unit)]
        if holding:
            unit = holding[position * len(holding) // len(_ROLES)]
            yield words(f"example.{role}", unit=heading_of(unit))


def _lists(document: Document, words: Texts) -> Iterator[str]:
    """Topics are titles, and nobody asks for a topic in a language that is not the question's."""
    if document.description.language != words.language:
        return
    for unit in _units(document):
        short = len(unit.title.split()) <= _LONGEST_TOPIC
        if short and "tasks" in _roles(document, unit):
            yield words("example.list", topic=unit.title)


def _done(document: Document, words: Texts) -> Iterator[str]:
    """Questions about units that are told in running text, the first and the middle one."""
    told = [unit for unit in _units(document) if not _roles(document, unit)]
    for unit in told[:: max(1, len(told) // 2)][:2]:
        yield words("example.about", topic=unit.title)


def _definitions(document: Document, words: Texts) -> Iterator[str]:
    for passage in document.passages:
        term = passage.text.split(maxsplit=1)[0] if passage.kind == "definition" else ""
        if term.isupper() and term.isalpha():
            yield words("example.definition", term=term)


def _units(document: Document) -> list[Section]:
    return [s for s in document.sections if s.unit and 0 < len(s.title) <= _LONGEST_TITLE]


def _roles(document: Document, unit: Section) -> set[str]:
    return {s.role for s in document.sections if s.role and unit.span.covers(s.span)}
