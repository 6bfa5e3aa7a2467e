"""A definition: from a list of abbreviations, or from where the text introduces the term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.letters import bare
from corpus.model import Passage
from index.thesaurus import thesaurus
from rag.compose.context import Context
from rag.draft import Draft, Evidence
from rag.phrases import phrase
from rag.quoting import sentence_spans

_LONGEST_TERM = 60
_LOOKED_AT = 40  # passages in which an explanation is looked for
_OPENING = 9  # words before the verb, brackets counted
_KEPT = 20_000  # texts whose letters stay folded
_SAYS_WHAT = re.compile(
    r"\s(?:ir|nozīmē|apzīmē|raksturo|atdarina|ietver|is|are|means?|refers? to|comprises?)\s"
    r"|\s[–—-]\s|,\s(?:kas|kuri|kuras|kurš|which|that)\s"
)


def compose_definition(context: Context) -> Draft:
    """The definition of the likeliest term that has one; an empty draft when none is defined.

    An abbreviation that names a document asked about is where to look, not what to define, as
    long as the question has another term.
    """
    terms = context.question.terms
    others = [term for term in terms if not _names_document(context, term)]
    for term in others or terms:
        evidence = define(context, term)
        if evidence:
            lead = phrase("definition", context.question.language, term=term)
            return Draft(lead, (context.statement(evidence),))
    explained = _explained(context)
    if explained is None:
        return Draft("")
    lead = phrase("definition", context.question.language, term=terms[0])
    return Draft(lead, (context.statement(explained),))


def _explained(context: Context) -> Evidence | None:
    """Where a sentence opens with the thing asked about and goes on to say what it is."""
    names = frozenset[str]().union(*context.terms.of_document.values())
    asked = [
        group
        for group in context.ranking.groups
        if not group.named_in(names) and any(map(context.terms.known, group.terms))
    ]
    if not asked:
        return None
    for scored in context.ranking.passages[:_LOOKED_AT]:
        passage = scored.passage
        text = context.text_of(passage.document)
        language = context.terms.language_of[passage.document]
        for sentence in sentence_spans(text, passage.body):
            said = sentence.of(text)
            verb = _SAYS_WHAT.search(said)
            if not verb or len(said[: verb.start()].split()) > _OPENING:
                continue
            opening = context.terms.terms(said[: verb.start()], language)
            if all(group.named_in(opening) for group in asked):
                return Evidence(passage, sentence)
    return None


def _names_document(context: Context, term: str) -> bool:
    """Whether a term stands for a document, by its title or publisher."""
    named = frozenset(f"#{match.concept}" for match in thesaurus().matches(term))
    titles = context.terms.of_document.values()
    return len(named) > 0 and any(named & found for found in titles)


def define(context: Context, term: str) -> Evidence | None:
    """Where `term` is defined: an entry of a list first, then the first place in running text."""
    passages = [p for d in context.documents() for p in context.index.passages(d)]
    for passage in passages:
        if passage.kind == "definition" and _same(passage.item or "", term):
            return Evidence(passage, passage.body)
    return _introduced(context, passages, term)


def _same(entry: str, term: str) -> bool:
    a, b = bare(entry).strip(), bare(term).strip(' .?!"“”')
    return a == b or (a.casefold() == b.casefold() and len(b) > 1)


def _introduced(context: Context, passages: Sequence[Passage], term: str) -> Evidence | None:
    """Where running text gives a term: "Full Name (TERM)", "TERM – what it is"."""
    if len(term) > _LONGEST_TERM:
        return None
    wanted = re.escape(bare(term))
    case = 0 if term.isupper() else re.IGNORECASE
    said = re.compile(wanted, case)
    given = re.compile(
        rf"\(\s*(?:turpmāk|turpmak|hereinafter)?[^()]{{0,20}}[-–—„“\"\s]*{wanted}[”“\"]?\s*\)"
        rf"|^\s*{wanted}\s*[-–—]\s*\w|(?<=[.;]\s){wanted}\s+[-–—]\s+\w",
        case,
    )
    for passage in passages:
        if passage.kind in ("link", "row", "definition"):
            continue
        text = context.text_of(passage.document)
        # Cutting into sentences takes far longer than seeing that the term is in none of them.
        if not said.search(_bare_text(passage.body.of(text))):
            continue
        for sentence in sentence_spans(text, passage.body):
            if given.search(bare(sentence.of(text))):
                return Evidence(passage, sentence)
    return None


@lru_cache(_KEPT)
def _bare_text(text: str) -> str:
    """`bare`, kept: each question for a definition goes over the whole text."""
    return bare(text)
