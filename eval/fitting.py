"""Logistic regressions of scikit-learn, and the files that `rag.logistic` reads.

In: a fitted pipeline of a scaler and a regression. Out: its weights for signals as they are, and
the text of the model's file.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from rag.logistic import Logistic

_DECIMALS = 4


def balanced(strength: float) -> Pipeline:
    """A regression on standardised signals with balanced classes, to be fitted; `strength` is
    scikit-learn's C, the inverse of the L2 penalty."""
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=3000)
    return make_pipeline(StandardScaler(), model)


def learned_weights(fitted: Pipeline, names: Sequence[str]) -> Logistic:
    """The weights for signals as they are, not standardised; `names` are theirs, in order."""
    scaler, model = fitted[0], fitted[-1]
    plain = scaler.scale_ is None
    weights = model.coef_[0] if plain else model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (0.0 if plain else (scaler.mean_ * weights).sum()))
    return Logistic({"bias": bias, **dict(zip(names, map(float, weights), strict=True))})


def model_file(name: str) -> Path:
    """Where the weights of a model are read from."""
    return Path(str(files("rag").joinpath(f"{name}.toml")))


def as_toml(model: Logistic, purpose: str, command: str) -> str:
    """The contents of a model's file.

    Args:
        model: its weights.
        purpose: what it is for, in one line.
        command: what made it.
    """
    lines = [f"{name} = {weight:.{_DECIMALS}f}" for name, weight in model.weights.items()]
    return f"# {purpose}\n# Made by: {command}\n" + "\n".join([*lines, ""])
