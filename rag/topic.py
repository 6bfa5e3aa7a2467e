"""The topic of a question as groups of terms, and how much of it a text covers.

A group is one thing the question names, by any of its terms: a concept, the concepts below it,
and, where it is a compound such as "cycling infrastructure", the wider concept it contains.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.thesaurus import thesaurus
from rag.passage_terms import PassageTerms, Terms
from rag.question import Question

_ABOVE = 0.6  # a term in a title above counts for less than in the text itself
_RELATED = 0.4


@dataclass(frozen=True, slots=True)
class Group:
    """One thing the question names: `terms` mean it, `related` come close; `weight` tells how
    rare it is."""

    name: str
    terms: frozenset[str]
    related: frozenset[str]
    weight: float


def topic_groups(question: Question, terms: PassageTerms) -> tuple[Group, ...]:
    """The groups of a question's topic, the most telling first."""
    known = thesaurus().concepts
    chosen = [c for c in question.concepts if not _within_another(c, question.concepts)]
    groups = [_concept_group(concept, question.inner, terms) for concept in chosen]
    for word in question.words:
        groups.append(Group(word, frozenset({word}), frozenset(), terms.weight(word)))
    covered = {name for name in question.words}
    for name in question.names:
        if name not in covered and not any(name in known[c].labels["lv"].lower() for c in chosen):
            groups.append(Group(name, frozenset({name}), frozenset(), terms.weight(name)))
    return tuple(sorted(groups, key=lambda group: -group.weight))


def _within_another(concept: str, concepts: tuple[str, ...]) -> bool:
    """Whether another concept of the question is narrower: it then speaks for both."""
    narrower = thesaurus().narrower(concept) - {concept}
    return any(other in narrower for other in concepts)


def _concept_group(concept: str, inner: tuple[str, ...], terms: PassageTerms) -> Group:
    source = thesaurus()
    meant = set(source.narrower(concept))
    wider = source.concepts[concept].broader
    while wider is not None:
        if wider in inner:
            meant |= source.narrower(wider)
        wider = source.concepts[wider].broader
    own = frozenset(f"#{c}" for c in meant)
    near = set(source.concepts[concept].related)
    if source.concepts[concept].broader:
        near.add(str(source.concepts[concept].broader))
    related = frozenset(f"#{c}" for c in near) - own
    present = [terms.weight(t) for t in own if terms.known(t)]
    return Group(concept, own, related, min(present) if present else terms.weight(f"#{concept}"))


def coverage(groups: tuple[Group, ...], found: Terms) -> float:
    """Share of the topic's weight that a passage covers, 0 to 1; 0 for an empty topic."""
    total = sum(group.weight for group in groups)
    if not total:
        return 0.0
    return sum(group.weight * _degree(group, found) for group in groups) / total


def _degree(group: Group, found: Terms) -> float:
    if group.terms & found.own:
        return 1.0
    if group.terms & found.above:
        return _ABOVE
    if group.related & found.own:
        return _RELATED
    return 0.0


def coverage_of(groups: tuple[Group, ...], found: frozenset[str]) -> float:
    """Share of the topic's weight that plain terms cover, 0 to 1."""
    total = sum(group.weight for group in groups)
    if not total:
        return 0.0
    return sum(group.weight for group in groups if group.terms & found) / total
