"""Abstention: how likely it is that the documents answer a question.

In: signals of retrieval and of the draft. Out: a probability, by logistic regression with the
weights in `abstention.toml`; below its threshold the answer is `not_found`.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from rag.draft import Draft
from rag.question import Question
from rag.retrieval import Ranking
from rag.topic import Group
from rag.passage_terms import PassageTerms


@dataclass(frozen=True, slots=True)
class Features:
    """Signals, each about 0 to 1.

    `covered` is the share of the topic that the best cited passage names with its titles,
    `missing` the share of the topic's weight that no document names at all, `nearest` the highest
    cosine, `margin` how far the best passage stands out.
    """

    covered: float
    missing: float
    nearest: float
    margin: float
    drafted: float


@cache
def _model() -> dict[str, float]:
    source = files("rag").joinpath("abstention.toml").read_text(encoding="utf-8")
    return {key: float(value) for key, value in tomllib.loads(source).items()}


def features(
    question: Question, ranking: Ranking, draft: Draft, terms: PassageTerms
) -> Features:
    """The signals of one answer."""
    passages = [e.passage for s in draft.statements for e in s.evidence]
    passages += [e.passage for r in draft.rows for found in r.fields.values() for _, e in found]
    covered = max((_covered(ranking.groups, terms, p.id) for p in passages), default=0.0)
    if draft.rows and not passages:
        covered = 1.0
    total = sum(group.weight for group in ranking.groups)
    unknown = sum(g.weight for g in ranking.groups if not any(map(terms.known, g.terms)))
    scores = [scored.score for scored in ranking.passages[:10]]
    margin = (scores[0] - scores[-1]) / scores[0] if scores and scores[0] > 0 else 0.0
    return Features(
        covered=covered,
        missing=unknown / total if total else 0.0,
        nearest=ranking.nearest,
        margin=margin,
        drafted=float(not draft.empty),
    )


def _covered(groups: tuple[Group, ...], terms: PassageTerms, passage: str) -> float:
    total = sum(group.weight for group in groups)
    found = terms.of[passage]
    named = found.own | found.above
    return sum(g.weight for g in groups if g.terms & named) / total if total else 0.5


def confidence(signals: Features) -> float:
    """The probability that the documents answer, 0 to 1."""
    model = _model()
    total = model["bias"] + sum(model[name] * value for name, value in asdict(signals).items())
    return 1 / (1 + math.exp(-total))


def threshold() -> float:
    """The probability below which the assistant does not answer."""
    return _model()["threshold"]
