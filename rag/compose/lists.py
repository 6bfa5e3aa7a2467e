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
from rag.compose.context import Context, introduced, unit_row, values
from rag.coordination import coordinated
from rag.draft import Draft, Row
from rag.phrases import phrase, things
from rag.topic import Group

_STRUCTURAL = ("direction", "priority", "subpriority", "goal", "action", "project", "policy")
_LABEL_LENGTH = 90
_MENTIONED = re.compile(
    r"\b(?:piemin|minet|runa|teikt|rakstit|atsauc|paradas|vards par|mention|refer|talk"
    r"|sa(?:y|id|ys)\b|speak|come up|comes up|appear|anywhere|everywhere|in any context)"
)
# The negation must bind the units or the source: "for people without work" lacks nothing.
_LACKING = re.compile(
    r"\b(?:kur\w+|kas|ko)\b[^.?!]{0,60}"
    r"\b(?:nemaz|nefigure|nemin|neparadas|neieklauj|nav (?:minet|starp))"
    r"|\bbez (?:es|eiropas|eu|valsts|pasvaldib\w*|privat\w*|kohezijas)\b"
    r"|\b(?:which|that|whose)\b[^.?!]{0,40}\b(?:do|does|did|is|are)(?: not\b|n'?t\b)"
    r"|\b(?:without|no) (?:any )?(?:eu|european|state|private|municipal)\b"
)
_TASKS = re.compile(r"\b(?:uzdevum|darb|ricib|pasakum|task|activit|action|measure|plan to|planned)")
_SHARES = (0.5, 0.3)  # of the topic that a passage must name; the first that any passage does


def compose_list(context: Context) -> Draft:
    """All units, or where the documents have none all passages, that qualify."""
    question = context.question
    groups = _criterion(context)
    kind = question.unit_kinds[0] if question.unit_kinds else "unit"
    if not groups and not (_wants_passages(context) and context.ranking.documents):
        rows = [] if _names_something(context) else _structure(context, kind)
    elif _wants_passages(context):
        rows, kind = _passage_rows(context, groups), "passage"
    else:
        rows = _unit_rows(context, groups)
        if not rows:
            rows, kind = _passage_rows(context, groups), "passage"
    if not rows:
        return Draft("")
    name = "list_one" if len(rows) == 1 else "list"
    nouns = things(kind, len(rows), question.language)
    lead = phrase(name, question.language, count=len(rows), things=nouns, thing=nouns)
    return Draft(lead, rows=tuple(rows))


def _documents(context: Context) -> list[str]:
    """The documents a list is over: those the question names, else all in scope."""
    in_scope = context.documents()
    named = [d for d in in_scope if d in context.ranking.documents]
    return named or in_scope


def _criterion(context: Context) -> list[Group]:
    """The groups that a passage must name: not the documents' own names, nor words that occur
    nowhere; plain words only where the question names no concept."""
    documents = _documents(context)
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
    firm = [group for group in telling if not group.plain]
    if not firm and not context.question.years:
        firm = telling
    return firm


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
        for document in _documents(context)
        for section in context.index.sections(document)
        if section.kind == kind or (kind in ("unit", "any") and section.unit)
    ]
    return [unit_row(context, section, {}) for section in found]


def _wants_passages(context: Context) -> bool:
    kinds = context.question.unit_kinds
    structural = any(kind in (*_STRUCTURAL, "any", "municipality") for kind in kinds)
    return not has_units(context) or ("passage" in kinds and not structural)


def has_units(context: Context) -> bool:
    """Whether any document that a list is over has units."""
    documents = _documents(context)
    return any(document in documents for document, _ in context.units.all)


def has_places(context: Context) -> bool:
    """Whether any unit of the documents that a list is over stands for a municipality."""
    documents = _documents(context)
    return any(_is_place(context, u) for u in context.units.all.values() if u.document in documents)


def _unit_rows(context: Context, groups: list[Group]) -> list[Row]:
    """Units with a passage that names the topic, by the role the question turns on."""
    units = [u for u in context.units.all.values() if u.document in _documents(context)]
    units.sort(key=lambda unit: (unit.document, unit.ordinal))
    units = _of_kind(context, _with_roles(context, units))
    if context.question.roles and _LACKING.search(bare_fold(context.question.text)):
        return _lacking(context, units, groups)
    for roles in _role_choices(context):
        for share in _SHARES:
            found = {
                (unit.document, unit.key): passages
                for unit in units
                if (passages := _qualifying(context, unit, roles, groups, share))
            }
            if found:
                return [
                    _row(context, unit, found[unit.document, unit.key])
                    for unit in units
                    if (unit.document, unit.key) in found
                ]
    return []


def _lacking(context: Context, units: list[Section], groups: list[Group]) -> list[Row]:
    """Units whose role says nothing of the topic, for "which do not count on EU money"."""
    roles = context.question.roles
    rows = []
    for unit in units:
        said = [p for p in context.units.passages(unit) if p.role in roles]
        if said and not any(g.named_in(context.terms.of[p.id].own) for g in groups for p in said):
            rows.append(_row(context, unit, said))
    return rows


def _with_roles(context: Context, units: list[Section]) -> list[Section]:
    """The units of the documents that have the roles asked for, where any has."""
    asked = set(context.question.roles)
    having = {u.document for u in units if asked & context.units.roles(u)} if asked else set()
    return [unit for unit in units if not having or unit.document in having]


def _of_kind(context: Context, units: list[Section]) -> list[Section]:
    """Only goals where goals are asked for and some document in scope has them as units."""
    wanted = set(context.question.unit_kinds)
    if "goal" in wanted and not wanted & {"priority", "subpriority", "any"}:
        goals = [unit for unit in units if unit.kind == "goal"]
        return goals or units
    if "municipality" in wanted:
        places = [unit for unit in units if _is_place(context, unit)]
        return places or units
    if wanted & {"priority", "subpriority"}:
        ranked = [unit for unit in units if unit.kind in ("priority", "subpriority")]
        return ranked or units
    return units


def _is_place(context: Context, unit: Section) -> bool:
    """Whether a unit stands for a municipality: its title names a place."""
    known = thesaurus().concepts
    named = (t[1:] for t in context.terms.section_terms(unit) if t.startswith("#"))
    return any(known[concept].field == "places" for concept in named)


def _role_choices(context: Context) -> list[tuple[str, ...]]:
    """Roles that may decide, the first that lets a unit qualify wins.

    A unit funds or implements a thing if its tasks do it; "which are funded by the state budget"
    turns on the funding itself, and is tried first. "Where is it mentioned" is about any role.
    """
    asked = tuple(role for role in context.question.roles if role != "tasks")
    choices = [asked] if asked else []
    text = bare_fold(context.question.text)
    if not asked and _MENTIONED.search(text) and not _TASKS.search(text):
        return [()]
    return [*choices, ("tasks",), ()]


def _qualifying(
    context: Context,
    unit: Section,
    roles: tuple[str, ...],
    groups: list[Group],
    share: float,
) -> list[Passage]:
    """The unit's passages, of these roles or any, that name enough of the topic.

    The most telling thing must be named, and `share` of the topic's weight; the unit's titles may
    say what the passage does not, but not all of it.
    """
    title = context.terms.section_terms(unit) | context.terms.of_document[unit.document]
    total = sum(group.weight for group in groups)
    chosen = []
    for passage in context.units.passages(unit):
        if roles and passage.role not in roles:
            continue
        own = context.terms.of[passage.id].own
        named = [group.named_in(own) for group in groups]
        both = [one or group.named_in(title) for one, group in zip(named, groups, strict=True)]
        weight = sum(g.weight for g, one in zip(groups, both, strict=True) if one)
        if any(named) and both[0] and weight >= share * total:
            chosen.append(passage)
    return chosen


def _row(context: Context, unit: Section, found: Sequence[Passage]) -> Row:
    """The row of a unit: what qualifies it, and what else the question asks of each."""
    fields: dict[str, list[Passage]] = {}
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


def _relaxed(groups: list[Group]) -> list[list[Group]]:
    """All groups, then without the least telling, down to the most telling one."""
    return [groups[:n] for n in range(len(groups), 0, -1)] or [[]]


def _passage_rows(context: Context, groups: list[Group]) -> list[Row]:
    """Passages that name the topic themselves, each a row."""
    for required in _relaxed(groups):
        found: dict[str, list[Passage]] = {}
        for document in _documents(context):
            first = ""
            for passage in context.index.passages(document):
                first = first if passage.part else passage.id
                if passage.kind in ("link", "caption", "footnote"):
                    continue
                said = _said(context, passage)
                if _of_the_years(context, passage) and all(g.named_in(said) for g in required):
                    found.setdefault(first, []).append(passage)
        if found:
            return _listed(context, found)
    return []


def _said(context: Context, passage: Passage) -> frozenset[str]:
    """Terms of a passage and of the sentence that introduces its list."""
    found = context.terms.of[passage.id]
    # A day's entries stand below its heading.
    own = found.own | frozenset(term for term in found.above if term.startswith("@"))
    if not passage.context:
        return own
    return own | context.terms.terms(passage.context, context.terms.language_of[passage.document])


def _of_the_years(context: Context, passage: Passage) -> bool:
    """Whether a passage names a year that the question asks about, if it asks about any."""
    years = context.question.years
    return not years or any(year in passage.text for year in years)


def _listed(context: Context, found: dict[str, list[Passage]]) -> list[Row]:
    """Rows by the first part of each block; list items alone where some qualify."""
    heads = {first: context.index.passage(first) for first in found}
    items = [first for first, head in heads.items() if head.kind in ("item", "entry", "row")]
    chosen = items or list(found)
    return [_passage_row(context, heads[first], found[first]) for first in chosen]


def _passage_row(context: Context, head: Passage, found: list[Passage]) -> Row:
    """A block as a row, titled by its first words."""
    text = head.text
    if head not in found:
        found = [head, *found]
    title = text if len(text) <= _LABEL_LENGTH else text[:_LABEL_LENGTH].rsplit(" ", 1)[0] + "…"
    return Row(
        section=None,
        label=head.section or head.item or "",
        title=title,
        path=head.breadcrumb[1:],
        document=head.document,
        fields={head.role or "text": values(context, found)},
    )
