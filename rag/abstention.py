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

from corpus.model import Passage
from rag.answer import Kind
from rag.answer_type import counts, holds
from rag.draft import Draft
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.retrieval import Ranking
from rag.topic import coverage_of

_UNTRANSLATED = 0.3  # what is counted has no name in the documents' language
_NO_TOPIC = 0.5  # coverage where the question names no concept and no name
_FORMS_MATTER = ("fact", "attribute")  # a list's number is its count


@dataclass(frozen=True, slots=True)
class Features:
    """Signals, each about 0 to 1.

    `covered`: share of the topic's concepts and names that a cited passage has, titles counted.
    `missing`: share of them that occur in no document. `standout`: how far the nearest
    passage lies above the mean cosine (`Ranking.standout`). `strength`: the best
    fused score. `form`: share of the forms asked for that what is cited holds. `years`: whether
    the years named in the question stand in what is cited or in its titles. `kind_…`: which
    composer made the draft.
    """

    covered: float
    missing: float
    standout: float
    strength: float
    form: float
    years: float
    kind_list: float
    kind_attribute: float
    kind_definition: float
    kind_comparison: float


@cache
def _model() -> dict[str, float]:
    source = files("rag").joinpath("abstention.toml").read_text(encoding="utf-8")
    return {key: float(value) for key, value in tomllib.loads(source).items()}


def features(
    question: Question, kind: Kind, ranking: Ranking, draft: Draft, terms: PassageTerms
) -> Features:
    """The signals of one answer."""
    cited = [q.evidence.passage for s in draft.statements for q in s.quotes]
    cited += [e.passage for r in draft.rows for found in r.fields.values() for _, e in found]
    # Plain words are left out: a paraphrase has words of its own, and they prove nothing.
    firm = [group for group in ranking.groups if not group.plain]
    named = [terms.of[p.id] for p in cited]
    covered = max((coverage_of(firm, t.own | t.above) for t in named), default=0.0)
    if draft.rows and not cited:
        covered = 1.0
    elif not firm:
        covered = _NO_TOPIC
    total = sum(group.weight for group in firm)
    unknown = sum(g.weight for g in firm if not any(map(terms.known, g.terms)))
    forms = question.answer_types if kind in _FORMS_MATTER else ()
    said = " ".join(" ".join((*p.breadcrumb, p.text)) for p in cited)
    return Features(
        covered=covered,
        missing=unknown / total if total else 0.0,
        standout=ranking.standout,
        strength=max((s.score for s in ranking.passages[:1]), default=0.0),
        form=_held(forms, [p.text for p in cited]) * _counted(question, kind, cited, terms),
        years=float(all(year in said for year in question.years)),
        kind_list=float(kind == "list"),
        kind_attribute=float(kind == "attribute"),
        kind_definition=float(kind == "definition"),
        kind_comparison=float(kind == "comparison"),
    )


def _held(forms: tuple[str, ...], texts: list[str]) -> float:
    """Share of the forms asked for that the texts hold; 1 when none is asked for."""
    if not forms:
        return 1.0
    return sum(any(holds(form, text) for text in texts) for form in forms) / len(forms)


def _counted(question: Question, kind: Kind, cited: list[Passage], terms: PassageTerms) -> float:
    """1 unless the question asks "how many" of something that no number cited counts."""
    if not question.counted or kind not in _FORMS_MATTER or "number" not in question.answer_types:
        return 1.0
    wanted = terms.terms(question.counted, question.language)
    if not any(map(terms.known, wanted)):
        return _UNTRANSLATED
    language = cited and terms.language_of[cited[0].document]
    near = any(
        counts(p.text, lambda around: bool(wanted & terms.terms(around, str(language))))
        for p in cited
    )
    return float(near)


def confidence(signals: Features) -> float:
    """The probability that the documents answer, 0 to 1."""
    model = _model()
    total = model["bias"] + sum(model[name] * value for name, value in asdict(signals).items())
    return 1 / (1 + math.exp(-total))


def threshold() -> float:
    """The probability below which the assistant does not answer."""
    return _model()["threshold"]
