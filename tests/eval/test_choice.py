"""What is learned from which of a question's passages hold the answer."""

from __future__ import annotations

import numpy as np
import pytest

from eval.choice import learned_choice

NAMES = ["fits", "noise", "ease"]


@pytest.fixture
def examples() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sixty questions with ten passages each, of which the one that fits best is right.

    `ease` is the same for all passages of a question, so it tells none of them from another.
    """
    source = np.random.default_rng(7)
    question = np.repeat(np.arange(60), 10)
    fits, noise = source.normal(size=(2, 600))
    ease = np.repeat(source.normal(size=60), 10)
    right = np.zeros(600, bool)
    right[fits.reshape(60, 10).argmax(axis=1) + 10 * np.arange(60)] = True
    return np.column_stack([fits, noise, ease]), right, question


def test_what_tells_the_right_passage_weighs_and_what_all_share_does_not(
    examples: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    weights = learned_choice(NAMES, *examples).weights
    assert weights["fits"] > 5 * abs(weights["noise"])
    assert weights["ease"] == pytest.approx(0, abs=1e-3)


def test_the_right_passages_are_the_likelier_half(
    examples: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    model = learned_choice(NAMES, *examples)
    values, right, _ = examples
    given = np.array([model.probability(dict(zip(NAMES, row, strict=True))) for row in values])
    assert given[right].mean() > 0.75
    assert given[~right].mean() < 0.25


def test_a_question_without_a_right_passage_changes_no_order(
    examples: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    values, right, question = examples
    more = (
        np.vstack([values, np.ones((10, 3))]),
        np.append(right, np.zeros(10, bool)),
        np.append(question, np.full(10, 60)),
    )
    one, other = learned_choice(NAMES, *examples).weights, learned_choice(NAMES, *more).weights
    assert one["noise"] / one["fits"] == pytest.approx(other["noise"] / other["fits"], abs=0.05)
