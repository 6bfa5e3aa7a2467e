"""The topic of a question as groups of terms, and how much of it a text covers.

A group is one thing the question names, by any of its terms: a concept, the concepts below it,
and, where it is a compound such as "cycling infrastructure", the wider concept it contains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.analysis import forms, stem, stems
from index.dates import date_terms
from index.glossary import glossary
from index.thesaurus import thesaurus, words_of
from rag.coordination import coordinated
from rag.passage_terms import PassageTerms
from rag.question import Question

RELATED = 0.4  # how far a text names a thing that only comes close to it
_PLAIN = 0.5  # weight of a plain word against a concept of the same rarity
_SHORTEST = 4  # letters of a plain word's stem that may tell something
_UNKNOWN = 0.5  # weight of a plain word that no document has


@dataclass(frozen=True, slots=True)
class Group:
    """One thing the question names: any of `terms` means it, `related` ones come close.

    `weight` tells how rare it is. A quoted phrase has `every`: all these stems must be there. A
    `plain` group is a word of the question that is neither a concept nor a name; `translated`
    says that the glossary knows it.
    """

    name: str
    terms: frozenset[str]
    related: frozenset[str]
    weight: float
    every: frozenset[str] = frozenset()
    plain: bool = False
    translated: bool = False

    def named_in(self, found: frozenset[str]) -> bool:
        """Whether a text with these terms names the thing."""
        if self.every:
            return self.every <= found
        return not self.terms.isdisjoint(found)


def topic_groups(
    question: Question, terms: PassageTerms, *, synonyms: bool = True
) -> tuple[Group, ...]:
    """The groups of a question's topic, the most telling first.

    Args:
        question: what is asked.
        terms: those of the passages that it is asked of.
        synonyms: whether plain words stand for their synonyms of the glossary too.
    """
    called = dict.fromkeys((*question.quoted, *terms.called(question.asked)))
    phrases = [_phrase_group(phrase, terms) for phrase in called]
    # A name quoted in another language than the documents' is known by its concept alone.
    if question.language not in terms.language_of.values():
        phrases = [phrase for phrase in phrases if all(map(terms.known, phrase.every))]
    quoted = [phrase.name for phrase in phrases]
    said = frozenset[str]().union(*(phrase.every for phrase in phrases))
    inside = frozenset(m.concept for phrase in quoted for m in thesaurus().matches(phrase))
    chosen = [concept for concept in question.concepts if concept not in inside]
    groups = _merged(
        [_concept_group(concept, question.inner, terms) for concept in chosen],
        coordinated(question.asked, question.language, frozenset(chosen)),
        terms,
    )
    for name in question.names:
        known = any(name in stems(label, "lv") for g in groups for label in _labels(g))
        if name not in said and not known:
            meant = spellings(name, question, terms)
            ordinary = _plain_group(name, question, terms, synonyms=synonyms)
            # "Act" is no name that documents in another language keep, but a word like others.
            if not any(map(terms.known, meant)) and any(map(terms.known, ordinary.terms)):
                groups.append(ordinary)
                continue
            weight = min((terms.weight(term) for term in meant if terms.known(term)), default=0.0)
            groups.append(Group(name, meant, frozenset(), weight or terms.weight(name)))
    for word in question.words:
        if word not in said and word not in question.names and len(word) >= _SHORTEST:
            groups.append(_plain_group(word, question, terms, synonyms=synonyms))
    taken = {term for group in groups for term in group.terms}
    for concept in question.everyday:
        group = _concept_group(concept, (), terms)
        if not group.terms & taken:
            groups.append(replace(group, weight=_PLAIN * group.weight, plain=True))
    for date in sorted(date_terms(question.asked)):
        groups.append(Group(date, frozenset({date}), frozenset(), terms.weight(date)))
    return tuple(sorted([*phrases, *groups], key=lambda group: -group.weight))


def spellings(stemmed: str, question: Question, terms: PassageTerms) -> frozenset[str]:
    """A word of the question, given by its stem, as the languages of the documents stem it; one
    that no document has, as other languages may write it if it is a name."""
    languages = {*terms.language_of.values(), "lv", question.language}
    written = [
        word
        for word in words_of(question.asked)
        if stemmed in (stem(word, "lv"), stem(word, question.language))
    ]
    found = frozenset({stemmed}).union(*(forms(word, one) for word in written for one in languages))
    if any(map(terms.known, found)):
        return found
    return found.union(*(terms.sounding_like(word, question.language) for word in written))


def _plain_group(word: str, question: Question, terms: PassageTerms, *, synonyms: bool) -> Group:
    """A word by itself and by the words that may stand for it."""
    spelt = spellings(word, question, terms)
    same = frozenset[str]()
    if synonyms:
        same = same.union(*(glossary().synonyms(one, question.language) for one in spelt))
    meant = same | spelt
    present = [terms.weight(term) for term in meant if terms.known(term)]
    weight = _PLAIN * min(present) if present else _UNKNOWN
    return Group(word, meant, frozenset(), weight, plain=True, translated=bool(same))


def _phrase_group(phrase: str, terms: PassageTerms) -> Group:
    every = frozenset(stems(phrase, "lv"))
    weight = max((terms.weight(stem) for stem in every), default=0.0)
    return Group(phrase, every, frozenset(), weight, every=every)


def _labels(group: Group) -> list[str]:
    found = thesaurus().concepts.get(group.name)
    return list(found.labels.values()) if found else []


def _merged(
    groups: list[Group], beside: Sequence[frozenset[str]], terms: PassageTerms
) -> list[Group]:
    """Groups of which one is wider than the other, or a goal and its subject, as one; `beside` are
    the names of those that the question sets side by side."""
    found: list[Group] = []
    for group in groups:
        twin = next((g for g in found if group.terms & g.terms or _one_goal(group, g)), None)
        if twin is None:
            found.append(group)
        else:
            found.remove(twin)
            both = any({twin.name, group.name} <= names for names in beside)
            found.append(_as_one(twin, group) if both else _narrower(twin, group, terms))
    return found


def _as_one(one: Group, other: Group) -> Group:
    """Two groups as one, which a text names that names either."""
    terms = one.terms | other.terms
    return replace(
        one,
        terms=terms,
        related=(one.related | other.related) - terms,
        weight=max(one.weight, other.weight),
    )


def _narrower(one: Group, other: Group, terms: PassageTerms) -> Group:
    """Of a region and a town in it, and the like, the one that is within the other, if any passage
    names it: "business in the Latgale special economic zone" is about the zone."""
    inner, outer = sorted((one, other), key=lambda group: len(group.terms))
    if not inner.terms < outer.terms or not any(map(terms.known, inner.terms)):
        return _as_one(one, other)
    related = (inner.related | outer.related | outer.terms) - inner.terms
    return replace(inner, related=related, weight=max(inner.weight, outer.weight))


def _one_goal(one: Group, other: Group) -> bool:
    """Whether one is a global goal, and the other what it is about: "SDG 13 - climate"."""
    known = thesaurus().concepts
    goals = [g for g in (one, other) if known[g.name].field == "sdg"]
    return bool(goals) and bool(one.terms & other.related or other.terms & one.related)


def _concept_group(concept: str, inner: tuple[str, ...], terms: PassageTerms) -> Group:
    source = thesaurus()
    meant = set(source.narrower(concept))
    wider = source.concepts[concept].broader
    near = {wider} if wider else set()
    while wider is not None:
        if wider in inner:
            meant |= source.narrower(wider)
        wider = source.concepts[wider].broader
    own = frozenset(f"#{c}" for c in meant)
    related = frozenset(f"#{c}" for c in source.concepts[concept].related) - own
    broader = frozenset(f"#{c}" for c in near) - own
    present = [terms.weight(t) for t in own if terms.known(t)]
    weight = min(present) if present else terms.weight(f"#{concept}")
    return Group(concept, own, related | broader if not present else related, weight)


def coverage_of(groups: Sequence[Group], found: frozenset[str]) -> float:
    """Share of the topic's weight that plain terms cover, 0 to 1; 0 for an empty topic."""
    total = covered = 0.0
    for group in groups:
        total += group.weight
        if group.named_in(found):
            covered += group.weight
        elif not group.related.isdisjoint(found):
            covered += RELATED * group.weight
    return covered / total if total else 0.0
