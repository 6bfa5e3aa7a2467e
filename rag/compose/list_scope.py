"""What a list is over: the documents that a question means, and their units.

In: a question with its ranking. Out: documents and units, and whether they are of the kind that is
to be listed.
"""

from __future__ import annotations

from collections.abc import Set

from corpus.model import Section
from rag.compose.context import Context, once
from rag.compose.qualifying import is_place

_PRIORITIES = frozenset({"priority", "subpriority"})


@once
def documents_of(context: Context) -> list[str]:
    """The documents a list is over: those the question names, else all in scope. Where it lists
    priorities and none of those named has any, what it names is no document, but a thing."""
    in_scope = context.documents()
    named = [d for d in in_scope if d in context.ranking.documents]
    kinds = set(context.question.unit_kinds) & _PRIORITIES
    having = _having(context, kinds).intersection(in_scope) if named and kinds else set()
    if having and not having.intersection(named):
        return [d for d in in_scope if d in having]
    return named or in_scope


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
