"""Which composer answers a question, and what is tried where it has nothing to say.

In: a question with what retrieval found for it. Out: the kind of the answer, and its draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.letters import bare_fold
from rag.amounts import MONEY
from rag.answer import Kind
from rag.answer_type import held_in
from rag.block_choice import chosen, likeliest, prefers
from rag.blocks import Block
from rag.compose.attribute import compose_attribute, names_unit
from rag.compose.block_list import compose_block, compose_bounded
from rag.compose.comparison import (
    SIDES,
    compose_comparison,
    document_sides,
    names_together,
    sides,
    units_together,
)
from rag.compose.context import Context
from rag.compose.definition import compose_definition
from rag.compose.document_list import asks_documents
from rag.compose.elsewhere import tells_of_elsewhere, there
from rag.compose.fact import compose_fact
from rag.compose.goals import compose_goals
from rag.compose.headed import compose_column, compose_headed
from rag.compose.kind_asked import told_by_units
from rag.compose.list_scope import has_units, lists_kind_of
from rag.compose.list_topic import FILLED, narrows
from rag.compose.lists import compose_list, compose_within
from rag.compose.quadrants import compose_quadrants
from rag.draft import Draft
from rag.kind_choice import likely_kind
from rag.models import Models
from rag.phrases import phrase
from rag.question import Question
from rag.question_amounts import asks_for_things
from rag.retrieval import Retriever
from rag.sides import both_sides

_LONGEST_ABBREVIATION = 8  # letters; a longer word in capitals is a name
_WHO = re.compile(r"(?:un |and )?(?:kas|kam|kads|who|whom|whose)\b")
_TELLING = frozenset({"percent", "date", "time", "money", "length", "person", "duration", "area"})
_DEFINES = re.compile(r"\bdefin(?:e|es|ed|ition\w*|et[sai]|ej\w*|icij\w*)\b|\bskaidrot[sai]\b")
_MONEY_FORM = "money"
_OF_ONE_THING: tuple[Kind, ...] = ("fact", "attribute", "definition")
_COMPOSERS: dict[Kind, Callable[[Context], Draft]] = {
    "fact": compose_fact,
    "attribute": compose_attribute,
    "list": compose_list,
    "comparison": compose_comparison,
    "definition": compose_definition,
}


def compose(context: Context, models: Models, retriever: Retriever) -> tuple[Kind, Draft]:
    """The draft of the question's kind; a fact where that kind has nothing to say.

    Args:
        context: the question, its ranking, and the documents in scope.
        models: say how likely a list is wanted, and one that a document gives itself.
        retriever: ranks the parts of a question of two things.
    """
    wanted = likely_kind(context, models.listing)
    sides = compose_quadrants(context)
    if not sides.empty:
        return "list", sides
    bounds = _may_be_bounded(context)
    found = likeliest(context, models.block) if bounds or wanted == "list" else []
    bounded = _bounded(context, found) if bounds else None
    if bounded is not None:
        return "list", bounded
    goals = compose_goals(context) if wanted == "list" else Draft("")
    if not goals.empty:
        return "list", goals
    kind, draft = by_kind(context, wanted, models, retriever)
    found = [one for one in found if lists_kind_of(context, one[1].document)]
    blocks = wanted == "list" and kind != "comparison" and not asks_documents(context)
    block = chosen(context, found) if blocks else None
    if block is not None and told_by_units(context, kind, draft, block.block):
        block = None
    if block is not None and prefers(context, kind, draft, block, models.block_list):
        kind, draft = "list", compose_block(context, block.blocks, block.probability)
    return kind, _unbounded(context, draft) if kind == "list" else draft


def _unbounded(context: Context, draft: Draft) -> Draft:
    """A list that no amount could be judged by, with a note that says so; of units none, where
    amounts are all that they are told by. What is greatest may be said in words."""
    amounts = [one for one in context.question.amounts if not one.greatest or one.unit == MONEY]
    if not amounts:
        return draft
    if draft.block is None and not narrows(context):
        return Draft("")
    language = context.question.language
    said = tuple(phrase("note_unbounded", language, condition=one.said) for one in amounts)
    return replace(draft, notes=said)


def _may_be_bounded(context: Context) -> bool:
    """Whether a question asks for things that an amount or a column's value may tell apart."""
    question = context.question
    # Two things set beside each other are no list, though one of them is the larger.
    compares = question.kind == "comparison" and all(one.greatest for one in question.amounts)
    # "Who leads it", "what does policy H1 require": what is asked of is no column's value.
    single = not question.amounts and (
        _WHO.match(bare_fold(question.text)) is not None
        or bool(context.called)
        or any(context.units.numbered(n, context.scope) for n in question.numbers)
    )
    # "How many bus stops is it responsible for" counts what no unit is.
    counts = question.counts and not question.unit_kinds and not question.amounts
    single = single or (counts and bool(FILLED & set(question.roles)))
    return not compares and not single and asks_for_things(question.text, question.amounts)


def _bounded(context: Context, found: Sequence[tuple[float, Block]]) -> Draft | None:
    """The rows that an amount or a column's value allows of the blocks `found`, or the units; an
    empty draft where none is within, None where nothing can be judged."""
    draft = compose_bounded(context, found)
    if draft is not None and not draft.empty:
        return draft
    within = compose_within(context) if context.question.amounts else Draft("")
    return within if not within.empty else draft


def by_kind(
    context: Context, kind: Kind, models: Models, retriever: Retriever
) -> tuple[Kind, Draft]:
    """The draft of a kind from the passages and units that fit one by one."""
    question = context.question
    if kind in ("attribute", "comparison") and not _exist(context):
        return kind, Draft("")
    kind = "comparison" if _sets_side_by_side(context, kind) else kind
    if kind == "comparison" and len(context.called) < SIDES:
        both = both_sides(
            context,
            retriever,
            lambda part, ranking, scope: compose(
                replace(context, question=part, ranking=ranking, scope=scope), models, retriever
            ),
        )
        if not both.empty:
            return kind, both
    if kind == "fact" and question.doubled and _asks_twice(question):
        kind = "attribute"  # "who is responsible for it, and what does it cost"
    kind = _answerable(context, kind)
    headed = _headed(context, kind)
    if not headed.empty:
        return "fact", headed
    draft = _COMPOSERS[kind](context)
    if kind == "list" and draft.empty and question.kind != "list":
        kind = _answerable(context, question.kind)
        draft = _COMPOSERS[kind](context)
    if kind == "attribute" and not _of_the_form(question, draft):
        draft = Draft("")
    undefined = kind == "definition" and not _only_defined(question)
    unlisted = kind == "list" and not has_units(context)
    if draft.empty and (undefined or unlisted or kind in ("attribute", "comparison")):
        kind, draft = "fact", compose_fact(context)
    elsewhere = kind in _OF_ONE_THING and tells_of_elsewhere(context, draft)
    if elsewhere or (kind == "fact" and tells_of_elsewhere(context, draft, first=True)):
        return "fact", compose_fact(there(context))
    return kind, draft


def _sets_side_by_side(context: Context, kind: Kind) -> bool:
    """Whether a question that was not read as a comparison is one."""
    question = context.question
    if question.doubled and not question.answer_types and _has_two_sides(context):
        return True
    if kind in ("fact", "attribute") and not FILLED & set(question.roles):
        return names_together(context)
    return kind == "attribute" and not question.numbers and units_together(context)


def _asks_twice(question: Question) -> bool:
    """Whether two roles are asked for, or what a thing costs and who pays."""
    filled = FILLED & set(question.roles)
    pays = "funding" in filled and _MONEY_FORM in question.answer_types
    return len(filled) > 1 or pays


def _only_defined(question: Question) -> bool:
    """Whether only a definition will do: what an abbreviation stands for, how a plan defines a
    thing."""
    defines = _DEFINES.search(bare_fold(question.text)) is not None
    return defines or any(_abbreviation(term) for term in question.terms[:1])


def _answerable(context: Context, kind: Kind) -> Kind:
    """The kind, or a lesser one where the question names neither two sides nor a unit."""
    question = context.question
    if kind == "comparison" and not _has_two_sides(context) and len(question.numbers) < SIDES:
        kind = "attribute" if question.roles else "fact"
    return "fact" if kind == "attribute" and not names_unit(context) else kind


def _of_the_form(question: Question, draft: Draft) -> bool:
    """Whether a draft holds an answer of the form asked for, where the form is a telling one."""
    forms = set(question.answer_types) & _TELLING
    said = draft.passages()
    return not forms or any(held_in(form, passage) for form in forms for passage in said)


def _abbreviation(term: str) -> bool:
    """Whether a term is an abbreviation: only its definition answers what it means."""
    return (
        len(term) <= _LONGEST_ABBREVIATION
        and sum(c.isupper() or c.isdigit() for c in term) > len(term) / 2
    )


def _exist(context: Context) -> bool:
    """Whether every section that the question names by number is in a document in scope."""
    return all(context.units.numbered(n, context.scope) for n in context.question.numbers)


def _headed(context: Context, kind: Kind) -> Draft:
    """What the document itself puts under a heading or a column that the question names."""
    question = context.question
    if kind == "list" and not question.unit_kinds and not question.counts:
        return compose_headed(context)
    plain = kind == "fact" and not question.answer_types and not question.roles
    return compose_column(context) if plain else Draft("")


def _has_two_sides(context: Context) -> bool:
    """Whether the question names two documents, or two units by their titles."""
    return len(document_sides(context)) >= SIDES or len(sides(context)) >= SIDES
