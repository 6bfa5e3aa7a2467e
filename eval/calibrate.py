"""Calibration: questions in, the weights of `rag/listing.toml`, `relevance.toml` and
`abstention.toml` out.

The questions are the dev split and those in `calibration/`, which serve nothing else: many of them
are near misses, written to be hard to tell from questions that are answered.

Which questions ask for a list is learned first, then relevance: which of the first passages that
retrieval finds for a question hold its evidence (`eval.choice`). Abstention is learned on answers
that were made with models learned from other questions (ten folds by pair), as it will be used.
Lists and abstention are logistic regressions (L2; abstention with balanced classes and
standardised signals). The threshold is where the share of answerable questions answered, less 1.5
times that of the others, is greatest over all questions,
cross-validated by pair: a wrong answer costs more than none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.choice import learned_choice
from eval.generate import request_of
from eval.gold import Gold, resolve
from eval.metrics.retrieval import places
from eval.questions import Item, read_files
from eval.source import Library
from eval.split import items_of
from rag.abstention import TABLES
from rag.answer import Kind
from rag.assistant import Assistant
from rag.logistic import Logistic, model
from rag.relevance import NAME as RELEVANCE
from rag.rendering import ranked_passage
from rag.retrieval import Scored

_FOLDS = 10
_COST = 1.5  # right answers that a false one outweighs, in shares of their kind
# Classes are balanced, so this is where a table is as likely right as not; the dev split has too
# few unanswerable questions that make a table to learn more from them.
_EVEN = 0.5
_NEIGHBOURS = 7  # hundredths to either side over which the trade at a threshold is judged
_LISTING_STRENGTH = 0.5  # scikit-learn's C: the inverse of the L2 penalty
_ABSTENTION_STRENGTH = 0.04
_HOLDS = 0.5  # share of a quote's length that a passage which holds it has
_DECIMALS = 4
_LEARNED_FROM = ("fact", "attribute", "definition")  # kinds whose evidence is single passages


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of all models, and what cross-validation by pair says of silence on dev."""

    listing: Logistic
    relevance: Logistic
    abstention: Logistic
    answered: float
    false_answers: float
    auroc: float


def calibrate(
    assistant: Assistant, dev: Sequence[Item], more: Sequence[Item], sources: Library
) -> Calibration:
    """Learn both models and the threshold from all questions; what is reported is on `dev`.

    Args:
        assistant: what is calibrated; its own models play no part but in the order of passages.
        dev: answerable and unanswerable questions, as they are expected to be asked.
        more: further ones.
        sources: the documents' texts, by id.
    """
    items = [*dev, *more]
    asked = _asked(assistant, items)
    listing = _learned(_listing_pipeline().fit(asked.values, asked.right), asked.names)
    assistant = assistant.with_models(model(RELEVANCE), listing)
    seen = _examples(assistant, items, sources)
    relevance = learned_choice(seen.names, seen.values, seen.right, seen.item)
    pairs = np.array([item.pair.pair for item in items])
    answers: list[Mapping[str, float]] = [{}] * len(items)
    drafted = np.zeros(len(items), bool)
    kinds: list[Kind] = ["fact"] * len(items)
    for learned, held_out in GroupKFold(_FOLDS).split(items, groups=pairs):
        rows = np.isin(seen.item, learned)
        read = _listing_pipeline().fit(asked.values[learned], asked.right[learned])
        trial = assistant.with_models(
            learned_choice(seen.names, seen.values[rows], seen.right[rows], seen.item[rows]),
            _learned(read, asked.names),
        )
        for i in held_out:
            found, answers[i] = trial.examine(request_of(items[i]))
            drafted[i] = not found.draft.empty
            kinds[i] = found.kind
    names = list(answers[0])
    values = np.array([[one[name] for name in names] for one in answers])
    answerable = np.array([item.pair.answerable for item in items])
    scores = cross_val_predict(
        _pipeline(_ABSTENTION_STRENGTH), values, answerable, groups=pairs,
        cv=GroupKFold(_FOLDS), method="predict_proba",
    )[:, 1]  # fmt: skip
    scores = np.where(drafted, scores, 0.0)
    judged = slice(len(dev))
    tables = np.array([kind in TABLES for kind in kinds])
    bounds = {
        "threshold": _threshold(scores[~tables], answerable[~tables]),
        "threshold_tables": _EVEN,
    }
    given = scores >= np.where(tables, bounds["threshold_tables"], bounds["threshold"])
    abstention = _learned(_pipeline(_ABSTENTION_STRENGTH).fit(values, answerable), names)
    return Calibration(
        listing=listing,
        relevance=relevance,
        abstention=Logistic({**abstention.weights, **bounds}),
        answered=float(given[judged][answerable[judged]].mean()),
        false_answers=float(given[judged][~answerable[judged]].mean()),
        auroc=float(roc_auc_score(answerable[judged], scores[judged])),
    )


@dataclass(frozen=True, slots=True)
class _Examples:
    """Passages or questions: their signals, whether they are right, which item they belong to."""

    names: list[str]
    values: NDArray[np.float64]
    right: NDArray[np.bool_]
    item: NDArray[np.int64]


def _asked(assistant: Assistant, items: Sequence[Item]) -> _Examples:
    """All questions: whether they ask for a list."""
    signals = [assistant.listing(request_of(item)) for item in items]
    names = list(signals[0])
    return _Examples(
        names,
        np.array([[one[name] for name in names] for one in signals]),
        np.array([item.pair.kind == "list" for item in items]),
        np.arange(len(items)),
    )


def _examples(assistant: Assistant, items: Sequence[Item], sources: Library) -> _Examples:
    signals: list[Mapping[str, float]] = []
    right: list[bool] = []
    whose: list[int] = []
    for i, item in enumerate(items):
        if not item.pair.answerable or item.pair.kind not in _LEARNED_FROM:
            continue
        gold = resolve(item.pair, sources)
        found, _ = assistant.examine(request_of(item))
        looked_at = [scored for scored in found.ranking.passages if scored.signals]
        signals += [scored.signals for scored in looked_at]
        right += _right(looked_at, gold)
        whose += [i] * len(looked_at)
    names = list(signals[0])
    values = np.array([[one[name] for name in names] for one in signals])
    return _Examples(names, values, np.array(right), np.array(whose))


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


def _pipeline(strength: float) -> Pipeline:
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=3000)
    return make_pipeline(StandardScaler(), model)


def _learned(fitted: Pipeline, names: Sequence[str]) -> Logistic:
    """The weights for signals as they are, not standardised."""
    scaler, model = fitted[0], fitted[-1]
    plain = scaler.scale_ is None
    weights = model.coef_[0] if plain else model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (0.0 if plain else (scaler.mean_ * weights).sum()))
    return Logistic({"bias": bias, **dict(zip(names, map(float, weights), strict=True))})


def _threshold(scores: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """The threshold, in hundredths, with the most right answers for the false ones they cost,
    smoothed over its neighbours.

    So few unanswerable questions make single steps large; the mean over a window says where the
    trade is good, not where one question happens to fall.
    """
    steps = np.arange(1, 100)
    worth = [
        (scores >= step / 100)[answerable].mean()
        - _COST * (scores >= step / 100)[~answerable].mean()
        for step in steps
    ]
    window = np.ones(2 * _NEIGHBOURS + 1) / (2 * _NEIGHBOURS + 1)
    smooth = np.convolve(worth, window, mode="same")
    return float(steps[int(np.argmax(smooth))]) / 100


def calibration_items() -> list[Item]:
    """The questions in `calibration/`, which no metric is ever taken on."""
    folder = Path(str(files("eval").joinpath("calibration")))
    return items_of(read_files(sorted(folder.glob("*.jsonl"))))


def model_file(name: str) -> Path:
    """Where the weights of a model are read from."""
    return Path(str(files("rag").joinpath(f"{name}.toml")))


def as_toml(model: Logistic, purpose: str) -> str:
    """The contents of a model's file; `purpose` says what the model is for, in one line."""
    lines = [f"{name} = {weight:.{_DECIMALS}f}" for name, weight in model.weights.items()]
    return f"# {purpose}\n# Made by: planqa eval calibrate\n" + "\n".join([*lines, ""])
