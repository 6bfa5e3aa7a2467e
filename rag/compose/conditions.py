"""The criterion of a list (`rag.criterion`), read by what the units of the documents in scope say.

In: a question with its ranking, and the things that it names. Out: the criterion; whether it asks
for nothing but what units lack; whether what it asks for stands nowhere in its role.
"""

from __future__ import annotations

from rag.compose.context import Context, once
from rag.compose.list_scope import documents_of, units_of
from rag.compose.list_topic import topic_of
from rag.compose.qualifying import above_names
from rag.criterion import Criterion, criterion, denies
from rag.topic import Group


def criterion_of(context: Context, groups: list[Group]) -> Criterion:
    """What a unit must name, and where, by what the units of the documents in scope say."""
    return _of_topic(context) if groups is topic_of(context) else _read(context, groups)


@once
def _of_topic(context: Context) -> Criterion:
    return _read(context, topic_of(context))


def _read(context: Context, groups: list[Group]) -> Criterion:
    units = units_of(context)
    documents = frozenset(documents_of(context))
    return criterion(
        context.question,
        groups,
        lambda role, group: context.units.naming(group, {role}, documents),
        lambda group: any(above_names(context, unit, group) for unit in units),
        lambda role: any(role in context.units.roles(unit) for unit in units),
    )


def lacks(context: Context, groups: list[Group]) -> bool:
    """Whether units are asked for by nothing but what they lack in a role, and others have there:
    then what they say in it shows it."""
    documents = frozenset(documents_of(context))
    conditions = criterion_of(context, groups).conditions if denies(context.question) else ()
    return bool(conditions) and all(
        one.negative
        and one.roles
        and context.units.naming(one.groups[0], set(one.roles), documents)
        for one in conditions
    )


def nowhere(context: Context, groups: list[Group]) -> bool:
    """Whether a thing that must stand in a role stands there in no unit."""
    documents = frozenset(documents_of(context))
    return any(
        condition.roles
        and not condition.negative
        and not context.units.naming(condition.groups[0], set(condition.roles), documents)
        for condition in criterion_of(context, groups).conditions
    )
