"""A definition: from a list of abbreviations, or from where the text introduces the term."""

from __future__ import annotations

import re

from corpus.letters import bare
from corpus.model import Passage
from rag.compose.context import Context
from rag.draft import Draft, Evidence, Statement
from rag.phrases import phrase
from rag.quoting import sentence_spans, whole

_LONGEST_TERM = 60


def compose_definition(context: Context) -> Draft:
    """The definition of each term asked for; an empty draft when none is defined."""
    statements: list[Statement] = []
    for term in context.question.terms:
        evidence = define(context, term)
        if evidence:
            statements.append(Statement(f"“{context.quote(evidence)}”", (evidence,)))
    if not statements:
        return Draft("")
    lead = phrase("definition", context.question.language, term=", ".join(context.question.terms))
    return Draft(lead, tuple(statements))


def define(context: Context, term: str) -> Evidence | None:
    """Where `term` is defined: an entry of a list first, then the first place in running text."""
    passages = [p for d in context.documents() for p in context.index.passages(d)]
    for passage in passages:
        if passage.kind == "definition" and _same(passage.item or "", term):
            return whole(passage)
    for passage in passages:
        evidence = _introduced(context, passage, term)
        if evidence:
            return evidence
    return None


def _same(entry: str, term: str) -> bool:
    a, b = bare(entry).strip(), bare(term).strip(" .?!\"“”")
    return a == b or (a.casefold() == b.casefold() and len(b) > 1)


def _introduced(context: Context, passage: Passage, term: str) -> Evidence | None:
    """Where running text gives a term: "Full Name (TERM)", "TERM – what it is"."""
    if len(term) > _LONGEST_TERM or passage.kind in ("link", "row", "definition"):
        return None
    wanted = re.escape(bare(term))
    pattern = re.compile(
        rf"\(\s*(?:turpmāk|turpmak|hereinafter)?[^()]{{0,20}}[-–—„“\"\s]*{wanted}[”“\"]?\s*\)"  # noqa: RUF001
        rf"|^\s*{wanted}\s*[-–—]\s*\w|(?<=[.;]\s){wanted}\s+[-–—]\s+\w",  # noqa: RUF001
        0 if term.isupper() else re.IGNORECASE,
    )
    text = context.text_of(passage.document)
    for sentence in sentence_spans(text, passage.body):
        if pattern.search(bare(sentence.of(text))):
            return Evidence(passage, sentence)
    return None
