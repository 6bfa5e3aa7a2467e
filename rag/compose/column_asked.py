"""The cell of a unit that a question asks for by the name of its column.

In: a unit whose parts are the cells of a table's row. Out: the cells of the column whose name the
question says word for word: "the maximum support intensity of R1.3".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.model import Passage, Section
from corpus.span import Span
from index.analysis import forms
from index.thesaurus import words_of
from rag.cells import columns_of
from rag.compose.context import Context
from rag.draft import Evidence, Statement
from rag.language import is_function_word

_BAR = " | "
_LEAST = 2  # telling words of a column's name: a single one, such as "cost", is a role's


def column_asked(context: Context, unit: Section) -> tuple[Statement, ...]:
    """What stands in the column that the question names, with its name; nothing where it names
    none."""
    question = context.question
    language = context.terms.language_of[unit.document]
    own = set(words_of(unit.title))
    said = [forms(word, question.language) for word in words_of(question.text) if word not in own]
    found = list(_cells(context, unit))
    lengths = {name: _length(said, name, language) for name, _ in found}
    longest = max(lengths.values(), default=0)
    return tuple(
        context.statement(evidence, label=f"{name}: ")
        for name, evidence in found
        if lengths[name] == longest >= _LEAST
    )


def _cells(context: Context, unit: Section) -> Iterator[tuple[str, Evidence]]:
    """The cells of a unit with the names of their columns."""
    text = context.text_of(unit.document)
    for passage in context.units.passages(unit):
        names = [name for name in (passage.context or "").split(_BAR) if name]
        if passage.kind != "row" or not names:
            continue
        columns = [spans for spans in columns_of(passage.pieces, text) if spans]
        for name, spans in zip(names[-len(columns) :], columns, strict=False):
            yield name, _evidence(passage, spans)


def _evidence(passage: Passage, spans: Sequence[Span]) -> Evidence:
    return Evidence(passage, Span(spans[0].start, spans[-1].end))


def _length(said: Sequence[frozenset[str]], name: str, language: str) -> int:
    """How many words a column's name has if the question says them all, else 0."""
    told = name.partition(",")[0]  # behind a comma stands the unit of measure
    own = [forms(w, language) for w in words_of(told) if not is_function_word(w)]
    return len(own) if own and all(any(one & word for word in said) for one in own) else 0
