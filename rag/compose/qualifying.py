"""Which units meet a criterion, and by which passages.

In: a criterion (`rag.criterion`) and units. Out: those that are not left out, and for each the
passages by which it meets all conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.model import Passage, Section
from index.thesaurus import thesaurus, words_of
from rag.compose.context import Context
from rag.criterion import Condition, Criterion
from rag.topic import Group


def above_names(context: Context, unit: Section, group: Group) -> bool:
    """Whether the title of a division above a unit names a thing."""
    return any(
        group.named_in(context.terms.section_terms(section))
        for section in context.units.above(unit)[:-1]
    )


def left(context: Context, units: list[Section], read: Criterion) -> list[Section]:
    """The units that the question does not leave out."""
    return [
        unit
        for unit in units
        if all(above_names(context, unit, group) for group in read.within)
        and not any(g.named_in(context.terms.section_terms(unit)) for g in read.without)
        and not (read.places and is_place(context, unit))
    ]


def meets(
    context: Context,
    unit: Section,
    conditions: Sequence[Condition],
    otherwise: tuple[str, ...],
    share: float,
) -> list[Passage] | None:
    """The passages by which a unit meets all conditions, None if it does not.

    There may be none: where a question only leaves units out, or denies that a thing is named
    anywhere. `otherwise` are the roles of conditions that name none.
    """
    found: list[Passage] = []
    told = [one for one in conditions if _told_above(context, unit, one)]
    told = told if len(told) < sum(not one.negative for one in conditions) else []
    for condition in conditions:
        if condition in told:
            continue
        if condition.negative:
            said = _lacking(context, unit, condition)
        else:
            roles = condition.roles or otherwise
            said = _qualifying(context, unit, roles, condition.groups, share) or None
            if condition.only and not _all_named(context, unit, condition):
                return None
        if said is None:
            return None
        found += [passage for passage in said if passage not in found]
    return found


def _told_above(context: Context, unit: Section, condition: Condition) -> bool:
    """Whether the titles of the divisions around a unit name all that a condition on no role asks
    for, as those of a table of investments do of its projects."""
    if condition.negative or condition.roles:
        return False
    return all(above_names(context, unit, group) for group in condition.groups)


def _lacking(context: Context, unit: Section, condition: Condition) -> list[Passage] | None:
    """What a unit says in the roles of a condition, if none of it names the thing; None if it
    does, or says nothing there. What it says anywhere shows nothing, and is not quoted."""
    said = [
        p for p in context.units.passages(unit) if not condition.roles or p.role in condition.roles
    ]
    named = any(g.named_in(context.terms.of[p.id].own) for g in condition.groups for p in said)
    if named or not said:
        return None
    return said if condition.roles else []


def _all_named(context: Context, unit: Section, condition: Condition) -> bool:
    """Whether all that a unit says in the roles of a condition names one of its things."""
    said = [p for p in context.units.passages(unit) if p.role in condition.roles]
    return all(any(g.named_in(context.terms.of[p.id].own) for g in condition.groups) for p in said)


def _qualifying(
    context: Context,
    unit: Section,
    roles: tuple[str, ...],
    groups: Sequence[Group],
    share: float,
) -> list[Passage]:
    """The unit's passages, of these roles or any, that name enough of the topic.

    The most telling thing must be named, and `share` of the topic's weight; the unit's titles may
    say what the passage does not, but not all of it.
    """
    total = sum(group.weight for group in groups)
    chosen = []
    for passage in context.units.passages(unit):
        if roles and passage.role not in roles:
            continue
        own = context.terms.of[passage.id].own
        named = [group.named_in(own) for group in groups]
        if not any(named):
            continue
        title = context.terms.section_terms(unit) | context.terms.of_document[unit.document]
        both = [one or group.named_in(title) for one, group in zip(named, groups, strict=True)]
        weight = sum(g.weight for g, one in zip(groups, both, strict=True) if one)
        if both[0] and weight >= share * total:
            chosen.append(passage)
    return chosen


def of_kind(context: Context, units: list[Section], kinds: Sequence[str]) -> list[Section]:
    """Only goals where goals are asked for and some document in scope has them as units."""
    wanted = set(kinds)
    if "goal" in wanted and not wanted & {"priority", "subpriority", "any"}:
        goals = [unit for unit in units if unit.kind == "goal"]
        return goals or units
    if "municipality" in wanted:
        places = [unit for unit in units if is_place(context, unit)]
        return places or units
    if wanted & {"priority", "subpriority"}:
        ranked = [unit for unit in units if unit.kind in ("priority", "subpriority")]
        return ranked or units
    return units


def is_place(context: Context, unit: Section) -> bool:
    """Whether a unit stands for a municipality: its title names a place, and nothing in it."""
    return _is_place_name(unit.title, context.terms.language_of[unit.document])


@lru_cache(maxsize=8192)  # titles
def _is_place_name(title: str, language: str) -> bool:
    known = thesaurus().concepts
    places: set[int] = set()
    others: set[int] = set()
    for match in thesaurus().among(words_of(title), (language,)):
        concept = known[match.concept]
        if concept.field == "places":
            places |= set(range(match.first, match.last + 1))
        elif not concept.generic:
            others |= set(range(match.first, match.last + 1))
    return bool(places) and not others - places
