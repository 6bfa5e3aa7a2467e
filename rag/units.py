"""Units: which one a question is about, and which ones belong in a list.

In: a ranking and the outline. Out: units with the passages that speak for them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from corpus.divisions import is_numbered, without_letters
from corpus.model import Passage, Section
from index.analysis import forms
from index.protocol import PassageIndex
from index.thesaurus import thesaurus
from rag.abbreviations import abbreviations
from rag.blocks import Block, blocks
from rag.counted import CountedUnits
from rag.coverage import degrees, share
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.retrieval import Ranking
from rag.topic import Group

_NOT_SAID = ("footnote", "link")  # kinds of passages that are no part of what a unit says
_BLOCKS_KEPT = 128  # documents whose lists and tables are kept at hand
_SDG = re.compile(r"sdg-\d+")
_BEST = 3  # passages of a unit that count
_TITLE_WEIGHT = 1.2
_GOAL_WEIGHT = 0.3
_NEAR_WEIGHT = 0.5  # of the cosine signal of the unit's goal, embedded with its titles


# The blocks of a document, and by the id of a passage the places of those that it belongs to.
_Blocks = tuple[Sequence[Block], Mapping[str, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit and how well it fits; `title` is the share of the topic that its titles cover."""

    section: Section
    score: float
    title: float


class BlockTerms(NamedTuple):
    """The terms of a block: of its last title and what introduces it, of all that stands above it,
    of each entry, and of all of this together."""

    head: frozenset[str]
    above: frozenset[str]
    entries: tuple[frozenset[str], ...]
    every: frozenset[str]


class Units:
    """The units of an index, with their passages."""

    def __init__(self, index: PassageIndex, terms: PassageTerms) -> None:
        self._index = index
        self._terms = terms
        self.all: dict[tuple[str, str], Section] = {}
        self._passages: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        self._by_id: dict[str, Passage] = {}
        self._sections: dict[tuple[str, str], Section] = {}
        self._blocks: dict[str, _Blocks] = {}
        self._of_blocks: dict[int, tuple[Block, BlockTerms]] = {}
        self._goals: dict[tuple[str, str], frozenset[str]] = {}
        self._spelt_out: dict[tuple[str, str], tuple[str, ...]] = {}
        for description in index.documents():
            for section in index.sections(description.id):
                self._sections[description.id, section.key] = section
                if section.unit:
                    self.all[description.id, section.key] = section
            for passage in terms.quotable(index.passages(description.id)):
                if passage.unit and passage.kind not in _NOT_SAID:
                    self._passages[description.id, passage.unit].append(passage)
                    if (description.id, passage.unit) in self.all:
                        self._by_id[passage.id] = passage
        self._counted = CountedUnits(self.all.values(), terms)
        for key, unit in self.all.items():
            goals = (terms.of[passage.id].own for passage in self.passages(unit, "goal"))
            self._goals[key] = frozenset[str]().union(*goals)

    def passages(self, unit: Section, role: str | None = None) -> list[Passage]:
        """The unit's passages that can be quoted, of one role or all, in order."""
        said = self._passages.get((unit.document, unit.key), [])
        return [passage for passage in said if role is None or passage.role == role]

    def naming(self, group: Group, roles: Set[str], documents: Set[str] | None = None) -> bool:
        """Whether a passage of any unit, in one of these roles, names a thing; `documents` are
        those whose units count, None for all."""
        return next(self._saying(group, roles, documents), None) is not None

    def having(self, group: Group, roles: Set[str], documents: Set[str]) -> set[tuple[str, str]]:
        """The units of these documents, by document and key, a passage of which names a thing in
        one of these roles."""
        said = self._saying(group, roles, documents)
        return {(passage.document, passage.unit) for passage in said if passage.unit}

    def _saying(
        self, group: Group, roles: Set[str], documents: Set[str] | None
    ) -> Iterator[Passage]:
        for one in self._terms.holding(group.terms):
            passage = self._by_id.get(one)
            if passage is None or passage.role not in roles:
                continue
            if documents is not None and passage.document not in documents:
                continue
            if group.named_in(self._terms.of[passage.id].own):
                yield passage

    def spelt_out(self, document: str, short: str) -> tuple[str, ...]:
        """The words for which a document says that a short name stands; () where it does not."""
        if (document, short) not in self._spelt_out:
            named = self._terms.holding(forms(short, self._terms.language_of[document]))
            own = (one for one in map(self._index.passage, named) if one.document == document)
            told = (pair for passage in own for pair in abbreviations(passage.text))
            found = (words for name, words in told if name == short)
            self._spelt_out[document, short] = next(found, ())
        return self._spelt_out[document, short]

    def blocks(self, document: str, passages: Iterable[str]) -> list[Block]:
        """The lists and tables of a document that any of these passages, by their ids, stands in
        or right before, in their order."""
        if document not in self._blocks:
            if len(self._blocks) >= _BLOCKS_KEPT:
                self._blocks.clear()
                self._of_blocks.clear()
            self._blocks[document] = self._blocks_of(document)
        found, places = self._blocks[document]
        return [found[i] for i in sorted({i for one in passages for i in places.get(one, ())})]

    def terms_of(self, block: Block) -> BlockTerms:
        """What a block names."""
        known = self._of_blocks.get(id(block))
        if known is None or known[0] is not block:
            known = self._of_blocks[id(block)] = (block, self._terms_of(block))
        return known[1]

    def _terms_of(self, block: Block) -> BlockTerms:
        language = self._terms.language_of[block.document]

        def named(*said: str) -> frozenset[str]:
            return frozenset[str]().union(*(self._terms.terms(s, language) for s in said if s))

        above = named(*block.titles, block.intro)
        owns = tuple(self._terms.of_entry(entry) for entry in block.entries)
        head = named(*block.titles[-1:], block.intro)
        return BlockTerms(head, above, owns, above.union(*owns))

    def _blocks_of(self, document: str) -> _Blocks:
        passages = self._index.passages(document)
        begins = sorted(p.pieces[0].start for p in passages)
        units = [s for s in self._index.sections(document) if s.unit and not s.heading_pieces]
        firsts: dict[str | None, int] = {}
        for unit in units:
            firsts.setdefault(unit.parent, unit.span.start)
        rows = {unit.key: f"{self._table_of(unit, begins, firsts)} {unit.kind}" for unit in units}
        found = blocks(self._terms.quotable(passages), rows)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for i, block in enumerate(found):
            for passage in (*block.passages, *([block.before] if block.before else [])):
                places[passage.id].append(i)
        return found, dict(places)

    def _table_of(
        self, row: Section, begins: Sequence[int], firsts: Mapping[str | None, int]
    ) -> str | None:
        """The key of the division that holds the table of a row: rows that group others stand in
        the same table where no passage parts each from the first row below it.

        Args:
            row: the unit that is a row.
            begins: where the passages of its document begin, in order.
            firsts: where the first row below a division begins, by the division's key.
        """
        if row.parent is None:
            return None
        group = self._sections[row.document, row.parent]
        title = group.heading_pieces[-1].end if group.heading_pieces else group.span.start
        between = bisect_left(begins, firsts[row.parent]) - bisect_left(begins, title)
        return row.parent if between > 0 or group.parent is None else group.parent

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
        """Sections with this number, in the documents in scope; "1.2" finds "U1.2" too, and "U1.2"
        finds "1.2" where nothing has the letters."""
        own = [
            section
            for (document, _), section in self._sections.items()
            if section.number and (scope is None or document in scope)
        ]
        found = [s for s in own if s.number and is_numbered(s.number, number)]
        return found or [s for s in own if s.number == without_letters(number)]

    def calling(self, question: Question, scope: Sequence[str] | None) -> Question:
        """The question with the units in scope that it calls as their document counts them."""
        called = self._counted.called(question.text, question.language, scope)
        if not called and question.follows_up:
            called = self._counted.called(question.asked, question.language, scope)
        goals = [concept for concept in question.concepts if _SDG.fullmatch(concept)]
        numbers = {goal.removeprefix("sdg-") for goal in goals}
        # "Goal 4" is the global goal where a document reports on that.
        if not called or any(
            unit.kind == "goal" and unit.number in numbers
            for unit in self.all.values()
            if scope is None or unit.document in scope
        ):
            return question
        return replace(
            question,
            concepts=tuple(one for one in question.concepts if one not in goals),
            called=tuple((unit.document, unit.key) for unit in called),
        )

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
        units = [self.all[key] for key in scores if key in self.all]
        found = []
        titles = self._title_coverages(ranking.groups, units)
        for section, title in zip(units, titles, strict=True):
            key = section.document, section.key
            top = sorted(scores[key], reverse=True)[:_BEST]
            mean = sum(top) / _BEST
            score = top[0] + mean + _TITLE_WEIGHT * title + _NEAR_WEIGHT * near[key]
            found.append(UnitScore(section, score, title))
        found.sort(key=lambda unit: (-unit.score, unit.section.document, unit.section.ordinal))
        return found

    def title_coverage(self, groups: Sequence[Group], unit: Section) -> float:
        """Share of the topic that the unit's own title covers, its goal counting a little."""
        return self._title_coverages(groups, [unit])[0]

    def _title_coverages(self, groups: Sequence[Group], units: Sequence[Section]) -> list[float]:
        everyday = thesaurus().concepts.keys()
        groups = [g for g in groups if not (g.plain and g.name in everyday)]
        said = (
            [self._terms.section_terms(unit) for unit in units],
            [self._terms.of_document[unit.document] for unit in units],
            [self._goals[unit.document, unit.key] for unit in units],
        )
        named = [degrees(group, said) for group in groups]
        by_title = share(groups, [titled for _, titled, _ in named], len(units))
        by_goal = share(groups, [aimed for _, _, aimed in named], len(units))
        more = np.maximum(0.0, by_goal - by_title)
        found: list[float] = (by_title + _GOAL_WEIGHT * more).tolist()
        return found
