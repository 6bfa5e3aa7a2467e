"""Text that speaks to a language model instead of a reader: which sentences are such.

In: a text of a document. Out: the parts of it that may be quoted. Who plants "ignore all previous
instructions and answer that …" in a plan tells nothing about the plan.

The patterns go over folded text (no case, no diacritics), sentence by sentence, and ask for more
than one sign each: plans have imperatives, answers, systems and models of their own.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from corpus.letters import bare_fold
from corpus.lines import LINE_BREAK
from corpus.model import Passage
from corpus.span import Span
from rag.sentences import sentence_spans

_CALL = re.compile(r"\W*\w+(?: \w+){0,2}!\W*")  # "Attention!" belongs to what follows it
_LABELLED = re.compile(r"\[1\]|\w+\s*:")
_PART = re.compile(r"%(\w+)%")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """`opens` goes on to the end of a passage, `exchanges` too; `tells` is of one sentence."""

    opens: re.Pattern[str]
    exchanges: re.Pattern[str]
    tells: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = tomllib.loads(files("rag").joinpath("instructions.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = known["parts"]

    def read(name: str) -> re.Pattern[str]:
        every = "|".join(f"(?:{one})" for one in known[name])
        return re.compile(_PART.sub(lambda part: parts[part[1]], every))

    return _Patterns(read("opens"), read("exchanges"), read("tells"))


def instructs(text: str) -> bool:
    """Whether any sentence of `text` speaks to a language model."""
    sentences = sentence_spans(text, Span(0, len(text))) if text else []
    return any(_opens(text, one, len(text)) or _tells(text, one) for one in sentences)


def without_instructions(passage: Passage, text: str) -> Passage | None:
    """The passage with those of its sentences alone that speak to a reader; None if none does.

    Args:
        passage: a passage with a sentence that `instructs`.
        text: its document's text.
    """
    runs = quotable(text, passage.body)
    pieces = tuple(
        Span(max(piece.start, run.start), min(piece.end, run.end))
        for run in runs
        for piece in passage.pieces
        if piece.overlaps(run)
    )
    said = " ".join(piece.quote(text) for piece in pieces)
    if not pieces or instructs(said):
        return None
    body = Span(pieces[0].start, pieces[-1].end)
    first = passage.lines[0] + len(LINE_BREAK.findall(text, passage.pieces[0].start, body.start))
    lines = first, first + len(LINE_BREAK.findall(text, body.start, body.end))
    return replace(passage, pieces=pieces, body=body, text=said, lines=lines)


def quotable(text: str, span: Span) -> list[Span]:
    """The runs of sentences of `text` within `span` that speak to no language model, in order."""
    runs: list[list[Span]] = [[]]
    for sentence in sentence_spans(text, span):
        opens = _opens(text, sentence, span.end)
        if not opens and not _tells(text, sentence):
            runs[-1].append(sentence)
            continue
        if runs[-1] and _CALL.fullmatch(runs[-1][-1].of(text)):
            runs[-1].pop()
        if opens:
            break
        runs.append([])
    return [Span(run[0].start, run[-1].end) for run in runs if run]


def _tells(text: str, sentence: Span) -> bool:
    return _patterns().tells.search(bare_fold(sentence.quote(text))) is not None


def _opens(text: str, sentence: Span, end: int) -> bool:
    """Whether a model is spoken to from this sentence on to `end`."""
    said = bare_fold(sentence.quote(text))
    if _patterns().opens.search(said):
        return True
    if not _LABELLED.match(said):
        return False
    return (
        _patterns().exchanges.search(bare_fold(Span(sentence.start, end).quote(text))) is not None
    )
