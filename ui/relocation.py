"""Where a kept answer's citations stand today, after its documents may have been indexed anew.

In: an answer as it was kept, and the index. Out: the answer with each citation and ranked passage
at the place where its passage stands now. A passage's id survives edits elsewhere in its document.
"""

from __future__ import annotations

from corpus.errors import PlanqaError
from corpus.model import Document, Passage
from corpus.span import Span, fold
from index.protocol import PassageIndex
from rag.answer import Answer, Citation, RankedPassage


def relocated(answer: Answer, index: PassageIndex) -> Answer:
    """`answer` with the spans of today; what is gone keeps the span it had."""
    if answer.index == index.fingerprint:
        return answer
    citations = [_citation(citation, index) for citation in answer.citations]
    passages = [_ranked(passage, index) for passage in answer.passages]
    return answer.model_copy(update={"citations": citations, "passages": passages})


def _citation(citation: Citation, index: PassageIndex) -> Citation:
    document, passage = _found(citation.document, citation.passage, index)
    if document is None or _reads(document, citation.start, citation.end, citation.quote):
        return citation
    if passage is None:
        return citation
    body = passage.body
    return citation.model_copy(
        update={"start": body.start, "end": body.end, "lines": passage.lines, "page": passage.page}
    )


def _ranked(ranked: RankedPassage, index: PassageIndex) -> RankedPassage:
    _, passage = _found(ranked.document, ranked.id, index)
    if passage is None:
        return ranked
    place = {"start": passage.body.start, "end": passage.body.end, "lines": passage.lines}
    return ranked.model_copy(update=place)


def _found(
    document: str, passage: str, index: PassageIndex
) -> tuple[Document | None, Passage | None]:
    try:
        source = index.document(document)
    except PlanqaError:
        return None, None
    try:
        return source, index.passage(passage)
    except KeyError:
        return source, None


def _reads(document: Document, start: int, end: int, quote: str) -> bool:
    """Whether the span still holds the quote."""
    if end > len(document.text):
        return False
    return fold(Span(start, end).of(document.text)) == quote
