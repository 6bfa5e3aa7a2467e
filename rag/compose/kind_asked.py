"""Whether units tell a list better than a block of the document, by what the question lists.

In: a list of units as a draft, and a block. Out: whether the block's entries are things of another
kind than the question names, or only some of those that stand under titles which say what is asked.
"""

from __future__ import annotations

import re
from typing import get_args

from corpus.letters import bare_fold
from corpus.model import Section
from rag.answer import Kind, Language
from rag.blocks import Block
from rag.compose.bounded import terms_above
from rag.compose.conditions import criterion_of, nowhere
from rag.compose.context import Context
from rag.compose.divisions import confined_to
from rag.compose.list_scope import documents_of, tell_of_kind
from rag.compose.list_topic import FILLED, topic_of
from rag.compose.lists import named_units, outlines
from rag.compose.qualifying import above_names
from rag.compose.whole_names import named_roles
from rag.criterion import DENYING, denies
from rag.draft import Draft
from rag.question_cues import read_cues
from rag.question_pattern import tokens_of

_POLICIES = re.compile(r"\b(?:polic(?:y|ies)|politik|nosacijum)")
_KINDS = frozenset({"direction", "priority", "subpriority", "goal", "project"})


def told_by_units(context: Context, kind: Kind, draft: Draft, block: Block) -> bool:
    """Whether a question that may be answered by a block is rather told unit by unit, as a draft
    of this kind does it, or not at all."""
    # What a question leaves out or denies no list of the document's own knows.
    if denies(context.question):
        if not block.of_units and any(r.section for r in draft.rows):
            return True
        bare = not topic_of(context) and not context.question.unit_kinds
        if bare and not _denies(context, block):
            return True  # "which topics are not covered"
    if _names_another(context, block):
        return True
    if kind == "list" and draft.rows:
        in_full = not context.question.amounts and bool(named_units(context))
        division = confined_to(context)
        outside = bool(division.sections) and not block.of_units
        outside = outside and not any(one.title in block.titles for one in division.sections)
        if in_full or division.coded or outside or _tells_apart(context, draft, block):
            return True
    return _of_another_role(context, block, draft)


def _denies(context: Context, block: Block) -> bool:
    """Whether what stands above a block says itself that its entries are left out of something."""
    language = context.terms.language_of[block.document]
    said = (*block.titles[-1:], block.intro, block.before.text if block.before else "")
    return any(
        match.concept in DENYING
        for read in get_args(Language)
        if read == language
        for text in said
        for match in read_cues(tokens_of(text), read)
    )


def _names_another(context: Context, block: Block) -> bool:
    """Whether the question names something by a name of its own that neither the entries of a
    block say nor anything above them, while other passages of the documents do."""
    question = context.question
    if denies(question):
        return False
    above = terms_above(context, block)
    before = context.terms.of[block.before.id].own if block.before else frozenset[str]()
    own = context.units.terms_of(block).entries
    return any(
        not group.named_in(above | before)
        and not any(map(group.named_in, own))
        and any(map(context.terms.known, group.terms))
        for group in context.ranking.groups
        if group.name in question.names or group.every
    )


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


def _tells_apart(context: Context, draft: Draft, block: Block) -> bool:
    """Whether the rows of a draft are all units of the kind asked for, and the block is a table of
    others; or the units all lie in divisions that name the topic, and the block holds but some."""
    units = [row.section for row in draft.rows if row.section is not None]
    if not units or len(units) < len(draft.rows):
        return False
    listed = _units_of(context, block)
    asked = _kinds(context)
    if all(unit.kind in asked for unit in units):
        if listed and not any(unit.kind in asked for unit in listed):
            return True
        if not listed and block.entries[0][0].kind == "row":
            return True
    keys = {(unit.document, unit.key) for unit in units}
    some = {(unit.document, unit.key) for unit in listed}
    if keys < some and _by_role(context):
        return True
    groups = [group for group in topic_of(context) if not group.plain]
    headed = bool(groups) and all(
        above_names(context, unit, group) for unit in units for group in groups
    )
    return bool(some) and some < keys and headed


def _by_role(context: Context) -> bool:
    """Whether who does a thing, helps or pays is all that tells units apart: then a table of them
    all is no answer."""
    conditions = criterion_of(context, topic_of(context)).conditions
    return bool(conditions) and all(set(one.roles) & FILLED for one in conditions)


def _kinds(context: Context) -> set[str]:
    """The kinds of unit that the question names."""
    kinds = set(context.question.unit_kinds) & _KINDS
    return kinds | ({"policy"} if _POLICIES.search(bare_fold(context.question.text)) else set())


def _units_of(context: Context, block: Block) -> list[Section]:
    """The units that the entries of a block are; none where they are no units."""
    if not block.of_units:
        return []
    firsts = [entry[0] for entry in block.entries]
    found = [context.units.all.get((p.document, p.unit)) for p in firsts if p.unit]
    return [unit for unit in found if unit is not None]
