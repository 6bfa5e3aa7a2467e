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
from rag.compose.conditions import nowhere
from rag.compose.context import Context
from rag.compose.definition import compose_definition
from rag.compose.divisions import confined_to
from rag.compose.document_list import asks_documents
from rag.compose.fact import compose_fact
from rag.compose.goals import compose_goals
from rag.compose.headed import compose_column, compose_headed
from rag.compose.list_scope import (
    documents_of,
    has_places,
    has_units,
    lists_kind_of,
    tell_of_kind,
)
from rag.compose.list_topic import (
    FILLED,
    asks_where,
    counts_named,
    counts_units,
    narrows,
    topic_of,
)
from rag.compose.lists import compose_list, compose_within, named_units, outlines
from rag.compose.whole_names import named_roles
from rag.criterion import denies, excepts
from rag.draft import Draft
from rag.listing import EVEN, listing_signals
from rag.logistic import Logistic
from rag.models import Models
from rag.phrases import phrase
from rag.question import Question
from rag.question_amounts import asks_for_things
from rag.retrieval import Retriever
from rag.sides import both_sides

_LONGEST_ABBREVIATION = 8  # letters; a longer word in capitals is a name
_WHICH_UNIT = re.compile(r"(?:\w+ )?(?:kur(?:a|as|ai|am|s|u|i|iem|os|us)?|kas|which|what|where)\b")
_WHICH_ONE = re.compile(r"(?:and )?which (?!\w*s\b)\w+ (?!\w*ss\b)\w+s\b")
_DOES = re.compile(
    r"(?:un |and )?(?:par ko|ko|kas ja\w+|for what|what (?:is|are|does|do|will|must|should))\b"
)
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
    wanted = _kind(context, models.listing)
    bounds = _may_be_bounded(context)
    found = likeliest(context, models.block) if bounds or wanted == "list" else []
    bounded = _bounded(context, found) if bounds else None
    if bounded is not None:
        return "list", bounded
    goals = compose_goals(context) if wanted == "list" else Draft("")
    if not goals.empty:
        return "list", goals
    kind, draft = by_kind(context, wanted, models, retriever)
    # What a question leaves out or denies is told unit by unit, and not of a document's own list.
    one_by_one = any(row.section for row in draft.rows) and denies(context.question)
    found = [one for one in found if lists_kind_of(context, one[1].document)]
    blocks = wanted == "list" and kind != "comparison" and not asks_documents(context)
    block = chosen(context, found) if blocks else None
    if block is not None and one_by_one and not block.block.of_units:
        block = None
    if block is not None and _of_another_role(context, block.block, draft):
        block = None
    if block is not None and prefers(context, kind, draft, block, models.block_list):
        kind, draft = "list", compose_block(context, block.blocks, block.probability)
    return kind, _unbounded(context, draft) if kind == "list" else draft


def _of_another_role(context: Context, block: Block, draft: Draft) -> bool:
    """Whether units are asked for that a block does not list: those of a division that the
    question names, or those that name a body in a role that the block says nothing of."""
    if outlines(context):
        return bool(draft.rows and confined_to(context).sections)
    if tell_of_kind(context) and block.document not in context.ranking.documents:
        return True
    if draft.empty and nowhere(context, topic_of(context)):
        return True
    roles = set(named_roles(context.question))
    said = {passage.role for passage in block.passages}
    if not roles or roles & said:
        return False
    things = [group for group in context.ranking.groups if not group.plain]
    documents = frozenset(documents_of(context))
    named = any(context.units.naming(one, roles, documents) for one in things)
    return (bool(draft.rows) and named) or said <= FILLED


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
    return not compares and asks_for_things(question.text, question.amounts)


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
    if question.doubled and not question.answer_types and _has_two_sides(context):
        kind = "comparison"
    if kind in ("fact", "attribute") and not FILLED & set(question.roles):
        kind = "comparison" if names_together(context) else kind
    if kind == "attribute" and not question.numbers and units_together(context):
        kind = "comparison"
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
    undefined = kind == "definition" and not any(_abbreviation(t) for t in question.terms[:1])
    unlisted = kind == "list" and not has_units(context)
    if draft.empty and (undefined or unlisted or kind in ("attribute", "comparison")):
        kind, draft = "fact", compose_fact(context)
    return kind, draft


def _kind(context: Context, listing: Logistic) -> Kind:
    """The kind that the question was read as, but for what is likelier a list, or none."""
    question = context.question
    lists = listing.probability(listing_signals(context)) >= EVEN
    if question.kind == "fact" and _WHICH_ONE.match(bare_fold(question.text)):
        lists = False  # "which forum prepares the plan" asks for one
    if question.kind == "list" and outlines(context):
        lists = True
    if asks_where(context) or asks_documents(context):
        lists = True
    if counts_units(context) or counts_named(context):
        lists = True
    if question.kind == "list" and question.follows_up and not question.cues:
        lists = True  # "and Rēzekne?" asks again what the turn before did
    of_units = question.unit_kinds or FILLED & set(question.roles)
    if of_units and denies(question) and _WHICH_UNIT.match(bare_fold(question.text)):
        lists = True  # "which sub-priority has no EU funds" may find any number of them
    if excepts(question) and question.unit_kinds:
        lists = True  # "which goals other than SDG 13" names one only to leave it out
    lists = lists or _asks_what_a_body_does(context)
    if lists:
        return "fact" if _lists_towns_elsewhere(context) else "list"
    if question.kind != "list":
        return question.kind
    return "attribute" if question.roles and not question.counts else "fact"


def _asks_what_a_body_does(context: Context) -> bool:
    """Whether a question names a body in full and asks for what it is responsible."""
    asks = _DOES.match(bare_fold(context.question.text)) is not None
    return asks and bool(named_units(context))


def _answerable(context: Context, kind: Kind) -> Kind:
    """The kind, or a lesser one where the question names neither two sides nor a unit."""
    question = context.question
    if kind == "comparison" and not _has_two_sides(context) and len(question.numbers) < SIDES:
        kind = "attribute" if question.roles else "fact"
    return "fact" if kind == "attribute" and not names_unit(context) else kind


def _of_the_form(question: Question, draft: Draft) -> bool:
    """Whether a draft holds an answer of the form asked for, where the form is a telling one."""
    forms = set(question.answer_types) & {"percent", "date", "time", "money", "length", "person"}
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


def _lists_towns_elsewhere(context: Context) -> bool:
    """Whether towns are to be listed and no unit stands for one: the text names them, then."""
    question = context.question
    towns = set(question.unit_kinds) == {"municipality"} and not question.roles
    return towns and has_units(context) and not has_places(context)


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
