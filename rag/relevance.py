"""Relevance: how likely a passage holds the answer to a question.

In: a question, its topic, passages and what the searches say of them. Out: their signals, from
which logistic regression makes a probability, with the weights in `relevance.toml`, which
`planqa eval calibrate` learns from questions whose evidence is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from corpus.divisions import is_numbered
from corpus.model import Passage
from rag.answer_type import held_in
from rag.coverage import Column, degrees, share
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.topic import Group, coverage_of

ROLES = (
    "goal", "rationale", "done", "implementers", "partners", "benefits", "territory", "tasks",
    "funding", "indicators",
)  # fmt: skip
_KINDS = ("definition", "footnote", "caption", "link")
_OWN, _OVER, _LED = range(3)  # the text of a passage; its titles too; the passage before it too


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
        self._groups = groups
        self._firm = [i for i, group in enumerate(groups) if not group.plain]
        self._plain = [i for i, group in enumerate(groups) if group.plain]
        self._total = sum(group.weight for group in groups) or 1.0

    def signals(
        self, passages: Sequence[Passage], searches: Mapping[str, Sequence[float]]
    ) -> dict[str, Column]:
        """A column for each signal, of about 0 to 1 for each passage; `searches` are those of
        retrieval."""
        return {
            **{name: np.array(found, float) for name, found in searches.items()},
            **self._topic(passages),
            **self._units(passages),
            **self._fit(passages),
            "title": self._titles(passages),
            "length": _column(passages, lambda p: math.log(len(p.text) + 1) / 6),
            "opens_list": _column(passages, lambda p: p.text.endswith(":")),
            "outside_units": _column(passages, lambda p: p.unit is None),
            **{f"role_{one}": np.array([p.role == one for p in passages], float) for one in ROLES},
            **{f"kind_{one}": np.array([p.kind == one for p in passages], float) for one in _KINDS},
        }

    def _topic(self, passages: Sequence[Passage]) -> dict[str, Column]:
        """What of the topic is named in a passage, above it, and in the one before it: a passage
        goes on from that one without naming its subject again."""
        found = [self._terms.of[p.id] for p in passages]
        said = (
            [one.own for one in found],
            [one.above for one in found],
            [self._terms.before[p.id] for p in passages],
        )
        named = [degrees(group, said) for group in self._groups]

        def covered(places: Sequence[int], read: int) -> Column:
            groups = [self._groups[i] for i in places]
            return share(groups, [named[i][read] for i in places], len(passages))

        every, first = range(len(self._groups)), self._firm[:1]
        none = np.zeros(len(passages))
        unnamed = [np.where(named[i][_OVER] < 1, self._groups[i].weight, 0.0) for i in self._firm]
        return {
            "firm_own": covered(self._firm, _OWN),
            "firm": covered(self._firm, _OVER),
            "plain_own": covered(self._plain, _OWN),
            "plain": covered(self._plain, _OVER),
            "first_own": covered(first, _OWN),
            "first": covered(first, _OVER),
            "unnamed": np.max([none, *unnamed], axis=0) / self._total,
            "no_firm": none + (not self._firm),
            "no_plain": none + (not self._plain),
            "led": covered(every, _LED),
            "led_firm": covered(self._firm, _LED),
        }

    def _units(self, passages: Sequence[Passage]) -> dict[str, Column]:
        """What of the topic the unit of a passage names; the sources of a unit's funding never
        say what is funded."""
        firm = [self._groups[i] for i in self._firm]
        unit = _by_unit(passages, self._terms.of_unit, lambda said: coverage_of(self._groups, said))
        return {
            "unit": unit,
            "unit_firm": _by_unit(passages, self._terms.of_unit, lambda s: coverage_of(firm, s)),
            "unit_role": unit * _column(passages, lambda p: p.role in self._question.roles),
        }

    def _fit(self, passages: Sequence[Passage]) -> dict[str, Column]:
        """How passages fit what the question says of roles, documents, years and form."""
        question, named = self._question, self._named
        forms, roles, years = question.answer_types, question.roles, question.years
        return {
            "form": _column(
                passages, lambda p: sum(held_in(form, p) for form in forms) / (len(forms) or 1)
            ),
            "no_form": _column(passages, lambda _: not forms),
            "role": _column(passages, lambda p: p.role in roles),
            "other_role": _column(passages, lambda p: bool(roles) and p.role not in (None, *roles)),
            "document": _column(passages, lambda p: p.document in named),
            "other_document": _column(passages, lambda p: bool(named) and p.document not in named),
            "year": _column(
                passages, lambda p: bool(years) and all(year in p.text for year in years)
            ),
            "number": _column(
                passages,
                lambda p: (
                    any(is_numbered(p.section or "", one) for one in question.numbers)
                    or (p.document, p.unit) in question.called
                ),
            ),
        }

    def _titles(self, passages: Sequence[Passage]) -> Column:
        """Share of the topic that the title of a passage's unit covers."""
        return _by_unit(
            passages, self._terms.of_section, lambda title: coverage_of(self._groups, title)
        )


def _column(passages: Sequence[Passage], figure: Callable[[Passage], float]) -> Column:
    return np.array([figure(passage) for passage in passages], float)


def _by_unit(
    passages: Sequence[Passage],
    terms: Mapping[tuple[str, str], frozenset[str]],
    figure: Callable[[frozenset[str]], float],
) -> Column:
    """A figure of each passage's unit, worked out once for each; 0 outside units."""
    units = [(p.document, p.unit) if p.unit is not None else None for p in passages]
    found = {unit: figure(terms[unit]) if unit else 0.0 for unit in dict.fromkeys(units)}
    return np.array([found[unit] for unit in units], float)
