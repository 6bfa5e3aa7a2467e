"""The sides of a question that asks of two things, and what is said of each.

In: a question with its ranking. Out: one draft with the answers to both sides, found one by one,
since a search for both things at once finds most about one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from rag.answer import AskRequest, Kind, Turn
from rag.compose.comparison import (
    SIDES,
    across_documents,
    document_sides,
    side_by_side,
    titled_units,
)
from rag.compose.context import Context
from rag.draft import Draft
from rag.parts import parts
from rag.question import Question, analyse
from rag.retrieval import Ranking, Retriever

_SURELY = 0.9  # probability of a passage that surely speaks of what is asked
Composer = Callable[[Question, Ranking, Sequence[str] | None], tuple[Kind, Draft]]


def both_sides(context: Context, retriever: Retriever, compose: Composer) -> Draft:
    """What the documents named say, else what is said of each part of the question; an empty
    draft where it has but one side, or where its sides are units of a plan.

    Args:
        context: the question and what was found for it.
        retriever: finds what there is for a side.
        compose: makes the draft of a part.
    """
    across = _of_documents(context, retriever)
    return across if not across.empty else _of_parts(context, retriever, compose)


def _of_documents(context: Context, retriever: Retriever) -> Draft:
    """What the documents of each side say that the question names, each asked by itself, and
    where the question asks twice, by the part that names the side."""
    named = document_sides(context)
    if len(named) < SIDES:
        return Draft("")
    asked = [analyse(AskRequest(question=text)) for text in _parts(context)]
    rankings = []
    for name, documents in named.items():
        others = named.keys() - {name}
        own = [part for part in asked if _of_side(part, name, others)]
        question = own[0] if len(own) == 1 and _says_more(own[0]) else context.question
        rankings.append(retriever.rank(question, documents))
    return across_documents(context, rankings)


def _of_parts(context: Context, retriever: Retriever, compose: Composer) -> Draft:
    """What is said of each part, a part that says too little being read as a follow-up."""
    question = context.question
    units = len(question.numbers) >= SIDES or len(titled_units(context)) >= SIDES
    if units or _one_passage_names_all(context):
        return Draft("")
    drafts = []
    before: list[Turn] = []
    for text in _parts(context):
        part = analyse(AskRequest(question=text, history=before))
        roles = part.roles or (() if part.answer_types else question.roles)
        kind: Kind = "attribute" if roles else "fact"
        part = replace(part, kind=kind, roles=roles, doubled=False, language=question.language)
        drafts.append(compose(part, retriever.rank(part, context.scope), context.scope)[1])
        before = [Turn(question=text)]
    return side_by_side(context, drafts)


def _parts(context: Context) -> tuple[str, ...]:
    names = frozenset(group.name for group in context.ranking.groups)
    return parts(context.question.text, context.question.language, names)


def _of_side(part: Question, name: str, others: Set[str]) -> bool:
    """Whether a part of a question names one side and no other."""
    said = {*part.concepts, *part.names, *part.words, *part.inner}
    return name in said and not said & others


def _says_more(question: Question) -> bool:
    """Whether a part of a question says what it asks, and not only of whom: "and what Liepāja?" """
    return len(question.concepts) + len(question.names) + len(question.words) > 1


def _one_passage_names_all(context: Context) -> bool:
    """Whether the passage most likely to answer names all that the question does: then one
    passage speaks of both things."""
    first = next(iter(context.ranking.passages), None)
    firm = [group for group in context.ranking.groups if not group.plain]
    if first is None or not firm or first.score < _SURELY:
        return False
    found = context.terms.of[first.passage.id]
    return all(group.named_in(found.own | found.above) for group in firm)
