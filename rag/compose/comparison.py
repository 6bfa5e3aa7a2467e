"""A comparison: two or more units, or documents, side by side."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.letters import bare_fold
from corpus.model import Passage, Section
from index.analysis import forms
from index.thesaurus import thesaurus, words_of
from rag.answer_type import holds
from rag.compose.context import Context, says_something, unit_name, unit_row
from rag.coordination import coordinated
from rag.draft import Draft, Statement
from rag.language import is_function_word
from rag.located import located
from rag.phrases import phrase
from rag.retrieval import Ranking, Scored
from rag.topic import Group, coverage_of

SIDES = 2
MOST = 3
_BETWEEN = 4  # words between the names of two documents: "the LPS letter and the Liepāja report"
_WORD = re.compile(r"[^\W_]+")
_GOALS = re.compile(
    r"\b(?:\d{1,2}\.? ?(?:,|un|and|or|vai) ?)+\d{1,2}\.? (?=merk|goal|iam|sdg)"
    r"|(?<=goals )\d{1,2}(?: ?(?:,|and|or) ?\d{1,2})+"
)
_DEEDS = frozenset({"done", "tasks"})
_AND = re.compile(r"\b(?:un|and)\b")
_LIKELY = 60  # best units that may be sides
_PER_DOCUMENT = 2
_LIKELY_SAID = 0.25  # probability from which on a passage of a unit tells what is compared
_SAYS_SOMETHING = 0.2  # of the score that the best passage of another document has
_AS_GOOD = 0.5  # of the score of its best passage, for a document's second


def compose_comparison(context: Context) -> Draft:
    """The units that the question names, side by side."""
    units = sides(context)
    if len(units) < SIDES:
        return Draft("")
    roles = [r for r in context.question.roles if all(r in context.units.roles(u) for u in units)]
    titles = [context.terms.section_terms(unit) for unit in units]
    left = [g for g in context.ranking.groups if not any(map(g.named_in, titles))]
    said = [_fields(context, unit, roles or ["goal"], left) for unit in units]
    if not all(any(found.values()) for found in said):
        return Draft("")
    rows = tuple(unit_row(context, unit, found) for unit, found in zip(units, said, strict=True))
    names = "; ".join(unit_name(unit) for unit in units)
    lead = phrase("comparison", context.question.language, units=names)
    return Draft(lead, rows=rows, spelt=True)


def _fields(
    context: Context, unit: Section, roles: Sequence[str], left: Sequence[Group]
) -> dict[str, list[Passage]]:
    """What is compared of a unit: its passages of these roles; where what was done is asked for,
    and a table has no column for it, what its row says besides; of one without a goal, what fits
    the question."""
    asked = set(context.question.roles)
    if asked & _DEEDS and not asked & context.units.roles(unit):
        text = [passage for passage in context.units.passages(unit) if passage.role is None]
        if text:
            return {"text": text}
    if not context.question.roles and not context.units.passages(unit, "goal"):
        return {"text": _fitting(context, unit, left)}
    return {role: context.units.passages(unit, role) for role in roles}


def _fitting(context: Context, unit: Section, left: Sequence[Group]) -> list[Passage]:
    """Of a unit without a goal, what fits the question best of what names anything that the titles
    leave of the topic."""
    own = [
        scored.passage
        for scored in context.ranking.passages
        if (scored.passage.document, scored.passage.unit) == (unit.document, unit.key)
        and scored.score >= _LIKELY_SAID
        and says_something(scored.passage)
        and (not left or any(g.named_in(context.terms.of[scored.passage.id].own) for g in left))
    ]
    return sorted(own, key=lambda passage: not _of_the_form(context, passage))[:_PER_DOCUMENT]


def _of_the_form(context: Context, passage: Passage) -> bool:
    """Whether a passage holds what the question asks for: figures, where it asks which is more."""
    more = any(cue.concept == "kind.compare" for cue in context.question.cues)
    forms = context.question.answer_types or (("number",) if more else ())
    return all(holds(form, passage.text) for form in forms)


def side_by_side(context: Context, drafts: Sequence[Draft]) -> Draft:
    """The answers to the parts of a question as one; empty where one has no answer, or where all
    say the same."""
    if len(drafts) < SIDES or any(not draft.statements for draft in drafts):
        return Draft("")
    said: dict[tuple[str, int, int], Statement] = {}
    for draft in drafts:
        for statement in draft.statements[: _PER_DOCUMENT if _of_text(draft) else None]:
            evidence = statement.quotes[0].evidence
            key = evidence.passage.document, evidence.span.start, evidence.span.end
            said.setdefault(key, replace(statement, label=_label(context, draft, statement)))
    homes, roles = zip(*(_home(draft) for draft in drafts), strict=True)
    if len({key[:2] for key in said}) < SIDES or (len(set(homes)) > 1 and len(set(roles)) > 1):
        return Draft("")
    return Draft(phrase("fact", context.question.language), tuple(said.values()))


def _home(draft: Draft) -> tuple[tuple[str, str | None], str | None]:
    """The unit that a draft speaks for, and the role."""
    passage = draft.statements[0].quotes[0].evidence.passage
    return (passage.document, passage.unit), passage.role


def _of_text(draft: Draft) -> bool:
    return any(statement.quotes[0].evidence.passage.role is None for statement in draft.statements)


def _label(context: Context, draft: Draft, statement: Statement) -> str:
    """The unit that a statement speaks for, or its document."""
    passage = statement.quotes[0].evidence.passage
    if passage.unit and not _of_text(draft):
        return f"**{unit_name(context.units.section(passage.document, passage.unit))}**: "
    return f"**{context.index.document(passage.document).description.title}**: "


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
    called = [unit for unit in context.called if unit.document == context.called[0].document]
    if len(called) >= SIDES:
        return sorted(called, key=lambda unit: unit.ordinal)
    goals = _goals(context)
    if len(goals) >= SIDES:
        return goals
    found = titled_units(context)[:MOST]
    compares = context.question.kind == "comparison"
    if len(found) < SIDES and compares and context.question.roles:
        any_two = _titled_by(context, context.ranking.groups)
        return any_two if len(any_two) == SIDES else found
    return found


def _goals(context: Context) -> list[Section]:
    """The global goals that the question names by number, as units of the document it means."""
    said = bare_fold(context.question.text)
    numbers = [n for row in _GOALS.findall(said) for n in re.findall(r"\d+", row)]
    numbers += [c.removeprefix("sdg-") for c in context.question.concepts if c.startswith("sdg-")]
    documents = context.ranking.documents or context.documents()
    found = [
        unit
        for unit in context.units.all.values()
        if unit.kind == "goal" and unit.number in numbers and unit.document in documents
    ]
    return [unit for unit in found if unit.document == found[0].document]


def titled_units(context: Context) -> list[Section]:
    """For each thing the question names, the best unit whose title has it; of one document."""
    return _titled_by(context, _alike(context))


def _titled_by(context: Context, groups: Sequence[Group]) -> list[Section]:
    best = [scored.section for scored in context.best_units[:_LIKELY]]
    found: list[Section] = []
    for group in groups:
        unit = _titled(context, group, best)
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


def document_sides(context: Context) -> dict[str, list[str]]:
    """The documents in scope that the question names, by what names them: a publisher may have
    several, which are one side."""
    titles = context.terms.of_document
    in_scope = set(context.documents())
    documents = [d for d in context.ranking.documents if d in in_scope]
    named = {
        group.name: [d for d in documents if group.named_in(titles[d])]
        for group in context.ranking.groups
    }
    # "The letter" tells which document of a publisher is meant, and is no side beside it.
    firm = {group.name for group in context.ranking.groups if not group.plain}
    if sum(bool(named[name]) for name in firm) >= SIDES:
        named = {name: own for name, own in named.items() if name in firm}
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    # "Latgale" means its towns too: what names the fewest documents has the first claim to them.
    for name in sorted(named, key=lambda name: len(named[name])):
        own = [document for document in named[name] if document not in taken]
        if own:
            found[name] = _meant(context, own)
            taken.update(own)
    return found


def _meant(context: Context, documents: list[str]) -> list[str]:
    """Of the documents of one publisher those by whose titles the question tells them apart: "the
    LPS letter" is not what it says of a visit."""
    titles, question = context.terms.of_document, context.question
    terms = [group.terms for group in context.ranking.groups if not group.every]
    words = [word for word in words_of(question.text) if not is_function_word(word)]
    terms += [forms(word, question.language) for word in words]
    told = [[d for d in documents if not one.isdisjoint(titles[d])] for one in terms]
    few = [some for some in told if 0 < len(some) < len(documents)]
    return min(few, key=len) if few else documents


def units_together(context: Context) -> bool:
    """Whether a question asks for a role of two units that it names in one breath, "the sources of
    the Roads and the Railways sub-priority"."""
    question = context.question
    groups = [group for group in context.ranking.groups if not group.plain]
    names = frozenset(group.name for group in groups)
    beside = coordinated(question.text, question.language, names)
    return bool(question.roles) and any(
        len(_titled_by(context, [group for group in groups if group.name in row])) >= SIDES
        for row in beside
    )


def names_together(context: Context) -> bool:
    """Whether a question names two documents in one breath, "Daugavpils and Liepāja"."""
    question = context.question
    names = document_sides(context)
    spans = [(m.start(), m.end()) for m in _WORD.finditer(question.text)]
    places = located(question.text, question.language, names)
    return any(
        one.concept != other.concept
        and one.last < other.first <= one.last + 1 + _BETWEEN
        and _AND.search(question.text[spans[one.last][1] : spans[other.first][0]]) is not None
        for one, other in itertools.pairwise(places)
    )


def across_documents(context: Context, rankings: Sequence[Ranking]) -> Draft:
    """What each document says, from the ranking of its passages alone; one that says much less of
    the topic than the others is left out."""
    best = [found for ranking in rankings if (found := _best_of(context, ranking))]
    most = max((found[0].score for found in best), default=0.0)
    best = [found for found in best if found[0].score >= _SAYS_SOMETHING * most]
    if len(best) < SIDES:
        return Draft("")
    titles = [_title(context, found[0]) for found in best]
    statements = [
        context.statement(context.telling(scored.passage), label=f"**{title}**: ")
        for title, found in zip(titles, best, strict=True)
        for scored in found[:_PER_DOCUMENT]
        if scored.score >= _AS_GOOD * found[0].score
    ]
    return Draft(phrase("fact", context.question.language), tuple(statements))


def _title(context: Context, scored: Scored) -> str:
    return context.index.document(scored.passage.document).description.title


def _best_of(context: Context, ranking: Ranking) -> list[Scored]:
    """A document's passages that can answer, best first.

    Statements of a goal are not what was done for it, unless goals are asked for.
    """
    return [
        s
        for s in ranking.passages
        if says_something(s.passage)
        and (s.passage.role != "goal" or "goal" in context.question.roles)
    ]
