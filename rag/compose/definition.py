"""A definition: from a list of abbreviations, or from where the text introduces the term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from corpus.letters import bare, bare_fold
from corpus.lexicon import role_names
from corpus.model import Passage
from corpus.span import Span
from index.analysis import stem, stems
from index.thesaurus import thesaurus
from rag.compose.context import Context
from rag.draft import Draft, Evidence
from rag.phrases import phrase
from rag.sentences import sentence_spans
from rag.topic import Group

_LONGEST_TERM = 60
_SHORTEST_NAME = 5  # letters of a name whose other cases are looked for
_TOLD = 0.9  # how likely what the text gives as a definition is the one asked for
_LOOKED_AT = 40  # passages in which an explanation is looked for
_KEPT = 20_000  # texts whose letters stay folded
_NEAR = (4, 9)  # words before the verb in which the term is looked for, first and at last
_SAYS_WHAT = re.compile(
    r"\s(?:ir|nozīmē|apzīmē|raksturo|atdarina|ietver|is|are|means?|refers? to|comprises?)\s"
    r"|\s[–—-]\s|,\s(?:kas|kuri|kuras|kurš|which|that)\s"
)
# "X have organised courses", "X is available" tell what X did and where, not what it is.
_DID = re.compile(r"(?:\w+(?:jis|jusi|juši|jušas)|pieejam\w+|been|available)\b", re.IGNORECASE)
_FOUNDED = re.compile(
    r"\b(?:izveidot\w*|dibināt\w*|radīt\w*|founded|created|established|set up)\b", re.IGNORECASE
)
_HEAD = re.compile(r"^\s*([^–—:]{2,60}?)\s+[-–—]\s+\w")


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
            # What the text gives in so many words is the answer, whatever else it is about.
            return Draft(lead, (context.statement(evidence),), told=_TOLD)
    explained = _explained(context)
    if explained is None:
        return Draft("")
    lead = phrase("definition", context.question.language, term=(others or terms)[0])
    return Draft(lead, (context.statement(explained),))


def _explained(context: Context) -> Evidence | None:
    """Where a sentence says what the thing asked about is, or by whom it was founded; the first
    such sentence of the most relevant passages."""
    names = frozenset[str]().union(*context.terms.of_document.values())
    own = frozenset(stems(" ".join(context.question.terms), context.question.language))
    asked = [
        group
        for group in context.ranking.groups
        if not group.named_in(names) and any(map(context.terms.known, group.terms))
    ]
    if not asked:
        return None
    passages = [scored.passage for scored in context.ranking.passages[:_LOOKED_AT]]
    for width in _NEAR:
        for passage in passages:
            for sentence in sentence_spans(context.text_of(passage.document), passage.body):
                if _says_what(context, sentence, passage, asked, own, width):
                    return Evidence(passage, sentence)
    return None


def _says_what(
    context: Context,
    sentence: Span,
    passage: Passage,
    asked: list[Group],
    own: frozenset[str],
    width: int,
) -> bool:
    """Whether the words right before a verb that tells what a thing is name the thing, or those
    behind one that tells of its founding. In the question's language some of the term's `own`
    words must be there: what only belongs to the same concept is another thing."""
    said = sentence.of(context.text_of(passage.document))
    terms = context.question.terms
    language = context.terms.language_of[passage.document]
    founded = _FOUNDED.match(said)
    near = [said[founded.end() :].split()[: _NEAR[-1]]] if founded else []
    near += [
        said[: verb.start()].split()[-width:]
        for verb in _SAYS_WHAT.finditer(said)
        if not _DID.match(said[verb.end() :])
    ]
    spelt = language == context.question.language and not any(map(str.isupper, terms))
    return any(
        all(group.named_in(found) for group in asked) and not (spelt and own.isdisjoint(found))
        for found in (context.terms.terms(" ".join(words), language) for words in near)
    )


def _names_document(context: Context, term: str) -> bool:
    """Whether a term stands for a document, by its title or publisher."""
    named = frozenset(f"#{match.concept}" for match in thesaurus().matches(term))
    titles = context.terms.of_document.values()
    return len(named) > 0 and any(named & found for found in titles)


def define(context: Context, term: str) -> Evidence | None:
    """Where `term` is defined: an entry of a list first, then the first place in running text."""
    passages = [p for d in context.documents() for p in context.passages(d)]
    for passage in passages:
        if passage.kind == "definition" and _same(passage.item or "", term):
            return Evidence(passage, passage.body)
    return _introduced(context, passages, term)


def _same(entry: str, term: str) -> bool:
    a, b = bare(entry).strip(), bare(term).strip(' .?!"“”')
    return a == b or (a.casefold() == b.casefold() and len(b) > 1)


def _introduced(context: Context, passages: Sequence[Passage], term: str) -> Evidence | None:
    """Where running text gives a term: "Full Name (TERM)", "TERM – what it is"; a name also in
    another case and inside a sentence."""
    if len(term) > _LONGEST_TERM:
        return None
    wanted = re.escape(bare(term))
    case = 0 if term.isupper() else re.IGNORECASE
    name = _name(bare(term))
    said = re.compile(name or wanted, case)
    given = re.compile(
        rf"\(\s*(?:turpmāk|turpmak|hereinafter)?[^()]{{0,20}}[-–—„“\"\s]*{wanted}[”“\"]?\s*\)"
        rf"|^\s*{wanted}\s*[-–—]\s*\w|(?<=[.;]\s){wanted}\s+[-–—]\s+\w"
        + (rf"|\b{name}\s+[-–—]\s+(?-i:[a-z])" if name else ""),
        case,
    )
    role = _role(term)
    for passage in passages:
        if passage.kind in ("link", "row", "definition"):
            continue
        text = context.text_of(passage.document)
        # Cutting into sentences takes far longer than seeing that the term is in none of them.
        if role is None and not said.search(_bare_text(passage.body.of(text))):
            continue
        for sentence in sentence_spans(text, passage.body):
            found = sentence.of(text)
            head = _HEAD.match(found) if role else None
            # "Implementers" in the question is the "Ieviesēji – …" of a Latvian document.
            if given.search(bare(found)) or (head and role_names().role_of(head[1]) == role):
                return Evidence(passage, sentence)
    return None


def _name(term: str) -> str:
    """A pattern of the cases of a name of one word; none where the term is no such name."""
    if len(term) < _SHORTEST_NAME or not term.isalpha() or not term[0].isupper():
        return ""
    return rf"{re.escape(term[:-1])}\w{{1,3}}"


@cache
def _roles() -> dict[str, str]:
    """The roles by the stems of their names of one word."""
    names = {n: role for n, role in role_names().by_name.items() if " " not in n}
    return {stem(n, language): role for n, role in names.items() for language in ("lv", "en")}


def _role(term: str) -> str | None:
    """The role that a term names, in whatever case: "ieviesējiem", "programme implementers"."""
    named = role_names().role_of(term)
    last = term.split()[-1:]
    found = (_roles().get(stem(bare_fold(word), one)) for word in last for one in ("lv", "en"))
    return named or next((role for role in found if role), None)


@lru_cache(_KEPT)
def _bare_text(text: str) -> str:
    """`bare`, kept: each question for a definition goes over the whole text."""
    return bare(text)
