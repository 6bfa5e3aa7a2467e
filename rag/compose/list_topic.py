"""What the things of a list must name, and what a question asks of them by where or how many.

In: a question with its ranking. Out: groups of terms, the most telling first; whether several units
stand for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from corpus.letters import bare_fold
from index.thesaurus import thesaurus
from rag.compose.context import Context, once
from rag.compose.divisions import confined_to, names_only
from rag.compose.list_scope import documents_of, has_kind_asked, has_places, units_of
from rag.coordination import coordinated
from rag.criterion import municipalities_do
from rag.topic import Group

_WHERE = re.compile(r"(?:un |and )?(?:kur|kuros|where)\b")
_WHOSE = re.compile(r"(?:un |and )?(?:kuru|whose)\b")
_TOLD = frozenset({"indicators", "benefits", "done"})
FILLED = frozenset({"implementers", "partners", "funding", "indicators"})
"""Roles whose passages name others: bodies, sources of money, figures."""
_BELONGS = re.compile(
    r"ietilp|iekl|pieder|sastav|veid|satur|belong|mak|includ|contain|consist|fall"
)
_SEVERAL = 2  # units
_CALLED = frozenset({"direction", "priority", "subpriority", "goal", "action", "project", "policy"})
_DOING = "local-government"


@once
def _groups(context: Context) -> list[Group]:
    """The things that a question names, but for the division that it confines a list to, and that
    something belongs to it."""
    within = confined_to(context).words
    return [
        group
        for group in _named(context)
        if not within
        or not (names_only(context, group, within) or (group.plain and _BELONGS.match(group.name)))
    ]


def _named(context: Context) -> list[Group]:
    """The things that a question names; municipalities too, where they do what is asked about."""
    groups = list(context.ranking.groups)
    if not municipalities_do(context.question):
        return groups
    terms = frozenset({"#local-government", "#council", "#municipality"})
    apart = [group for group in groups if group.terms.isdisjoint(terms)]
    alike = next((group for group in groups if group not in apart and not group.plain), None)
    weight = context.terms.weight("#local-government")
    doing = alike or Group(_DOING, terms, frozenset(), weight)
    return [replace(doing, terms=doing.terms | terms), *apart]


@once
def topic_of(context: Context) -> list[Group]:
    """The groups that a passage must name: not the documents' own names, nor words that occur
    nowhere; plain words only where the question names no concept."""
    documents = documents_of(context)
    kinds = _kinds_called(context)
    telling = [
        group
        for group in _groups(context)
        if any(context.terms.known(term) for term in group.terms)
        and not all(group.named_in(context.terms.of_document[d]) for d in documents)
        and not (kinds and all(map(group.named_in, kinds)))
    ]
    generic = _generic(context)
    if context.question.counts and not context.question.follows_up:
        firm = [group for group in telling if group.name not in generic and not group.plain]
        telling = firm or [group for group in telling if group.name not in generic]
    # Months and times of day stand in no entry; the day does.
    known = thesaurus().concepts
    dated = any(group.name.startswith("@") for group in telling)
    telling = [
        g for g in telling if not (dated and g.name in known and known[g.name].field == "time")
    ]
    telling = _alternatives(context, telling)
    firm = [group for group in telling if not group.plain and group.name not in generic]
    if firm or context.question.named_years:
        return firm or [group for group in telling if not group.plain]
    # "Mobile apps that are to be created": a word of the question tells more than "creation".
    return [group for group in telling if group.plain or group.name not in generic] or telling


def _kinds_called(context: Context) -> list[frozenset[str]]:
    """What the titles of the kind of unit asked for name, where there are several. A thing that
    all of them name is but what the kind is called: "strategic" of goals of which each is headed
    "Strategic goal"."""
    kinds = set(context.question.unit_kinds) & _CALLED
    titles = [context.terms.section_terms(unit) for unit in units_of(context) if unit.kind in kinds]
    return titles if len(titles) >= _SEVERAL else []


def _generic(context: Context) -> Set[str]:
    """The concepts that tell nothing apart."""
    generic = thesaurus().generic
    return generic - {_DOING} if municipalities_do(context.question) else generic


def _alternatives(context: Context, groups: list[Group]) -> list[Group]:
    """Groups that the question joins by "or", a comma or "and" as one; what is new first."""
    question = context.question
    names = frozenset(group.name for group in groups)
    if any(match.concept == "but.both" for match in question.cues):
        names = frozenset()  # each of them must be there
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


def is_topicless(context: Context) -> bool:
    """Whether a list is of all there is of a kind in the documents that it is over."""
    return not topic_of(context) and not names_something(context)


def names_something(context: Context) -> bool:
    """Whether the question names a thing that no document names: it is not about the outline."""
    return any(
        not any(map(context.terms.known, group.terms))
        for group in _groups(context)
        if not group.plain or not group.translated
    )


def narrows(context: Context) -> bool:
    """Whether a question names a thing, besides documents, that a list is told by."""
    return any(not group.plain for group in topic_of(context))


def asks_where(context: Context) -> bool:
    """Whether it is asked where a thing stands in a role, "where is the ministry a partner",
    "whose success is measured by emissions", and it stands so in several units, which are the
    answer."""
    question = context.question
    said = bare_fold(question.text)
    where = _WHERE.match(said) is not None
    roles = set(question.roles) & FILLED if where else set()
    if _WHOSE.match(said) or (where and not _titled(context)):
        roles |= set(question.roles) & _TOLD
    source = any(match.concept == "ask.source" for match in question.cues)
    if not roles or source or question.numbers:
        return False
    return any(len(found) >= _SEVERAL for found in _standing(context, roles))


def _titled(context: Context) -> bool:
    """Whether the question speaks of one unit: by number, as its document counts it, or by what
    its title names."""
    if context.question.numbers or context.called:
        return True
    documents = documents_of(context)
    firm = [group for group in context.ranking.groups if not group.plain]
    titles = [
        context.terms.section_terms(unit)
        for unit in context.units.all.values()
        if unit.document in documents
    ]
    return any(group.named_in(title) for group in firm for title in titles)


def counts_named(context: Context) -> bool:
    """Whether it is counted in how many places a thing stands in a role: "in how many places is
    the university an implementer"."""
    question = context.question
    roles = set(question.roles) & FILLED
    asks = question.counts and "any" in question.unit_kinds and bool(roles)
    return asks and any(found for found in _standing(context, roles))


def _standing(context: Context, roles: Set[str]) -> Iterator[Set[tuple[str, str]]]:
    """For each thing that the question names, the units that name it in one of these roles."""
    documents = frozenset(documents_of(context))
    for group in _groups(context):
        if not group.plain:
            yield context.units.having(group, roles, documents)


def counts_units(context: Context) -> bool:
    """Whether units are to be counted by what they name: "in how many goals is Finland named",
    "how many towns plan bridges"."""
    question = context.question
    if not question.counts or not any(not g.plain for g in topic_of(context)):
        return False
    places = "municipality" in question.unit_kinds and has_places(context)
    return places or (question.kind == "list" and has_kind_asked(context))
