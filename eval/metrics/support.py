"""An answer in; whether its statements name only what their own citations hold, out.

A statement is held to the quotes that its marks name, with their headings and titles, and to no
others: a number that only a neighbour's quote has counts as missing. Numbers, dates and names are
looked for, in either language; whether the meaning is the same is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.model import Passage
from corpus.span import Span
from eval.metrics.retrieval import NAN
from eval.metrics.statement import MARK, QUOTED, statements, without_marks
from index.dates import date_terms
from rag.answer import Answer, Citation
from rag.quantities import held, quantities
from rag.support.names import missing_names
from rag.support.source import Sources

_MARKUP = re.compile(r"^\s*[-*•]\s|\*\*")


def statement_support(answer: Answer) -> float:
    """Share of the cited statements that their citations hold; NaN without any."""
    cited = {citation.number: citation for citation in answer.citations}
    found = [one for one in statements(answer.answer) if one.cited]
    if not found:
        return NAN
    return sum(not lacking(one.text, answer, cited) for one in found) / len(found)


def lacking(statement: str, answer: Answer, cited: Mapping[int, Citation]) -> list[str]:
    """The numbers, dates and names of a statement that the quotes it cites do not have."""
    numbers = [int(mark[0].strip("[]")) for mark in MARK.finditer(statement)]
    quotes = [cited[number] for number in numbers if number in cited]
    said = _MARKUP.sub("", QUOTED.sub(" ", without_marks(statement))).strip()
    if not said:
        return []
    source = Sources().of([_passage(one) for one in quotes] or [_NOTHING])
    every = f"{source.own}\n{source.frame}"
    known = quantities(every)
    missing = [one.written for one in quantities(said) if not held(one, known)]
    missing += sorted(date_terms(said) - date_terms(every))
    return missing + missing_names(said, answer.language, source)


def removed_share(answer: Answer) -> float:
    """Share of a language model's statements that were left out; NaN where it wrote none."""
    if answer.writing is None or not answer.writing.statements:
        return NAN
    return answer.writing.removed / answer.writing.statements


def in_own_words(answer: Answer) -> float:
    """1 when a language model's words stand in the answer, else 0; NaN where none was asked."""
    return NAN if answer.writing is None else float(answer.generator == answer.writing.model)


def _passage(citation: Citation) -> Passage:
    """The quote as a passage, with what stands above it."""
    above = (citation.title, citation.section or "", citation.heading or "")
    return Passage(
        id=citation.passage, document=citation.document, ordinal=0, kind="paragraph",
        section=citation.section, unit=None, role=citation.role, item=citation.item, part=0,
        pieces=(), body=Span(citation.start, citation.end), text=citation.quote,
        breadcrumb=above, context=None, lines=citation.lines, page=citation.page,
    )  # fmt: skip


_NOTHING = _passage(
    Citation(
        number=1, passage="", document="", title="", quote="", start=0, end=1, lines=(1, 1), url=""
    )
)
