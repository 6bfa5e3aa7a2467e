"""Regressions keep what they learned when their weights are written down and read again."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.calibrate import PURPOSES
from eval.faults.cli import PURPOSE
from eval.fitting import as_toml, balanced, learned_weights, model_file
from rag.logistic import Logistic, model
from rag.support.meaning import NAME as SUPPORT

NAMES = ("near", "far", "never")


def _examples() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Signals on three scales, the last of which never changes, and what is right."""
    drawn = np.random.default_rng(7).normal(size=(60, 3))
    values = drawn * [0.1, 20, 0] + [3, -5, 1]
    return values, drawn[:, 0] - drawn[:, 1] > 0.4


@pytest.mark.parametrize(
    "made",
    [
        balanced(0.3),
        make_pipeline(StandardScaler(with_mean=False, with_std=False), LogisticRegression(C=0.5)),
    ],
    ids=["standardised", "as they are"],
)
def test_the_weights_give_the_probabilities_of_what_was_fitted(made: Pipeline) -> None:
    values, right = _examples()
    fitted = made.fit(values, right)
    weights = learned_weights(fitted, NAMES)
    given = [weights.probability(dict(zip(NAMES, row, strict=True))) for row in values]
    assert given == pytest.approx(fitted.predict_proba(values)[:, 1])


def test_balanced_classes_count_alike() -> None:
    values, right = _examples()
    sure = balanced(0.3).fit(values, right).predict_proba(values)[:, 1]
    assert 0 < right.mean() < 0.45
    assert sure[right].mean() + sure[~right].mean() == pytest.approx(1, abs=0.1)


def test_a_file_says_what_it_is_for_and_what_made_it() -> None:
    written = as_toml(Logistic({"bias": -1.23456, "near": 2.0}), "How near.", "planqa eval walk")
    assert written.splitlines()[:2] == ["# How near.", "# Made by: planqa eval walk"]
    assert tomllib.loads(written) == {"bias": -1.2346, "near": 2.0}


@pytest.mark.parametrize(
    ("name", "purpose", "command"),
    [
        *((name, purpose, "planqa eval calibrate") for name, purpose in PURPOSES.items()),
        (SUPPORT, PURPOSE, "planqa eval faults --learn"),
    ],
)
def test_the_files_that_come_with_planqa_are_as_they_are_written(
    name: str, purpose: str, command: str
) -> None:
    assert model_file(name).read_text("utf-8") == as_toml(model(name), purpose, command)
