"""An attribute: what a unit's section for the role asked for says, item by item."""

from __future__ import annotations

from corpus.model import Section
from rag.compose.context import Context, unit_name
from rag.draft import Draft, Statement
from rag.phrases import phrase, role_title
from rag.quoting import whole

_LEAST_TITLE = 0.35  # share of the topic that a unit's titles must cover to be what is asked about


def compose_attribute(context: Context) -> Draft:
    """The items of the roles asked for, of the unit that the question names."""
    unit = find_unit(context)
    if unit is None:
        return Draft("")
    roles = [r for r in context.question.roles if r in context.units.roles(unit)]
    if not roles:
        return Draft("")
    language = context.question.language
    statements = [
        Statement(f"“{context.quote(evidence)}”", (evidence,))
        for role in roles[:1]
        for passage in context.units.passages(unit, role)
        for evidence in [whole(passage)]
    ]
    lead = phrase(
        "attribute_many" if len(statements) > 1 else "attribute",
        language,
        role=role_title(roles[0], language),
        unit=unit_name(unit),
        count=len(statements),
    )
    return Draft(lead, tuple(statements))


def find_unit(context: Context) -> Section | None:
    """The unit that the question names, by number or by what its titles cover."""
    for number in context.question.numbers:
        for section in context.units.numbered(number, context.scope):
            if section.unit:
                return section
    best = context.units.best(context.ranking, context.question)
    if not context.settings.unit_rollup:
        first = next((s.passage for s in context.ranking.passages if s.passage.unit), None)
        return context.units.section(first.document, str(first.unit)) if first else None
    if not best:
        return None
    return best[0].section


def names_unit(context: Context) -> bool:
    """Whether the question is about a unit as a whole: by number, or by its title."""
    if context.question.numbers:
        return True
    unit = find_unit(context)
    if unit is None:
        return False
    return context.units.title_coverage(context.ranking.groups, unit) >= _LEAST_TITLE
