"""What a composer works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

from corpus.model import Passage, Section
from corpus.span import Span
from index.protocol import PassageIndex
from rag.cells import caption
from rag.draft import Evidence, Quote, Row, Statement
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.quoting import WHOLE, telling, whole
from rag.retrieval import Ranking
from rag.sentences import sentence_spans
from rag.settings import RetrievalSettings
from rag.units import Units, UnitScore

R = TypeVar("R")


# Without slots, which leave no room for what is worked out once.
@dataclass(frozen=True)
class Context:
    """The question, what retrieval found for it, and the index to look things up in."""

    question: Question
    ranking: Ranking
    scope: Sequence[str] | None
    index: PassageIndex
    units: Units
    terms: PassageTerms
    settings: RetrievalSettings
    _read: dict[Callable[..., Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def best_units(self) -> Sequence[UnitScore]:
        """The units by how well they fit the question, best first."""
        return self.units.best(self.ranking)

    @cached_property
    def called(self) -> Sequence[Section]:
        """The units that the question calls as their document counts them, those first that are of
        a document it names, and of these those that fit best."""
        units = [self.units.all[key] for key in self.question.called]
        order = [scored.section for scored in self.best_units]
        return sorted(
            units,
            key=lambda unit: (
                unit.document not in self.ranking.documents,
                order.index(unit) if unit in order else len(order),
            ),
        )

    def passages(self, document: str) -> list[Passage]:
        """The passages of a document that can be quoted, in order."""
        return self.terms.quotable(self.index.passages(document))

    def text_of(self, document: str) -> str:
        return self.index.document(document).text

    def telling(self, passage: Passage, room: int = WHOLE) -> Evidence:
        """The part of a passage that speaks of the topic, of about `room` characters."""
        document = self.index.document(passage.document)
        return telling(
            passage,
            document.text,
            self.ranking.groups,
            self.terms,
            document.description.language,
            self.question.answer_types,
            room,
        )

    def quote(self, evidence: Evidence) -> Quote:
        return Quote(evidence.span.quote(self.text_of(evidence.passage.document)), evidence)

    def statement(self, *evidence: Evidence, label: str = "") -> Statement:
        """A statement that quotes these spans."""
        return Statement(tuple(self.quote(one) for one in evidence), label)

    def documents(self) -> list[str]:
        """Ids of the documents in scope."""
        return [d.id for d in self.index.documents() if self.scope is None or d.id in self.scope]


def once(read: Callable[[Context], R]) -> Callable[[Context], R]:
    """What a function reads off a context, worked out when it is first asked for.

    All who ask get the same object: it is to be read only.
    """

    @wraps(read)
    def kept(context: Context) -> R:
        known = context._read
        if read not in known:
            known[read] = read(context)
        return cast(R, known[read])

    return kept


def says_something(passage: Passage) -> bool:
    """Whether a passage can answer by itself: a link, a caption or a lone "…:" cannot."""
    if passage.kind in ("link", "caption"):
        return False
    if not passage.text.endswith(":"):
        return True
    return len(sentence_spans(passage.text, Span(0, len(passage.text)))) > 1


def cell_label(passage: Passage) -> str:
    """What stands before the figures of a cell: the name of its column, which says what they are
    of; nothing before words, or where a row is one passage."""
    names = (passage.context or "").split(" | ")
    names = names[1:] if caption(passage) else names
    told = passage.kind == "row" and len(names) == 1 and bool(names[0])
    return f"{names[0]}: " if told and not any(c.isalpha() for c in passage.text) else ""


def introduced(passages: Sequence[Passage], intro: Passage) -> list[Passage]:
    """The items of the list that `intro` ("…:") introduces, among `passages` in their order."""
    if not intro.text.endswith(":"):
        return []
    return [
        p
        for p in passages
        if p.ordinal > intro.ordinal
        and p.context
        and intro.text.endswith(p.context.removeprefix("…"))
    ]


def quotes(context: Context, passages: Sequence[Passage]) -> tuple[Statement, ...]:
    """Each passage whole, as a statement; one that a page break cuts rests on all its parts."""
    return tuple(context.statement(*whole(passage)) for passage in passages)


def values(context: Context, passages: Sequence[Passage]) -> tuple[tuple[str, Evidence], ...]:
    """Each passage whole, as a field's value; one value for each part that a page break leaves."""
    found: list[tuple[str, Evidence]] = []
    for passage in passages:
        parts = whole(passage)
        if len(parts) == 1:
            found.append((passage.text, parts[0]))
        else:
            found += [(context.quote(part).text, part) for part in parts]
    return tuple(found)


def unit_row(context: Context, unit: Section, fields: Mapping[str, Sequence[Passage]]) -> Row:
    """A unit as a row, with the passages of each field."""
    return Row(
        section=unit,
        label=unit.number or unit.key,
        title=unit.title,
        path=tuple(
            f"{s.number} {s.title}" if s.number else s.title for s in context.units.above(unit)[:-1]
        ),
        document=unit.document,
        fields={role: values(context, found) for role, found in fields.items() if found},
    )


def unit_name(unit: Section) -> str:
    """A unit as a sentence names it."""
    return f"{unit.number} {unit.title}" if unit.number else unit.title
