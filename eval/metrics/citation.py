"""Citations and gold places in; how many citations are right, how many groups are cited out.

A citation is right when it overlaps a gold place of its document. In a list answer the units of
the right set are gold places too, since each row cites its funding and implementers beside the
passage that qualifies it. Citations of more than 1,200 characters are never right: quoting a
whole chapter points nobody to the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.span import Span
from eval.gold import Gold, Place
from eval.metrics.retrieval import NAN
from rag.answer import Citation

LONGEST = 1_200


def cited_places(citations: Sequence[Citation]) -> list[Place]:
    """The places of the citations that count, in the order of their numbers."""
    return [
        Place(one.document, Span(one.start, one.end))
        for one in sorted(citations, key=lambda citation: citation.number)
        if one.end - one.start <= LONGEST
    ]


def precision(citations: Sequence[Citation], gold: Gold) -> float:
    """Share of the citations that are right; NaN where nothing is cited or nothing is gold."""
    right = [place for group in gold.groups for place in group]
    right += [place for member in gold.members for place in member.places]
    if not citations or not right:
        return NAN
    hits = sum(any(place.shared(one) for one in right) for place in cited_places(citations))
    return hits / len(citations)


def recall(citations: Sequence[Citation], gold: Gold) -> float:
    """Share of the evidence groups that a citation overlaps; NaN where there is no evidence."""
    if not gold.groups:
        return NAN
    cited = cited_places(citations)
    found = sum(any(place.shared(one) for one in group for place in cited) for group in gold.groups)
    return found / len(gold.groups)
