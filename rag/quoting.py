"""Which span of a passage to quote: the whole of a short one, the telling sentences of a long one.

In: a passage, its document's text, the topic. Out: spans whose folded characters are the quote.
"""

from __future__ import annotations

from corpus.model import Passage
from corpus.span import Span
from rag.answer_type import holds
from rag.draft import Evidence
from rag.passage_terms import PassageTerms
from rag.sentences import sentence_spans
from rag.topic import Group, coverage_of

_TYPE_BONUS = 0.5  # of a sentence that holds an answer of the form asked for
_MARK = 8  # characters between two pieces that only a footnote mark parts
_BLANKS = 80  # characters between two cells of a row
_FILLED = 0.75  # of the room that a part of a passage takes up, before its last sentence
WHOLE = 600  # characters up to which a passage is quoted whole


def whole(passage: Passage) -> list[Evidence]:
    """The passage's body, in parts where a footnote, a link or a footer cuts it."""
    return [Evidence(passage, part) for part in unbroken(passage, passage.body)]


def telling(
    passage: Passage,
    text: str,
    groups: tuple[Group, ...],
    terms: PassageTerms,
    language: str,
    answer_types: tuple[str, ...] = (),
    room: int = WHOLE,
) -> Evidence:
    """The part of the passage that covers most of the topic, and holds an answer of the form
    asked for, of about `room` characters; the whole passage where it is no longer."""
    above = terms.of[passage.id].above
    left = [group for group in groups if not group.named_in(above)] or list(groups)

    def fit(span: Span) -> float:
        said = span.of(text)
        score = coverage_of(left, terms.terms(said, language))
        return score + sum(_TYPE_BONUS for kind in answer_types if holds(kind, said))

    parts = unbroken(passage, passage.body) or [passage.body]
    if passage.id in terms.cut and len(parts) > 1:
        return Evidence(passage, max(parts, key=fit))
    if len(passage.body) <= room:
        return Evidence(passage, max(parts, key=lambda part: (fit(part), len(part))))
    # What a page's end cuts apart is two quotes: the one that is given holds the telling sentence.
    cut = [sentence_spans(text, part) for part in parts]
    fits = [[fit(sentence) for sentence in sentences] for sentences in cut]
    chosen = max(range(len(parts)), key=lambda i: (max(fits[i]), len(parts[i])))
    sentences = cut[chosen]
    start = end = fits[chosen].index(max(fits[chosen]))
    while sentences[end].end - sentences[start].start < _FILLED * room:
        if end + 1 < len(sentences):
            end += 1
        elif start > 0:
            start -= 1
        else:
            break
    return Evidence(passage, Span(sentences[start].start, sentences[end].end))


def unbroken(passage: Passage, span: Span) -> list[Span]:
    """The parts of `span` between what does not belong to the passage.

    A footnote mark inside a sentence is part of the printed text and stays; a footer, a link or
    the text of a footnote between two pieces does not.
    """
    nearest = _BLANKS if passage.kind in ("row", "caption") else _MARK
    parts: list[Span] = []
    for piece in passage.pieces:
        if not piece.overlaps(span):
            continue
        part = Span(max(piece.start, span.start), min(piece.end, span.end))
        if parts and part.start - parts[-1].end <= nearest:
            parts[-1] = Span(parts[-1].start, part.end)
        else:
            parts.append(part)
    return parts
