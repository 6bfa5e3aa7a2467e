"""A pair and the documents' texts in, the places that count as right out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import PlanqaError
from corpus.span import Span
from eval.questions import Pair, Quote
from eval.source import Library, Source


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document."""

    document: str
    span: Span

    def shared(self, other: Place) -> int:
        """Characters that both places hold."""
        if self.document != other.document:
            return 0
        return max(0, min(self.span.end, other.span.end) - max(self.span.start, other.span.start))


@dataclass(frozen=True, slots=True)
class GoldMember:
    """A member of the right set: a unit by name, or the places of a quote."""

    document: str
    section: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """`groups`: per thing to be found, the places any of which holds it. `units`: those asked."""

    pair: Pair
    groups: tuple[tuple[Place, ...], ...]
    units: tuple[tuple[str, str], ...]
    members: tuple[GoldMember, ...]


def resolve(pair: Pair, sources: Library) -> Gold:
    """Find the pair's gold in the documents.

    A quote that stands in several places counts only inside the units the pair asks about or
    lists, where it stands in one of them: "Eiropas Savienības fondi" is evidence for the unit in
    question, not for the forty others that it also funds.

    Raises:
        PlanqaError: `gold_not_found` when a document is missing or a quote or section is not in it.
    """
    named = [(unit.document, unit.section) for unit in pair.units]
    named += [(one.document, one.section) for one in pair.members if one.section]
    scopes = [
        place for document, section in named for place in _section(sources, document, section)
    ]
    groups = _told_apart(
        [
            tuple(place for quote in group for place in _places(quote, sources, scopes))
            for group in pair.evidence
        ]
    )
    units = tuple((unit.document, unit.section.strip().rstrip(".")) for unit in pair.units)
    members = tuple(
        GoldMember(
            document=member.document,
            section=member.section.rstrip(".") if member.section else None,
            places=tuple(
                _section(sources, member.document, member.section)
                if member.section
                else _places(Quote(document=member.document, quote=member.quote or ""), sources, [])
            ),
        )
        for member in pair.members
    )
    return Gold(pair, groups, units, members)


def _told_apart(groups: Sequence[tuple[Place, ...]]) -> tuple[tuple[Place, ...], ...]:
    """Groups of the same places, as when two units have a task of the same words, share them out.

    The first such group takes the first place, and so on; the last takes what is left.
    """
    repeats, taken = Counter(groups), Counter[tuple[Place, ...]]()
    apart: list[tuple[Place, ...]] = []
    for group in groups:
        turn, last = taken[group], repeats[group] - 1
        taken[group] += 1
        if len(group) <= last:
            apart.append(group)
        else:
            apart.append(group[turn:] if turn == last else group[turn : turn + 1])
    return tuple(apart)


def _source(sources: Library, document: str) -> Source:
    if document not in sources:
        message = f"Document `{document}` is not in the index; ingest it or mend the question."
        raise PlanqaError("gold_not_found", message, 422)
    return sources[document]


def _section(sources: Library, document: str, name: str) -> list[Place]:
    sections = _source(sources, document).sections_named(name)
    if not sections:
        message = f"`{document}` has no section `{name}`."
        raise PlanqaError("gold_not_found", message, 422)
    return [Place(document, Span(section.start, section.end)) for section in sections]


def _places(quote: Quote, sources: Library, scopes: Iterable[Place]) -> list[Place]:
    spans = _source(sources, quote.document).locate(quote.quote)
    if not spans:
        message = f"`{quote.document}` does not hold the quote `{quote.quote}`."
        raise PlanqaError("gold_not_found", message, 422)
    places = [Place(quote.document, span) for span in spans]
    asked = [place for place in places if any(place.shared(scope) for scope in scopes)]
    return asked or places
