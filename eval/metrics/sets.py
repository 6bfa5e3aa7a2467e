"""A list answer and the right set in; precision, recall, F1 and completeness out.

An answer's entries are its items; its citations where it has no items, or where the right set is
made of quotes and no item cites anything. An entry and a member
match when they name the same section of the same document, or when one of the entry's citations
overlaps the member's quote.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.span import Span
from eval.gold import GoldMember, Place
from eval.metrics.citation import LONGEST
from eval.metrics.retrieval import NAN
from eval.source import Library, section_name
from rag.answer import Answer


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an answer lists."""

    document: str
    section: str | None
    places: tuple[Place, ...]
    label: str


@dataclass(frozen=True, slots=True)
class SetScore:
    """`missing` and `extra` name what keeps the set from being exact."""

    precision: float
    recall: float
    f1: float
    exact: float
    missing: tuple[GoldMember, ...]
    extra: tuple[Entry, ...]


UNDEFINED = SetScore(NAN, NAN, NAN, NAN, (), ())


def entries(answer: Answer, sources: Library, quoted: bool = False) -> list[Entry]:
    """What the answer lists, each once; a refusal lists nothing.

    `quoted` says that the right set is made of quotes.
    """
    if answer.silent:
        return []
    places = {
        one.number: Place(one.document, Span(one.start, one.end))
        for one in answer.citations
        if one.end - one.start <= LONGEST
    }
    if not answer.items or (quoted and not any(item.citations for item in answer.items)):
        return [Entry(one.document, None, (one,), "") for one in dict.fromkeys(places.values())]
    found: dict[tuple[str, str], Entry] = {}
    for item in answer.items:
        name = _name(item.document, item.section, sources)
        cited = tuple(places[number] for number in item.citations if number in places)
        earlier = found.get((item.document, name))
        whole = (earlier.places if earlier else ()) + cited
        found[item.document, name] = Entry(item.document, name, whole, item.title)
    return list(found.values())


def matches(entry: Entry, member: GoldMember) -> bool:
    """Whether the entry is this member of the right set."""
    if entry.document != member.document:
        return False
    if member.section is not None:
        return entry.section == member.section
    return any(place.shared(gold) for place in entry.places for gold in member.places)


def score(answer: Answer, members: tuple[GoldMember, ...], sources: Library) -> SetScore:
    """Compare the entries with the right set; all NaN where the question has none.

    Precision is the share of entries that match a member, recall the share of members that an
    entry matches. An empty answer has recall and F1 of 0 and an undefined precision.
    """
    if not members:
        return UNDEFINED
    quoted = all(member.section is None for member in members)
    listed = entries(answer, sources, quoted)
    extra = tuple(one for one in listed if not any(matches(one, member) for member in members))
    missing = tuple(one for one in members if not any(matches(entry, one) for entry in listed))
    recall = (len(members) - len(missing)) / len(members)
    if not listed:
        return SetScore(NAN, 0.0, 0.0, 0.0, missing, ())
    precision = (len(listed) - len(extra)) / len(listed)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return SetScore(precision, recall, f1, float(not missing and not extra), missing, extra)


def _name(document: str, section: str, sources: Library) -> str:
    named = sources[document].sections_named(section) if document in sources else []
    return section_name(named[0]) if named else section.rstrip(".")
