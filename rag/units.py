"""Units: which one a question is about, and which ones belong in a list.

In: a ranking and the outline. Out: units with the passages that speak for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from corpus.divisions import without_letters
from corpus.model import Passage, Section
from index.protocol import PassageIndex
from index.thesaurus import thesaurus
from rag.blocks import Block, blocks
from rag.passage_terms import PassageTerms
from rag.retrieval import Ranking
from rag.topic import Group, coverage_of

_NOT_SAID = ("footnote", "link")  # kinds of passages that are no part of what a unit says
_BLOCKS_KEPT = 128  # documents whose lists and tables are kept at hand
_BEST = 3  # passages of a unit that count
_TITLE_WEIGHT = 1.2
_GOAL_WEIGHT = 0.3
_NEAR_WEIGHT = 0.5  # of the cosine signal of the unit's goal, embedded with its titles


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit and how well it fits; `title` is the share of the topic that its titles cover."""

    section: Section
    score: float
    title: float


class Units:
    """The units of an index, with their passages."""

    def __init__(self, index: PassageIndex, terms: PassageTerms) -> None:
        self._index = index
        self._terms = terms
        self.all: dict[tuple[str, str], Section] = {}
        self._passages: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        self._by_id: dict[str, Passage] = {}
        self._sections: dict[tuple[str, str], Section] = {}
        self._blocks: dict[str, tuple[Block, ...]] = {}
        for description in index.documents():
            for section in index.sections(description.id):
                self._sections[description.id, section.key] = section
                if section.unit:
                    self.all[description.id, section.key] = section
            for passage in terms.quotable(index.passages(description.id)):
                if passage.unit:
                    self._passages[description.id, passage.unit].append(passage)
                    if (description.id, passage.unit) in self.all:
                        self._by_id[passage.id] = passage

    def passages(self, unit: Section, role: str | None = None) -> list[Passage]:
        """The unit's passages that can be quoted, of one role or all, in order."""
        return [
            passage
            for passage in self._passages[unit.document, unit.key]
            if (role is None or passage.role == role) and passage.kind not in _NOT_SAID
        ]

    def naming(self, group: Group, roles: Set[str], documents: Set[str] | None = None) -> bool:
        """Whether a passage of any unit, in one of these roles, names a thing; `documents` are
        those whose units count, None for all."""
        found = (self._by_id.get(one) for one in self._terms.holding(group.terms))
        return any(
            group.named_in(self._terms.of[passage.id].own)
            for passage in found
            if passage
            and passage.role in roles
            and passage.kind not in _NOT_SAID
            and (documents is None or passage.document in documents)
        )

    def blocks(self, document: str) -> tuple[Block, ...]:
        """The lists and tables of a document."""
        found = self._blocks.get(document)
        if found is None:
            if len(self._blocks) >= _BLOCKS_KEPT:
                self._blocks.clear()
            found = self._blocks[document] = self._blocks_of(document)
        return found

    def _blocks_of(self, document: str) -> tuple[Block, ...]:
        rows = {
            section.key: f"{section.parent} {section.kind}"
            for section in self._index.sections(document)
            if section.unit and not section.heading_pieces
        }
        return tuple(blocks(self._terms.quotable(self._index.passages(document)), rows))

    def roles(self, unit: Section) -> set[str]:
        """The roles that the unit has something for."""
        return {p.role for p in self.passages(unit) if p.role}

    def above(self, section: Section) -> list[Section]:
        """The divisions around a section, outermost first, itself last."""
        path: list[Section] = []
        cursor: Section | None = section
        while cursor:
            path.append(cursor)
            cursor = self._sections[cursor.document, cursor.parent] if cursor.parent else None
        return path[::-1]

    def numbered(self, number: str, scope: Sequence[str] | None) -> list[Section]:
        """Sections with this number, in the documents in scope; "1.2" finds "U1.2" too."""
        return [
            section
            for (document, _), section in self._sections.items()
            if section.number
            and without_letters(section.number) == number
            and (scope is None or document in scope)
        ]

    def section(self, document: str, key: str) -> Section:
        return self._sections[document, key]

    def best(self, ranking: Ranking) -> list[UnitScore]:
        """The units with a passage in the ranking, best first, by the scores of their passages and
        by how their titles cover the topic."""
        scores: dict[tuple[str, str], list[float]] = defaultdict(list)
        near: dict[tuple[str, str], float] = defaultdict(float)
        for scored in ranking.passages:
            if scored.passage.unit:
                key = scored.passage.document, scored.passage.unit
                scores[key].append(scored.fused)
                if scored.passage.role == "goal":
                    near[key] = max(near[key], scored.dense)
        found = []
        for key, values in scores.items():
            section = self.all.get(key)
            if section is None:
                continue
            title = self.title_coverage(ranking.groups, section)
            top = sorted(values, reverse=True)[:_BEST]
            mean = sum(top) / _BEST
            score = top[0] + mean + _TITLE_WEIGHT * title + _NEAR_WEIGHT * near[key]
            found.append(UnitScore(section, score, title))
        found.sort(key=lambda unit: (-unit.score, unit.section.document, unit.section.ordinal))
        return found

    def title_coverage(self, groups: tuple[Group, ...], unit: Section) -> float:
        """Share of the topic that the unit's own title covers, its goal counting a little."""
        everyday = thesaurus().concepts.keys()
        groups = tuple(g for g in groups if not (g.plain and g.name in everyday))
        title = self._terms.section_terms(unit) | self._terms.of_document[unit.document]
        goals = frozenset[str]().union(
            *(self._terms.of[p.id].own for p in self.passages(unit, "goal"))
        )
        by_title = coverage_of(groups, title)
        return by_title + _GOAL_WEIGHT * max(0.0, coverage_of(groups, title | goals) - by_title)
