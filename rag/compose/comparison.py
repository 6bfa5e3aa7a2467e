"""A comparison: two or more units, or documents, side by side."""

from __future__ import annotations

from corpus.model import Section
from rag.compose.context import Context, unit_name, unit_row
from rag.draft import Draft, Statement
from rag.phrases import phrase
from rag.retrieval import Scored
from rag.topic import Group, coverage_of

SIDES = 2
_PER_DOCUMENT = 2


def compose_comparison(context: Context) -> Draft:
    """Across the documents that the question names, else across the two units it names."""
    documents = [d for d in context.ranking.documents if d in context.documents()]
    if len(documents) >= SIDES:
        return _across_documents(context, documents)
    units = sides(context)
    if len(units) < SIDES:
        return Draft("")
    roles = [r for r in context.question.roles if all(r in context.units.roles(u) for u in units)]
    roles = roles or ["goal"]
    rows = tuple(
        unit_row(context, unit, {role: context.units.passages(unit, role) for role in roles})
        for unit in units
    )
    names = "; ".join(unit_name(unit) for unit in units)
    return Draft(phrase("comparison", context.question.language, units=names), rows=rows)


def sides(context: Context) -> list[Section]:
    """The units compared: by number, else for each part of the topic the unit whose title has it."""
    numbered = [
        section
        for number in context.question.numbers
        for section in context.units.numbered(number, context.scope)
        if section.unit
    ]
    if len(numbered) >= SIDES:
        return numbered
    found: list[Section] = []
    best = context.units.best(context.ranking, context.question, limit=60)
    for group in context.ranking.groups:
        unit = _titled(context, group, [scored.section for scored in best])
        if unit and unit not in found:
            found.append(unit)
    for scored in best:
        if len(found) >= SIDES:
            break
        if scored.section not in found:
            found.append(scored.section)
    return sorted(found[:SIDES], key=lambda unit: (unit.document, unit.ordinal))


def named_sides(context: Context) -> int:
    """How many units the question names by different things that stand in their titles."""
    best = context.units.best(context.ranking, context.question, limit=60)
    units = [scored.section for scored in best]
    titled = {
        unit.key for group in context.ranking.groups if (unit := _titled(context, group, units))
    }
    return len(titled)


def _titled(context: Context, group: Group, units: list[Section]) -> Section | None:
    return next(
        (u for u in units if coverage_of((group,), context.terms.section_terms(u)) > 0), None
    )


def _across_documents(context: Context, documents: list[str]) -> Draft:
    statements: list[Statement] = []
    titles = []
    for document in documents:
        ranked: list[Scored] = [
            s
            for s in context.ranking.passages
            if s.passage.document == document and s.passage.kind not in ("link", "caption")
        ]
        title = context.index.document(document).description.title
        titles.append(title)
        for scored in ranked[:_PER_DOCUMENT]:
            if scored.coverage < ranked[0].coverage:
                break
            evidence = context.telling(scored.passage)
            statements.append(Statement(f"**{title}**: “{context.quote(evidence)}”", (evidence,)))
    names = "; ".join(titles)
    lead = phrase("comparison", context.question.language, units=names)
    return Draft(lead, tuple(statements))
