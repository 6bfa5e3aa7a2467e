"""A list: every unit of the documents in scope is asked whether it qualifies, and by what.

In: the topic as groups of terms, the role whose passages decide, the kind of unit asked for. Out:
one row for each unit that qualifies. Nothing is cut off at a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.letters import bare_fold
from corpus.model import Passage, Section
from rag.compose.bounded import bounded_units, bounding
from rag.compose.conditions import criterion_of, lacks, nowhere
from rag.compose.context import Context, introduced, once, unit_row
from rag.compose.divisions import confined_to, lies_in
from rag.compose.document_list import asks_documents, document_rows
from rag.compose.list_scope import documents_of, has_kind_asked, has_projects, has_units, units_of
from rag.compose.list_topic import is_topicless, names_something, topic_of
from rag.compose.passage_list import of_the_years, passage_rows
from rag.compose.qualifying import left, meets, of_kind
from rag.compose.whole_names import known_as, units_named
from rag.criterion import denies, excepts, listed_as_goals
from rag.draft import Draft, Row
from rag.phrases import phrase, things
from rag.retrieval import Scored
from rag.topic import Group

_STRUCTURAL = ("direction", "priority", "subpriority", "goal", "action", "project", "policy")
_MENTIONED = re.compile(
    r"\b(?:piemin|minet|runa|teikt|pateikt|rakstit|atsauc|paradas|vards par|kaut kas par"
    r"|mention|refer|talk|sa(?:y|id|ys)\b|speak|come up|comes up|appear|anywhere|everywhere"
    r"|in any context|anything (?:about|on)|whatever)"
)
_MEASURES = re.compile(r"\b(?:pasakum|measure)")
_PROJECTS = re.compile(r"\b(?:projekt|project|scheme|buvdarb|works\b)")
_TASKS = re.compile(r"\b(?:uzdevum|darb|ricib|pasakum|task|activit|action|measure|plan to|planned)")
_TOLD = 0.75  # how likely units are right whose figures, in the role they are of, tell them apart
_SHARES = (0.5, 0.3)  # of the topic that a passage must name; the first that any passage does


def compose_list(context: Context) -> Draft:
    """All units, or where the documents have none all passages, that qualify."""
    question = context.question
    groups = topic_of(context)
    kind = question.unit_kinds[0] if question.unit_kinds else "unit"
    if not question.unit_kinds and not question.follows_up and _only_denies(context, groups):
        return Draft("")  # of the bodies that are not heads, no unit of a plan is one
    named = [] if question.amounts else _named_rows(context, groups)
    if named:
        return list_draft(context, named, kind)
    if groups and asks_documents(context):
        rows, kind = document_rows(context, context.documents(), groups), "document"
    elif not groups and excepts(question) and has_units(context):
        rows = _unit_rows(context, groups)
    elif not groups and not (_wants_passages(context) and context.ranking.documents):
        rows = [] if names_something(context) else _structure(context, kind)
    else:
        rows = [] if _wants_passages(context) else _unit_rows(context, groups)
        if rows and lacks(context, groups):
            return replace(list_draft(context, rows, kind), told=_TOLD)
        # Where the words of the question leave open whether it wants a list, units decide, and
        # where it lists goals, no other passage is one.
        listed = question.kind == "list" or question.follows_up
        if not rows and listed and not has_kind_asked(context) and not nowhere(context, groups):
            rows, kind = passage_rows(context, documents_of(context), groups), "passage"
    return list_draft(context, rows, kind)


def _only_denies(context: Context, groups: list[Group]) -> bool:
    """Whether units are told by nothing but what they lack anywhere, or are not."""
    if not groups:
        return denies(context.question)
    conditions = criterion_of(context, groups).conditions
    return bool(conditions) and all(one.negative and not one.roles for one in conditions)


@once
def named_units(context: Context) -> list[tuple[Section, list[Passage]]]:
    """The units that say the name of a body which the question says in full, unless all do."""
    units = of_kind(context, units_of(context), context.question.unit_kinds)
    found = units_named(context, units)
    return found if len(found) < len(units) else []


def _named_rows(context: Context, groups: list[Group]) -> list[Row]:
    """The units of the body that the question names in full, if not all are; where it names more
    besides, those of them that meet the rest too."""
    found = named_units(context)
    if not found or known_as(context, [passage for _, said in found for passage in said]):
        return []
    own = (context.terms.of[passage.id].own for _, said in found for passage in said)
    said = frozenset.intersection(*own)  # the name itself, and not who else is named beside it
    rest = [group for group in groups if not group.plain and not group.named_in(said)]
    if rest:
        met = {(r.document, r.section.key) for r in _unit_rows(context, rest) if r.section}
        found = [one for one in found if (one[0].document, one[0].key) in met]
    return [_row(context, unit, passages) for unit, passages in found]


def compose_within(context: Context) -> Draft:
    """The units that lie within the amounts of the question, and meet what else it asks for."""
    units = units_of(context)
    # What others lie in, such as the document itself, is none of the things that are compared.
    around = {id(one) for unit in units for one in context.units.above(unit)[:-1]}
    units = [unit for unit in units if id(unit) not in around]
    units = of_kind(context, units, context.question.unit_kinds)
    within = bounded_units(context, units)
    if not within or names_something(context):
        return Draft("")
    groups = topic_of(context)
    met = {row.section.key for row in _unit_rows(context, groups) if row.section} if groups else ()
    kept = [unit for unit in within if unit.key in met or not groups]
    rows = [_row(context, unit, bounding(context, unit)) for unit in kept]
    kind = context.question.unit_kinds[0] if context.question.unit_kinds else "unit"
    return replace(list_draft(context, rows, kind), told=_TOLD)


def list_draft(context: Context, rows: Sequence[Row], kind: str) -> Draft:
    """The answer that gives these rows, things of a kind; an empty one where there are none."""
    question = context.question
    if not rows:
        return Draft("")
    name = "list_one" if len(rows) == 1 else "list"
    nouns = things(kind, len(rows), question.language)
    lead = phrase(name, question.language, count=len(rows), things=nouns, thing=nouns)
    return Draft(lead, rows=tuple(rows))


def outlines(context: Context) -> bool:
    """Whether a list names no topic: "how many priorities are there" is read off the outline."""
    units = has_units(context) and not _wants_passages(context)
    return units and is_topicless(context) and not excepts(context.question)


def _structure(context: Context, kind: str) -> list[Row]:
    """All divisions of a kind, where the question names no topic: "how many priorities"."""
    within = confined_to(context).sections
    kinds = [one for one in context.question.unit_kinds if one not in {w.kind for w in within}]
    kind = kinds[0] if within and kinds else kind
    counted = ("unit", "any", "passage") if within else ("unit", "any")
    found = [
        section
        for document in documents_of(context)
        for section in context.index.sections(document)
        if lies_in(context, section, within)
        and (section.kind == kind or (kind in counted and section.unit))
    ]
    # A row of a table has no heading to quote, but a title.
    return [
        unit_row(context, section, {}) if section.heading_pieces else _row(context, section, [])
        for section in found
    ]


def _wants_passages(context: Context) -> bool:
    kinds = context.question.unit_kinds
    structural = any(kind in (*_STRUCTURAL, "any", "municipality") for kind in kinds)
    # "Pasākumi" are events, and the measures of a plan: where there are units, these.
    said = bare_fold(context.question.text)
    structural = structural or _MEASURES.search(said) is not None
    structural = structural or (_PROJECTS.search(said) is not None and has_projects(context))
    return not has_units(context) or ("passage" in kinds and not structural)


def _unit_rows(context: Context, groups: list[Group]) -> list[Row]:
    """Units that meet every condition of the question's criterion."""
    units = units_of(context)
    read = criterion_of(context, groups)
    within = confined_to(context).sections
    units = [unit for unit in units if lies_in(context, unit, within)]
    units = left(context, _with_roles(context, of_kind(context, units, read.kinds)), read)
    for roles in _role_choices(context):
        for share in _SHARES:
            found = [
                (unit, said)
                for unit in units
                if (said := meets(context, unit, read.conditions, roles, share)) is not None
            ]
            if found:
                return [_row(context, unit, said) for unit, said in _of_years(context, found)]
    if all(condition.negative for condition in read.conditions):
        return []
    if nowhere(context, groups) or _names_another(context, groups, units):
        return []
    told = context.question.kind == "list" and (
        context.question.unit_kinds or set(context.question.roles) - {"tasks"}
    )
    return _likely(context, units) if told else []


def _names_another(context: Context, groups: list[Group], units: Sequence[Section]) -> bool:
    """Whether the question names something by a name of its own that no unit says: what is told of
    "Brackenholme" no unit of another place tells."""
    names, said, empty = set(context.question.names), context.terms.of_unit, frozenset[str]()
    return any(
        not any(group.named_in(said.get((unit.document, unit.key), empty)) for unit in units)
        for group in groups
        if group.name in names or group.every
    )


def _of_years(
    context: Context, found: list[tuple[Section, list[Passage]]]
) -> list[tuple[Section, list[Passage]]]:
    """Of these, what names the years of the question, where any does."""
    kept = [
        (unit, chosen)
        for unit, said in found
        if (chosen := [passage for passage in said if of_the_years(context, passage)])
    ]
    return kept or found


def _likely(context: Context, units: Sequence[Section]) -> list[Row]:
    """Where no unit names what is asked for: those whose passages likely hold the answer.

    As many as make the expected F1 greatest, given how likely each is right (Jansche 2007, "A
    maximum expected utility framework for binary sequence labeling", with the expectation of the
    ratio taken as the ratio of expectations).
    """
    best: dict[tuple[str, str | None], Scored] = {}
    for scored in context.ranking.passages:
        if scored.signals:
            best.setdefault((scored.passage.document, scored.passage.unit), scored)
    found = [(best[u.document, u.key], u) for u in units if (u.document, u.key) in best]
    found.sort(key=lambda one: -one[0].score)
    total = sum(scored.score for scored, _ in found)
    worth = [
        sum(scored.score for scored, _ in found[:n]) / (n + total) for n in range(1, len(found) + 1)
    ]
    chosen = found[: worth.index(max(worth)) + 1] if worth else []
    chosen.sort(key=lambda one: (one[1].document, one[1].ordinal))
    return [_row(context, unit, [scored.passage]) for scored, unit in chosen]


def _with_roles(context: Context, units: list[Section]) -> list[Section]:
    """The units of the documents that have the roles asked for, where any has."""
    asked = set(context.question.roles)
    having = {u.document for u in units if asked & context.units.roles(u)} if asked else set()
    return [unit for unit in units if not having or unit.document in having]


def _role_choices(context: Context) -> list[tuple[str, ...]]:
    """Roles that decide where a thing stands in none that is asked for; the first that lets a
    unit qualify wins. A unit funds or implements a thing if its tasks do it; "where is it
    mentioned" is about any role.
    """
    text = bare_fold(context.question.text)
    goals = listed_as_goals(context.question)
    asked = any(role not in ("tasks", *goals) for role in context.question.roles)
    if not asked and _MENTIONED.search(text) and not _TASKS.search(text):
        return [()]
    return [("tasks",), ()]


def _row(context: Context, unit: Section, found: Sequence[Passage]) -> Row:
    """The row of a unit: what qualifies it, and what else the question asks of each."""
    fields: dict[str, list[Passage]] = {}
    if not unit.heading_pieces:  # a row of a table: its title is a passage
        found = [*context.units.passages(unit)[:1], *found]
    for passage in _introduced(context, unit, found):
        fields.setdefault(passage.role or "text", []).append(passage)
    for role in context.question.roles:
        if role not in fields and role != "tasks":
            fields[role] = context.units.passages(unit, role)
    return unit_row(context, unit, fields)


def _introduced(context: Context, unit: Section, found: Sequence[Passage]) -> list[Passage]:
    """The passages; for one that only introduces a list ("…:"), the items of that list."""
    chosen: list[Passage] = []
    for passage in found:
        items = introduced(context.units.passages(unit), passage)
        chosen += [p for p in items or [passage] if p not in chosen]
    return chosen
