"""What a list is over: the documents that a question means, and their units.

In: a question with its ranking. Out: documents and units, and whether they are of the kind that is
to be listed.
"""

from __future__ import annotations

import re
from collections.abc import Set

from corpus.model import Section
from rag.compose.context import Context, once
from rag.compose.qualifying import is_place
from rag.located import located

_PRIORITY = re.compile(r"priorit", re.IGNORECASE)
_PRIORITIES = frozenset({"priority", "subpriority"})


@once
def documents_of(context: Context) -> list[str]:
    """The documents a list is over: those the question names, else all in scope. Where it lists
    priorities and none of those named has any, what it names is no document, but a thing."""
    in_scope = context.documents()
    named = [d for d in in_scope if d in context.ranking.documents]
    kinds = set(context.question.unit_kinds) & _PRIORITIES
    having = _having(context, kinds).intersection(in_scope) if named and kinds else set()
    if having and not having.intersection(named) and not tell_of_kind(context):
        return [d for d in in_scope if d in having]
    return named or in_scope


@once
def tell_of_kind(context: Context) -> bool:
    """Whether the documents that a question names have no priorities as units, but a passage of
    theirs speaks of some, and calls them what the question does: "horizontal priorities"."""
    question = context.question
    kinds = set(question.unit_kinds) & _PRIORITIES
    documents = [d for d in context.documents() if d in context.ranking.documents]
    if not kinds or _having(context, kinds).intersection(documents):
        return False
    beside = {m.first - 1 for m in question.cues if m.concept.removeprefix("unit.") in kinds}
    places = located(question.text, question.language, [g.name for g in context.ranking.groups])
    names = {m.concept for m in places if beside.intersection(range(m.first, m.last + 1))}
    called = [group for group in context.ranking.groups if group.name in names]
    return any(
        group.named_in(context.terms.of[passage.id].own) and _PRIORITY.search(passage.text)
        for document in documents
        for passage in context.passages(document)
        for group in called
    )


def _having(context: Context, kinds: Set[str]) -> set[str]:
    """The documents that have units of these kinds."""
    return {unit.document for unit in context.units.all.values() if unit.kind in kinds}


def has_kind_asked(context: Context) -> bool:
    """Whether the documents have units of the kind that a question lists."""
    kinds = set(context.question.unit_kinds)
    kinds = kinds & {*_PRIORITIES, "goal"} if "passage" not in kinds else set()
    return bool(kinds and _having(context, kinds).intersection(documents_of(context)))


def lists_kind_of(context: Context, document: str) -> bool:
    """Whether the kind of unit that a question lists is one that a document has, or none has."""
    kinds = set(context.question.unit_kinds) & {*_PRIORITIES, "goal"}
    if not kinds:
        return True
    having = _having(context, kinds).intersection(documents_of(context))
    return not having or document in having or "passage" in context.question.unit_kinds


@once
def has_units(context: Context) -> bool:
    """Whether any document that a list is over has units."""
    documents = documents_of(context)
    return any(document in documents for document, _ in context.units.all)


def has_projects(context: Context) -> bool:
    """Whether the documents that a list is over have a table of projects."""
    documents = documents_of(context)
    kinds = {u.kind for u in context.units.all.values() if u.document in documents}
    return "project" in kinds


@once
def has_places(context: Context) -> bool:
    """Whether any unit of the documents that a list is over stands for a municipality."""
    documents = documents_of(context)
    return any(is_place(context, u) for u in context.units.all.values() if u.document in documents)


@once
def units_of(context: Context) -> list[Section]:
    """The units of the documents that a list is over, in order."""
    documents = frozenset(documents_of(context))
    units = [u for u in context.units.all.values() if u.document in documents]
    return sorted(units, key=lambda unit: (unit.document, unit.ordinal))
