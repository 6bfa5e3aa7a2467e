"""What a statement tells: whether it says anything of its source that the question did not say.

In: a statement, its source, the question. Out: whether a number, a date, an abbreviation or a
content word of the statement is in the source's own text and not in the question. "The programme
is important for the development of the region" is borne out by half the passages of a development
programme, and tells nothing: a word that the document's title has, or that many passages have,
counts only where it is a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.letters import tokens
from index.dates import date_terms
from rag.quantities import held, quantities, quantity_spans
from rag.support.forms import forms
from rag.support.source import Source, alone
from rag.support.words import Word, content_words, fit

_ORDINAL = re.compile(r"\.\s?[^\W\d_A-ZĀČĒĢĪĶĻŅŠŪŽ]")
Generic = Callable[[frozenset[str]], bool]
"""Whether a word with these stems, in either language, is so common that it tells nothing."""


def tells(statement: str, source: Source, asked: str, language: str, generic: Generic) -> bool:
    """Whether `statement` says one thing that `source` has and `asked` does not.

    Args:
        statement: what is said.
        source: what it cites.
        asked: the question.
        language: of the statement and the question.
        generic: which words tell nothing; names always do.
    """
    if _numbers_told(statement, source, asked):
        return True
    for read in (date_terms, _abbreviations):
        if (read(statement) & read(source.own)) - read(asked):
            return True
    question, title = alone(asked, language), alone(source.title, source.language)
    new = (
        word
        for word in content_words(statement, language)
        if fit(word, source) and not fit(word, question)
    )
    return any(
        _is_name(word) or not (_titled(word, title, language) or generic(word.meant))
        for word in new
    )


def _numbers_told(statement: str, source: Source, asked: str) -> bool:
    """Ordinals do not count: the question may have said them in words."""
    there, known = quantities(source.own), quantities(asked)
    said = [
        one
        for one, _, end in quantity_spans(statement)
        if one.is_year or not _ORDINAL.match(statement, end)
    ]
    span = [one for one in quantities(source.title) if held(one, said)]
    known += span if len(span) > 1 else []  # one year of those of the title may well be meant
    return any(held(one, there) and not held(one, known) for one in said)


def _abbreviations(text: str) -> frozenset[str]:
    return frozenset(word for word in tokens(text) if sum(map(str.isupper, word)) > 1)


def _is_name(word: Word) -> bool:
    """A capital that begins the statement makes no name."""
    return word.place > 0 and word.written[0].isupper()


def _titled(word: Word, title: Source, language: str) -> bool:
    return bool(forms(word.written, language) & title.stems or word.concepts & title.concepts)
