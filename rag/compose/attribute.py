"""An attribute: what a unit's section for the role asked for says, item by item."""

from __future__ import annotations

import re

from corpus.letters import bare_fold
from corpus.model import Passage, Section
from index.thesaurus import thesaurus
from rag.compose.column_asked import column_asked
from rag.compose.context import Context, cell_label, quotes, unit_name
from rag.draft import Draft
from rag.phrases import phrase, role_title
from rag.quoting import whole

_SDG = re.compile(r"sdg-\d+")
_RESULTS = re.compile(r"\b(?:rezultat|result|outcome|output)")
_LIKELY = 0.25  # probability from which on a passage of the unit may be the answer
_ALIKE = 8  # best units among which one may be more exactly what is named
_AS_MUCH = 0.05  # by which the shares of the topic that two units' titles cover may differ
_LEAST_TITLE = 0.35  # share of the topic that a unit's titles must cover to be what is asked about


def compose_attribute(context: Context) -> Draft:
    """The items of the roles asked for, of the unit that the question names."""
    unit = find_unit(context)
    if unit is None:
        return Draft("")
    roles = [r for r in _roles(context, unit) if r in context.units.roles(unit)]
    language = context.question.language
    asked = () if context.question.doubled else column_asked(context, unit)
    if asked:
        return Draft(phrase("unit", language, unit=unit_name(unit)), asked)
    if not roles:
        told = _numbered_goal(context) is not None or _is_its_aim(context, unit)
        return _contents(context, unit) if told else Draft("")
    several = len(roles) > 1
    statements = tuple(
        context.statement(
            *whole(passage),
            label=cell_label(passage) or (f"{role_title(role, language)}: " if several else ""),
        )
        for role in roles
        for passage in context.units.passages(unit, role)
    )
    lead = phrase(
        "attribute_many" if len(statements) > 1 else "attribute",
        language,
        role=", ".join(role_title(role, language) for role in roles),
        unit=unit_name(unit),
        count=len(statements),
    )
    return Draft(lead, statements)


def _roles(context: Context, unit: Section) -> tuple[str, ...]:
    """The roles asked for; the schedule too where a second question asks when ("who leads it, and
    when will it be done"), and the indicators for results, of a unit that tells no benefits."""
    question = context.question
    asked = question.roles
    if question.doubled and "date" in question.answer_types:
        asked = (*asked, *(role for role in ("schedule",) if role not in asked))
    if "benefits" in asked and "benefits" not in context.units.roles(unit):
        counted = _RESULTS.search(bare_fold(question.text)) is not None
        asked = (*asked, *(role for role in ("indicators",) if counted and role not in asked))
    return asked


def _is_its_aim(context: Context, unit: Section) -> bool:
    """Whether the aim or the tasks are asked for of a unit that is called by its number and says
    what it says under no roles."""
    asked = set(context.question.roles) <= {"goal", "tasks"}
    return asked and unit in context.called and not context.units.roles(unit)


def _contents(context: Context, unit: Section) -> Draft:
    """All that a unit says besides its goal: what was or will be done for it."""
    said = [
        p for p in context.units.passages(unit) if p.role != "goal" and not p.text.endswith(":")
    ]
    lead = phrase("unit", context.question.language, unit=unit_name(unit))
    return Draft(lead, quotes(context, said))


def find_unit(context: Context) -> Section | None:
    """The unit that the question names, by number or by what its titles cover."""
    for number in context.question.numbers:
        for section in context.units.numbered(number, context.scope):
            if section.unit:
                return section
    goal = _numbered_goal(context)
    if goal is not None:
        return goal
    if context.called:
        return context.called[0]
    if not context.settings.unit_rollup:
        first = next((s.passage for s in context.ranking.passages if s.passage.unit), None)
        return context.units.section(first.document, str(first.unit)) if first else None
    return _just_named(context) if context.best_units else None


def _just_named(context: Context) -> Section:
    """The unit that fits best, or of those whose titles name as much the one of just the places
    named: of "Rēzekne" the city rather than the municipality around it."""
    best = context.best_units[0]
    alike = [
        one.section
        for one in context.best_units[:_ALIKE]
        if (one.section.document, one.section.kind) == (best.section.document, best.section.kind)
        and abs(one.title - best.title) <= _AS_MUCH
    ]
    asked = frozenset(group.name for group in context.ranking.groups)
    places = frozenset(one.id for one in thesaurus().concepts.values() if one.field == "places")

    def other_places(unit: Section) -> int:
        terms = context.terms.section_terms(unit)
        return sum(term[1:] in places - asked for term in terms if term.startswith("#"))

    return min(alike, key=other_places) if asked & places else best.section


def _numbered_goal(context: Context) -> Section | None:
    """The goal that the question names as "SDG 14", in a document it names that has goals."""
    numbers = [c.removeprefix("sdg-") for c in context.question.concepts if _SDG.fullmatch(c)]
    named = [
        unit
        for unit in context.units.all.values()
        if unit.kind == "goal"
        and unit.number in numbers
        and unit.document in context.ranking.documents
    ]
    return named[0] if len(named) == 1 else None


def names_unit(context: Context) -> bool:
    """Whether the question is about a unit as a whole: by number, by its title, or since the most
    relevant passage is the unit's answer to the role asked for.

    A title alone does not do where no passage of the unit and the role is likely to answer: "who
    organised the trip to Brussels" names a town, and asks of something told elsewhere.
    """
    if context.question.numbers or context.called or _numbered_goal(context) is not None:
        return True
    unit = find_unit(context)
    if unit is None:
        return False
    first = next(iter(context.ranking.passages), None)
    if first is None:
        return False
    groups = context.ranking.groups
    # What the document's title names is said of all its units: of the rest, one must name some.
    above = context.terms.of_document[unit.document]
    rest = [group for group in groups if not group.named_in(above)]
    own = not rest or context.units.title_coverage(rest, unit) > 0
    if own and context.units.title_coverage(groups, unit) >= _LEAST_TITLE:
        return _may_answer(context, unit)
    return first.passage.role in context.question.roles and _within(first.passage, unit)


def _within(passage: Passage, unit: Section) -> bool:
    return (passage.document, passage.unit) == (unit.document, unit.key)


def _may_answer(context: Context, unit: Section) -> bool:
    """Whether a passage of the unit and a role asked for is likely to answer, or as likely as any
    other. Without a learned order nothing is known of that, and the title decides."""
    ranked = context.ranking.passages
    if not any(scored.signals for scored in ranked):
        return True
    own = [
        s for s in ranked if _within(s.passage, unit) and s.passage.role in context.question.roles
    ]
    best = max((s.score for s in own), default=0.0)
    return best >= _LIKELY or own[:1] == list(ranked[:1])
