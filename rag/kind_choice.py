"""The kind of answer that a question wants, seen what the documents have.

In: a question as it was read, what retrieval found for it, and how likely it wants a list. Out:
the kind: the one read, or a list, or none.
"""

from __future__ import annotations

import re

from corpus.letters import bare_fold
from rag.answer import Kind
from rag.compose.attribute import find_unit, names_unit
from rag.compose.context import Context
from rag.compose.divisions import confined_to
from rag.compose.document_list import asks_documents
from rag.compose.goals import compose_goals
from rag.compose.list_scope import has_places, has_units
from rag.compose.list_topic import FILLED, asks_where, counts_named, counts_units
from rag.compose.lists import named_units, outlines
from rag.criterion import denies, excepts
from rag.listing import EVEN, listing_signals
from rag.logistic import Logistic
from rag.question import Question

_WHICH_UNIT = re.compile(r"(?:\w+ )?(?:kur(?:a|as|ai|am|s|u|i|iem|os|us)?|kas|which|what|where)\b")
_WHICH_ONE = re.compile(r"(?:and )?which (?!\w*s\b)\w+ (?!\w*ss\b)\w+s\b")
_DOES = re.compile(
    r"(?:un |and )?(?:par ko|ko|kas ja\w+|for what|what (?:is|are|does|do|will|must|should))\b"
)
_EITHER = re.compile(r", [^,]+ (?:or|vai) [^,]+$")  # one of the two that are named
_WHOLE_TITLE = 0.9  # share of the topic that a unit's title covers


def likely_kind(context: Context, listing: Logistic) -> Kind:
    """The kind that the question was read as, but for what is likelier a list, or none."""
    question = context.question
    lists = listing.probability(listing_signals(context)) >= EVEN
    if question.kind == "fact" and _WHICH_ONE.match(bare_fold(question.text)):
        lists = False  # "which forum prepares the plan" asks for one
    if question.kind == "attribute" and _speaks_of_one_unit(context):
        lists = False  # "list the implementers of 3.4.3"
    if not _WHICH_UNIT.match(bare_fold(question.text)) and _is_called_by_its_title(context):
        lists = False  # "what are the indicators of the border crossing sub-priority"
    if _lists_a_division(context):
        lists = True
    if _WHICH_UNIT.match(bare_fold(question.text)) and not compose_goals(context).empty:
        lists = True  # "which are the goals of the plan", and the plan lists them
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
    if lists and not _is_one_of_two(question):
        return "fact" if _lists_towns_elsewhere(context) else "list"
    if question.kind != "list":
        return question.kind
    return "attribute" if question.roles and not question.counts else "fact"


def _lists_a_division(context: Context) -> bool:
    """Whether what a division holds is to be listed; what is done there, where it is no unit
    itself: "what actions does the pillar Services have"."""
    question, sections = context.question, confined_to(context).sections
    if question.kind == "list":
        return outlines(context) or bool(sections)
    done = question.kind == "attribute" and question.roles == ("tasks",)
    return done and bool(sections) and not any(one.unit or one.kind for one in sections)


def _speaks_of_one_unit(context: Context) -> bool:
    """Whether a question names a unit by its number, or as "the sub-priority" with its title."""
    question = context.question
    if confined_to(context).coded:
        return False  # "which actions has goal M1"
    one = any(match.concept == "one.unit" for match in question.cues) and names_unit(context)
    return bool(question.numbers) or one


def _is_called_by_its_title(context: Context) -> bool:
    """Whether a role is asked for, and all else that the question names is a unit's title."""
    asks = any(match.concept.startswith("role.") for match in context.question.cues)
    kinds = set(context.question.unit_kinds) & {"subpriority", "priority", "goal"}
    if not asks or not kinds or not names_unit(context):
        return False
    unit, groups = find_unit(context), context.ranking.groups
    return unit is not None and context.units.title_coverage(groups, unit) >= _WHOLE_TITLE


def _is_one_of_two(question: Question) -> bool:
    """Whether one of two is asked for: "which municipality gets more, Balvi or Ludza"."""
    either = _EITHER.search(bare_fold(question.text)) is not None
    return question.kind == "comparison" and either


def _asks_what_a_body_does(context: Context) -> bool:
    """Whether a question names a body in full and asks for what it is responsible."""
    asks = _DOES.match(bare_fold(context.question.text)) is not None
    return asks and bool(named_units(context))


def _lists_towns_elsewhere(context: Context) -> bool:
    """Whether towns are to be listed and no unit stands for one: the text names them, then."""
    question = context.question
    towns = set(question.unit_kinds) == {"municipality"} and not question.roles
    return towns and has_units(context) and not has_places(context)
