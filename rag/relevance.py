"""Relevance: how likely a passage holds the answer to a question.

In: a question, its topic, a passage and what the searches say of it. Out: a probability, by
logistic regression with the weights in `relevance.toml`, which `planqa eval calibrate` learns from
questions whose evidence is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from corpus.divisions import without_letters
from corpus.model import Passage
from rag.answer_type import holds
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.topic import Group, coverage_of

ROLES = (
    "goal", "rationale", "done", "implementers", "partners", "benefits", "territory", "tasks",
    "funding", "indicators",
)  # fmt: skip
_KINDS = ("definition", "footnote", "caption", "link")


NAME = "relevance"


class Relevance:
    """The signals of passages for one question."""

    def __init__(
        self,
        question: Question,
        groups: Sequence[Group],
        named: Sequence[str],
        terms: PassageTerms,
    ) -> None:
        self._question = question
        self._terms = terms
        self._named = named
        self._groups = tuple(groups)
        self._firm = tuple(group for group in groups if not group.plain)
        self._plain = tuple(group for group in groups if group.plain)
        self._total = sum(group.weight for group in groups) or 1.0
        self._titles: dict[tuple[str, str], float] = {}
        self._units: dict[tuple[str, str], tuple[float, float]] = {}

    def signals(self, passage: Passage, searches: Mapping[str, float]) -> dict[str, float]:
        """Each about 0 to 1; `searches` are those of retrieval."""
        found = self._terms.of[passage.id]
        everything = found.own | found.above
        return {
            **searches,
            **self._topic(found.own, everything),
            **self._around(passage, everything),
            **self._fit(passage),
            "title": self._title(passage),
            "length": math.log(len(passage.text) + 1) / 6,
            "opens_list": float(passage.text.endswith(":")),
            "outside_units": float(passage.unit is None),
            **{f"role_{role}": float(passage.role == role) for role in ROLES},
            **{f"kind_{kind}": float(passage.kind == kind) for kind in _KINDS},
        }

    def _topic(self, own: frozenset[str], everything: frozenset[str]) -> dict[str, float]:
        unnamed = [g.weight for g in self._firm if not g.named_in(everything)]
        first = self._firm[:1]
        return {
            "firm_own": coverage_of(self._firm, own),
            "firm": coverage_of(self._firm, everything),
            "plain_own": coverage_of(self._plain, own),
            "plain": coverage_of(self._plain, everything),
            "first_own": coverage_of(first, own),
            "first": coverage_of(first, everything),
            "unnamed": max(unnamed, default=0.0) / self._total,
            "no_firm": float(not self._firm),
            "no_plain": float(not self._plain),
        }

    def _around(self, passage: Passage, everything: frozenset[str]) -> dict[str, float]:
        """What of the topic is named beside the passage: in the one before it, or in its unit.

        A passage goes on from the one before without naming its subject again, and the sources of
        a unit's funding never say what is funded.
        """
        led = everything | self._terms.before[passage.id]
        unit, unit_firm = self._unit(passage)
        return {
            "led": coverage_of(self._groups, led),
            "led_firm": coverage_of(self._firm, led),
            "unit": unit,
            "unit_firm": unit_firm,
            "unit_role": unit * (passage.role in self._question.roles),
        }

    def _unit(self, passage: Passage) -> tuple[float, float]:
        """Shares of the topic, and of its concepts and names, that the passage's unit names."""
        if passage.unit is None:
            return 0.0, 0.0
        key = passage.document, passage.unit
        if key not in self._units:
            named = self._terms.of_unit[key]
            self._units[key] = coverage_of(self._groups, named), coverage_of(self._firm, named)
        return self._units[key]

    def _fit(self, passage: Passage) -> dict[str, float]:
        """How the passage fits what the question says of roles, documents, years and form."""
        question = self._question
        forms = question.answer_types
        held = sum(holds(form, passage.text) for form in forms) / len(forms) if forms else 0.0
        asked = bool(question.roles)
        return {
            "form": held,
            "no_form": float(not forms),
            "role": float(passage.role in question.roles),
            "other_role": float(asked and passage.role not in (None, *question.roles)),
            "document": float(passage.document in self._named),
            "other_document": float(bool(self._named) and passage.document not in self._named),
            "year": float(
                bool(question.years) and all(year in passage.text for year in question.years)
            ),
            "number": float(without_letters(passage.section or "") in question.numbers),
        }

    def _title(self, passage: Passage) -> float:
        """Share of the topic that the title of the passage's unit covers."""
        if passage.unit is None:
            return 0.0
        key = passage.document, passage.unit
        if key not in self._titles:
            self._titles[key] = coverage_of(self._groups, self._terms.of_section[key])
        return self._titles[key]
