"""Calibration: questions in, the weights that `rag.models` reads out (`rag/*.toml`).

The questions are the dev split and those of `eval.courses`, which serve nothing else: many of them
are near misses, written to be hard to tell from questions that are answered, and many are about
documents of other kinds than the bundled plans.

Which questions ask for a list is learned first, then relevance: which of the first passages that
retrieval finds for a question hold its evidence (`eval.choice`); then which list of a document is
asked for, and whether it is the answer (`eval.lists`). Abstention is learned on answers that were
made with models learned from other questions (ten folds by pair), as it will be used.
Lists, preference and abstention are logistic regressions (L2; abstention with balanced classes,
the last two with standardised signals).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.choice import learned_choice
from eval.examples import Course, Examples, joined
from eval.fitting import balanced, learned_weights
from eval.generate import request_of
from eval.gold import Gold, resolve
from eval.lists import block_examples, preference_examples
from eval.metrics.retrieval import places
from rag.logistic import Logistic
from rag.models import Models, models
from rag.rendering import ranked_passage
from rag.retrieval import Scored

# What is written at the top of each model's file.
PURPOSES = {
    "listing": "Whether a question asks for a list (rag/listing.py).",
    "relevance": "How likely a passage holds the answer (rag/relevance.py).",
    "block": "Which list of a document is asked for (rag/block_choice.py).",
    "block_list": "Whether that list is the answer (rag/block_choice.py).",
    "abstention": "How likely the documents answer (rag/abstention.py).",
}
_FOLDS = 10
# Classes are balanced, so this is where a question is as likely answered as not.
_EVEN = 0.5
_LISTING_STRENGTH = 0.5  # scikit-learn's C: the inverse of the L2 penalty
_ABSTENTION_STRENGTH = 0.04
_PREFERENCE_STRENGTH = 0.1
_HOLDS = 0.5  # share of a quote's length that a passage which holds it has
_LEARNED_FROM = ("fact", "attribute", "definition")  # kinds whose evidence is single passages
_Fold = tuple[NDArray[np.int64], NDArray[np.int64]]  # numbers of questions: the others, its own


@dataclass(frozen=True, slots=True)
class Calibration:
    """All models, and what cross-validation by pair says of silence on dev."""

    models: Models
    answered: float
    false_answers: float
    auroc: float


def calibrate(courses: Sequence[Course]) -> Calibration:
    """Learn all models from all courses; what is reported is on `dev` ones.

    The assistants' own models play no part but in the order of passages.
    """
    items = [item for course in courses for item in course.items]
    pairs = [item.pair.pair for item in items]
    folds = list(GroupKFold(_FOLDS).split(items, groups=pairs))
    lessons = _lessons(courses, folds)
    answers, drafted = _answers(courses, lessons, folds)
    names = list(answers[0])
    values = np.array([[one[name] for name in names] for one in answers])
    answerable = np.array([item.pair.answerable for item in items])
    weight = np.array([course.weight for course in courses for _ in course.items])
    fitting = {"logisticregression__sample_weight": weight}
    scores = cross_val_predict(
        balanced(_ABSTENTION_STRENGTH), values, answerable, groups=pairs,
        cv=GroupKFold(_FOLDS), method="predict_proba", params=fitting,
    )[:, 1]  # fmt: skip
    scores = np.where(drafted, scores, 0.0)
    judged = np.array([course.dev for course in courses for _ in course.items])
    given = scores >= _EVEN
    fitted = balanced(_ABSTENTION_STRENGTH).fit(values, answerable, **fitting)
    silence = Logistic({**learned_weights(fitted, names).weights, "threshold": _EVEN})
    return Calibration(
        models=replace(lessons.models(np.arange(len(items))), abstention=silence),
        answered=float(given[judged][answerable[judged]].mean()),
        false_answers=float(given[judged][~answerable[judged]].mean()),
        auroc=float(roc_auc_score(answerable[judged], scores[judged])),
    )


@dataclass(frozen=True, slots=True)
class _Lessons:
    """The examples of all courses that the models but the last are learned from."""

    listing: Examples
    relevance: Examples
    block: Examples
    block_list: Examples

    def models(self, items: NDArray[np.int64]) -> Models:
        """The models learned from some questions, with the abstention there is."""
        return replace(
            models(),
            listing=_listing(self.listing, items),
            relevance=_choice(self.relevance, items),
            block=_choice(self.block, items),
            block_list=_preference(self.block_list, items),
        )


def _lessons(courses: Sequence[Course], folds: Sequence[_Fold]) -> _Lessons:
    """The examples, each made with the models that were learned before it."""
    sizes = [len(course.items) for course in courses]
    everything = np.arange(sum(sizes))
    asked = joined([_asked(course) for course in courses], sizes)
    learned = replace(models(), listing=_listing(asked, everything))
    courses = [course.asking(learned) for course in courses]
    seen = joined([_examples(course) for course in courses], sizes)
    learned = replace(learned, relevance=_choice(seen, everything))
    courses = [course.asking(learned) for course in courses]
    listed = joined([block_examples(course) for course in courses], sizes)
    learned = replace(learned, block=_choice(listed, everything))
    starts = np.cumsum([0, *sizes[:-1]])
    others: dict[int, Logistic] = {}  # by question, what is learned from those of other folds
    for rest, held_out in folds:
        others |= dict.fromkeys(held_out.tolist(), _choice(listed, rest))
    preferred = joined(
        [
            preference_examples(course, [others[start + i] for i in range(size)])
            for course, start, size in zip(courses, starts, sizes, strict=True)
        ],
        sizes,
    )
    return _Lessons(asked, seen, listed, preferred)


def _answers(
    courses: Sequence[Course], lessons: _Lessons, folds: Sequence[_Fold]
) -> tuple[list[Mapping[str, float]], NDArray[np.bool_]]:
    """Of each question the signals of its answer by models learned from others, and whether there
    was anything to answer."""
    whose = [(course, item) for course in courses for item in course.items]
    answers: list[Mapping[str, float]] = [{}] * len(whose)
    drafted = np.zeros(len(whose), bool)
    for rest, held_out in folds:
        trial = lessons.models(rest)
        trials = {id(course): course.assistant.with_models(trial) for course in courses}
        for i in held_out:
            course, item = whose[i]
            found, answers[i] = trials[id(course)].examine(request_of(item))
            drafted[i] = not found.empty
    return answers, drafted


def _choice(examples: Examples, items: NDArray[np.int64]) -> Logistic:
    one = examples.among(items)
    return learned_choice(one.names, one.values, one.right, one.item)


def _listing(examples: Examples, items: NDArray[np.int64]) -> Logistic:
    one = examples.among(items)
    return learned_weights(_listing_pipeline().fit(one.values, one.right), one.names)


def _preference(examples: Examples, items: NDArray[np.int64]) -> Logistic:
    one = examples.among(items)
    made = make_pipeline(StandardScaler(), LogisticRegression(C=_PREFERENCE_STRENGTH))
    made.fit(one.values, one.right, logisticregression__sample_weight=one.weight)
    return learned_weights(made, one.names)


def _asked(course: Course) -> Examples | None:
    """All questions: whether they ask for a list."""
    signals = [course.assistant.listing(request_of(item)) for item in course.items]
    right = [item.pair.kind == "list" for item in course.items]
    return Examples.of(signals, right, range(len(signals)))


def _examples(course: Course) -> Examples | None:
    """Passages that the answerable questions find: whether they hold the evidence."""
    signals: list[Mapping[str, float]] = []
    right: list[bool] = []
    whose: list[int] = []
    for i, item in enumerate(course.items):
        if not item.pair.answerable or item.pair.kind not in _LEARNED_FROM:
            continue
        gold = resolve(item.pair, course.sources)
        ranking = course.assistant.context(request_of(item)).ranking
        looked_at = [scored for scored in ranking.passages if scored.signals]
        signals += [scored.signals for scored in looked_at]
        right += _right(looked_at, gold)
        whose += [i] * len(looked_at)
    return Examples.of(signals, right, whose)


def _right(looked_at: Sequence[Scored], gold: Gold) -> list[bool]:
    quotes = [place for group in gold.groups for place in group]
    return [
        any(place.shared(quote) >= _HOLDS * len(quote.span) for quote in quotes)
        for place in places([ranked_passage(scored) for scored in looked_at])
    ]


def _listing_pipeline() -> Pipeline:
    """Most signals are rare words, and say what they say by standing at all: not standardised."""
    scaler = StandardScaler(with_mean=False, with_std=False)
    return make_pipeline(scaler, LogisticRegression(C=_LISTING_STRENGTH, max_iter=5000))
