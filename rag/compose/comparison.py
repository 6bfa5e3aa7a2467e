"""A comparison: two or more units, or documents, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.model import Section
from index.thesaurus import thesaurus
from rag.compose.context import Context, says_something, unit_name, unit_row
from rag.coordination import coordinated
from rag.draft import Draft, Statement
from rag.phrases import phrase
from rag.retrieval import Scored
from rag.topic import Group, coverage_of

SIDES = 2
MOST = 3
_PER_DOCUMENT = 2
_SAYS_SOMETHING = 0.5  # of the coverage that the other document reaches


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
    """The units compared: those named by number, else those whose titles the topic names."""
    numbered = [
        section
        for number in context.question.numbers
        for section in context.units.numbered(number, context.scope)
        if section.unit
    ]
    if len(numbered) >= SIDES:
        return numbered
    return titled_units(context)[:MOST]


def titled_units(context: Context) -> list[Section]:
    """For each thing the question names, the best unit whose title has it; of one document."""
    found = _titled_by(context, _alike(context))
    if len(found) < SIDES and context.question.kind == "comparison":
        return _titled_by(context, context.ranking.groups)
    return found


def _titled_by(context: Context, groups: Sequence[Group]) -> list[Section]:
    best = context.units.best(context.ranking, limit=60)
    found: list[Section] = []
    for group in groups:
        unit = _titled(context, group, [scored.section for scored in best])
        if unit and unit not in found and (not found or unit.document == found[0].document):
            found.append(unit)
    return sorted(found, key=lambda unit: (unit.document, unit.ordinal))


def _alike(context: Context) -> list[Group]:
    """The groups that may be sides: names, what the question sets beside each other, and things
    of one field, as two towns; "transport in Rēzekne" has one side."""
    question, known = context.question, thesaurus().concepts
    groups = list(context.ranking.groups)
    names = frozenset(group.name for group in groups)
    beside = frozenset[str]().union(*coordinated(question.text, question.language, names))
    fields = Counter(known[g.name].field for g in groups if g.name in known)
    return [
        group
        for group in groups
        if group.name in beside
        or group.name in question.names
        or (group.name in known and fields[known[group.name].field] >= SIDES)
    ]


def _titled(context: Context, group: Group, units: list[Section]) -> Section | None:
    return next(
        (u for u in units if coverage_of((group,), context.terms.section_terms(u)) > 0), None
    )


def _across_documents(context: Context, documents: list[str]) -> Draft:
    """What each document says of the topic; a document that says nothing of it is left out."""
    statements: list[Statement] = []
    titles = []
    best = {document: _best_of(context, document) for document in documents}
    most = max((scored[0][0] for scored in best.values() if scored), default=0.0)
    for document, found in best.items():
        if not found or found[0][0] < _SAYS_SOMETHING * most:
            continue
        title = context.index.document(document).description.title
        titles.append(title)
        for own, scored in found[:_PER_DOCUMENT]:
            if own < found[0][0]:
                break
            evidence = context.telling(scored.passage)
            statements.append(context.statement(evidence, label=f"**{title}**: "))
    if len(titles) < SIDES:
        return Draft("")
    lead = phrase("comparison", context.question.language, units="; ".join(titles))
    return Draft(lead, tuple(statements))


def _best_of(context: Context, document: str) -> list[tuple[float, Scored]]:
    """The document's passages by how much of the topic they name, besides the documents' names.

    Statements of a goal are not what was done for it, unless goals are asked for.
    """
    names = frozenset[str]().union(
        *(context.terms.of_document[d] for d in context.ranking.documents)
    )
    groups = [g for g in context.ranking.groups if not g.named_in(names)]
    found = [
        (_named(context, groups, s), s)
        for s in context.ranking.passages
        if s.passage.document == document
        and says_something(s.passage)
        and (s.passage.role != "goal" or "goal" in context.question.roles)
    ]
    return sorted(found, key=lambda pair: (-pair[0], -pair[1].score))


def _named(context: Context, groups: list[Group], scored: Scored) -> float:
    found = context.terms.of[scored.passage.id]
    return round(coverage_of(groups, found.own | found.above), 2)
