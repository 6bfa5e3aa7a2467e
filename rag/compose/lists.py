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
from index.thesaurus import thesaurus
from rag.compose.bounded import bounded_units, bounding
from rag.compose.context import Context, introduced, unit_row
from rag.compose.passage_list import of_the_years, passage_rows
from rag.compose.qualifying import above_names, is_place, left, meets, of_kind
from rag.compose.whole_names import units_named
from rag.coordination import coordinated
from rag.criterion import criterion, excepts, listed_as_goals
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
    groups = _criterion(context)
    kind = question.unit_kinds[0] if question.unit_kinds else "unit"
    named = [] if question.amounts else _named_rows(context, groups)
    if named:
        return list_draft(context, named, kind)
    if not groups and excepts(question) and has_units(context):
        rows = _unit_rows(context, groups)
    elif not groups and not (_wants_passages(context) and context.ranking.documents):
        rows = [] if _names_something(context) else _structure(context, kind)
    else:
        rows = [] if _wants_passages(context) else _unit_rows(context, groups)
        # Where the words of the question leave open whether it wants a list, units decide.
        if not rows and (question.kind == "list" or question.follows_up):
            rows, kind = passage_rows(context, list_documents(context), groups), "passage"
    return list_draft(context, rows, kind)


def named_units(context: Context) -> list[tuple[Section, list[Passage]]]:
    """The units that say the name of a body which the question says in full, unless all do."""
    units = of_kind(context, _units(context), context.question.unit_kinds)
    found = units_named(context, units)
    return found if len(found) < len(units) else []


def _named_rows(context: Context, groups: list[Group]) -> list[Row]:
    """The units of the body that the question names in full, if not all are; where it names more
    besides, those of them that meet the rest too."""
    found = named_units(context)
    if not found:
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
    units = _units(context)
    # What others lie in, such as the document itself, is none of the things that are compared.
    around = {id(one) for unit in units for one in context.units.above(unit)[:-1]}
    units = [unit for unit in units if id(unit) not in around]
    units = of_kind(context, units, context.question.unit_kinds)
    within = bounded_units(context, units)
    if not within or _names_something(context):
        return Draft("")
    groups = _criterion(context)
    met = {row.section.key for row in _unit_rows(context, groups) if row.section} if groups else ()
    kept = [unit for unit in within if unit.key in met or not groups]
    rows = [_row(context, unit, bounding(context, unit)) for unit in kept]
    kind = context.question.unit_kinds[0] if context.question.unit_kinds else "unit"
    return replace(list_draft(context, rows, kind), told=_TOLD)


def narrows(context: Context) -> bool:
    """Whether a question names a thing, besides documents, that a list is told by."""
    return any(not group.plain for group in _criterion(context))


def list_draft(context: Context, rows: Sequence[Row], kind: str) -> Draft:
    question = context.question
    if not rows:
        return Draft("")
    name = "list_one" if len(rows) == 1 else "list"
    nouns = things(kind, len(rows), question.language)
    lead = phrase(name, question.language, count=len(rows), things=nouns, thing=nouns)
    return Draft(lead, rows=tuple(rows))


def list_documents(context: Context) -> list[str]:
    """The documents a list is over: those the question names, else all in scope."""
    in_scope = context.documents()
    named = [d for d in in_scope if d in context.ranking.documents]
    return named or in_scope


def _criterion(context: Context) -> list[Group]:
    """The groups that a passage must name: not the documents' own names, nor words that occur
    nowhere; plain words only where the question names no concept."""
    documents = list_documents(context)
    telling = [
        group
        for group in context.ranking.groups
        if any(context.terms.known(term) for term in group.terms)
        and not all(group.named_in(context.terms.of_document[d]) for d in documents)
    ]
    if context.question.counts and not context.question.follows_up:
        generic = {c.id for c in thesaurus().concepts.values() if c.generic}
        firm = [group for group in telling if group.name not in generic and not group.plain]
        telling = firm or [group for group in telling if group.name not in generic]
    # Months and times of day stand in no entry; the day does.
    known = thesaurus().concepts
    dated = any(group.name.startswith("@") for group in telling)
    telling = [
        g for g in telling if not (dated and g.name in known and known[g.name].field == "time")
    ]
    telling = _alternatives(context, telling)
    generic = {c.id for c in known.values() if c.generic}
    firm = [group for group in telling if not group.plain and group.name not in generic]
    if firm or context.question.named_years:
        return firm or [group for group in telling if not group.plain]
    # "Mobile apps that are to be created": a word of the question tells more than "creation".
    return [group for group in telling if group.plain or group.name not in generic] or telling


def _alternatives(context: Context, groups: list[Group]) -> list[Group]:
    """Groups that the question joins by "or", a comma or "and" as one; what is new first."""
    question = context.question
    names = frozenset(group.name for group in groups)
    for together in coordinated(question.text, question.language, names):
        joined = [group for group in groups if group.name in together]
        if len(joined) > 1 and not any(group.every for group in joined):
            one = replace(
                next((group for group in joined if not group.plain), joined[0]),
                terms=frozenset().union(*(group.terms for group in joined)),
                weight=max(group.weight for group in joined),
            )
            groups = [one, *(group for group in groups if group not in joined)]
    # A follow-up asks which of what was found also do the new thing.
    return sorted(groups, key=lambda group: (group.name not in question.new, -group.weight))


def outlines(context: Context) -> bool:
    """Whether a list names no topic: "how many priorities are there" is read off the outline."""
    units = has_units(context) and not _wants_passages(context)
    return units and is_topicless(context) and not excepts(context.question)


def is_topicless(context: Context) -> bool:
    """Whether a list is of all there is of a kind in the documents that it is over."""
    return not _criterion(context) and not _names_something(context)


def _names_something(context: Context) -> bool:
    """Whether the question names a thing that no document names: it is not about the outline."""
    return any(
        not any(map(context.terms.known, group.terms))
        for group in context.ranking.groups
        if not group.plain or not group.translated
    )


def _structure(context: Context, kind: str) -> list[Row]:
    """All divisions of a kind, where the question names no topic: "how many priorities"."""
    found = [
        section
        for document in list_documents(context)
        for section in context.index.sections(document)
        if section.kind == kind or (kind in ("unit", "any") and section.unit)
    ]
    return [unit_row(context, section, {}) for section in found]


def _wants_passages(context: Context) -> bool:
    kinds = context.question.unit_kinds
    structural = any(kind in (*_STRUCTURAL, "any", "municipality") for kind in kinds)
    # "Pasākumi" are events, and the measures of a plan: where there are units, these.
    said = bare_fold(context.question.text)
    structural = structural or _MEASURES.search(said) is not None
    structural = structural or (_PROJECTS.search(said) is not None and _has_projects(context))
    return not has_units(context) or ("passage" in kinds and not structural)


def _has_projects(context: Context) -> bool:
    """Whether the documents that a list is over have a table of projects."""
    documents = list_documents(context)
    kinds = {u.kind for u in context.units.all.values() if u.document in documents}
    return "project" in kinds


def has_units(context: Context) -> bool:
    """Whether any document that a list is over has units."""
    documents = list_documents(context)
    return any(document in documents for document, _ in context.units.all)


def has_places(context: Context) -> bool:
    """Whether any unit of the documents that a list is over stands for a municipality."""
    documents = list_documents(context)
    return any(is_place(context, u) for u in context.units.all.values() if u.document in documents)


def _units(context: Context) -> list[Section]:
    """The units of the documents that a list is over, in order."""
    documents = frozenset(list_documents(context))
    units = [u for u in context.units.all.values() if u.document in documents]
    return sorted(units, key=lambda unit: (unit.document, unit.ordinal))


def _unit_rows(context: Context, groups: list[Group]) -> list[Row]:
    """Units that meet every condition of the question's criterion."""
    units = _units(context)
    documents = frozenset(list_documents(context))
    read = criterion(
        context.question,
        groups,
        lambda role, group: context.units.naming(group, {role}, documents),
        lambda group: any(above_names(context, unit, group) for unit in units),
    )
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
    if not read.conditions:
        return []
    told = context.question.kind == "list" and (
        context.question.unit_kinds or set(context.question.roles) - {"tasks"}
    )
    return _likely(context, units) if told else []


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
