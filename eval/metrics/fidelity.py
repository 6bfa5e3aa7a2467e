"""An answer and the documents in; whether its quotes and its numbers stand in them out."""

from __future__ import annotations

import re

from corpus.span import fold
from eval.metrics.retrieval import NAN
from eval.metrics.statement import statements, without_marks
from eval.source import Library
from rag.answer import Answer

_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ENUMERATION = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)


def quote_fidelity(answer: Answer, sources: Library) -> float:
    """Share of the citations whose quote is the folded text of their span; NaN without any."""
    if not answer.citations:
        return NAN
    right = sum(
        one.document in sources
        and fold(sources[one.document].saved.text[one.start : one.end]) == one.quote
        for one in answer.citations
    )
    return right / len(answer.citations)


def numbers(text: str) -> list[str]:
    """Numbers in the text, digits grouped by spaces joined ("255 968" reads "255968")."""
    joined = _THOUSANDS.sub(lambda found: re.sub(r"\s", "", found[0]), text)
    return _NUMBER.findall(joined)


def number_fidelity(answer: Answer, sources: Library) -> float:
    """Share of the numbers in the answer that stand in a cited span; NaN without any.

    Not from a cited span, and checked elsewhere: `[n]` marks and the enumeration of a Markdown
    list (nothing stated); numbers in the title or the headings above a cited span; the printed
    number of a section of a cited document; the count of the answer's own items or statements.
    """
    text = _ENUMERATION.sub("", without_marks(answer.answer))
    fields = [
        value.text for item in answer.items for cell in item.fields.values() for value in cell
    ]
    stated = numbers("\n".join([text, *fields]))
    if not stated:
        return NAN
    held = set(numbers("\n".join(_allowed(answer, sources)))) | _outline(answer, sources)
    held |= _counts(answer)
    return sum(number in held for number in stated) / len(stated)


def _allowed(answer: Answer, sources: Library) -> list[str]:
    texts: list[str] = []
    for one in answer.citations:
        if one.document in sources:
            source = sources[one.document]
            texts.append(fold(source.saved.text[one.start : one.end]))
            texts.append(source.saved.title)
            texts += [
                section.heading
                for section in source.saved.sections
                if section.start <= one.start < section.end
            ]
    return texts


def _outline(answer: Answer, sources: Library) -> set[str]:
    cited = {one.document for one in answer.citations} | {one.document for one in answer.items}
    return {
        section.number
        for document in cited & sources.keys()
        for section in sources[document].saved.sections
        if section.number
    }


def _counts(answer: Answer) -> set[str]:
    cited = [one for one in statements(answer.answer) if one.cited and not one.lead]
    return {str(len(answer.items)), str(len(cited))}
