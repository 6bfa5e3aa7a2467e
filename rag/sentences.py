"""The sentences of a text.

In: a text and a span of it. Out: the spans of its sentences.
"""

from __future__ import annotations

import re

from corpus.span import Span, trimmed

_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"”“’)]*\s+(?=[\"“„(]?[^\W\d_a-zāčēģīķļņšūž])")
_ABBREVIATED = re.compile(
    r"(?:\b\w|\bt\.\s?sk|\bu\.\s?c|\bu\.\s?tml|\bpiem|\bNr|\bgs|\bg|\d|\bno|\be\.g|\bi\.e|\betc)\.$"
)


def sentence_spans(text: str, span: Span) -> list[Span]:
    """The sentences in `span`; abbreviations, initials and ordinals do not end one."""
    found: list[Span] = []
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        if _ABBREVIATED.search(text[start : match.start()].rstrip('"”“’)')):
            continue
        sentence = trimmed(text, start, match.start())
        if sentence:
            found.append(sentence)
        start = match.end()
    last = trimmed(text, start, span.end)
    return [*found, last] if last else found
