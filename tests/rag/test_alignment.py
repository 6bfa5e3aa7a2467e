"""What a vector says of the language of its text, taken away."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from eval.languages import as_json, learned_alignment
from rag.alignment import FILE, Alignment, alignment
from rag.opening import open_embedder_of
from rag.settings import Settings

DIMENSION = 24
RANDOM = np.random.default_rng(5)
LANGUAGE = {"lv": RANDOM.normal(size=DIMENSION), "en": RANDOM.normal(size=DIMENSION)}
ASKING = RANDOM.normal(size=DIMENSION)


def vectors(meanings: np.ndarray, language: str, *, asked: bool) -> np.ndarray:
    """Vectors of texts with these meanings in a language, of length 1."""
    made = meanings + 2 * LANGUAGE[language] + asked * 2 * ASKING
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def learned() -> Alignment:
    meanings = RANDOM.normal(size=(60, DIMENSION))
    return learned_alignment(
        "m",
        {one: vectors(meanings, one, asked=True) for one in LANGUAGE},
        {one: vectors(RANDOM.normal(size=(80, DIMENSION)), one, asked=False) for one in LANGUAGE},
    )


def test_the_passage_that_answers_is_nearest_in_either_language(learned: Alignment) -> None:
    meanings = RANDOM.normal(size=(20, DIMENSION))
    passages = np.concatenate([vectors(meanings, one, asked=False) for one in ("lv", "en")])
    languages = ["lv"] * 20 + ["en"] * 20
    plain, aligned = 0, 0
    for i in range(20):
        question = vectors(meanings, "lv", asked=True)[i]
        # Only the English passages answer it: its own Latvian one is taken away.
        others = np.delete(np.arange(40), i)
        plain += int(others[np.argmax(passages[others] @ question)]) == 20 + i
        vector = learned.aligned(question, "lv")
        scores = [passages[j] @ vector - learned.level(vector, languages[j]) for j in others]
        aligned += int(others[int(np.argmax(scores))]) == 20 + i
    assert aligned > 2 * plain
    assert aligned >= 15


def test_an_aligned_vector_has_length_1_and_keeps_to_the_directions(learned: Alignment) -> None:
    vector = learned.aligned(vectors(RANDOM.normal(size=(1, DIMENSION)), "en", asked=True)[0], "en")
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert np.abs(learned.differences @ vector).max() < 1e-5


def test_a_language_that_nothing_is_known_of_lies_in_the_middle(learned: Alignment) -> None:
    vector = learned.aligned(vectors(RANDOM.normal(size=(1, DIMENSION)), "en", asked=True)[0], "fi")
    levels = [learned.level(vector, one) for one in ("lv", "en")]
    assert learned.level(vector, "et") == pytest.approx(sum(levels) / 2, abs=1e-5)


def test_what_is_written_is_what_is_read(learned: Alignment) -> None:
    read = json.loads(as_json(learned))
    assert read["model"] == "m"
    assert np.allclose(read["differences"], learned.differences, atol=1e-4)
    assert np.allclose(read["passages"]["en"], learned.passages["en"], atol=1e-4)


def test_another_model_is_not_aligned() -> None:
    assert alignment("another") is None


def test_the_default_model_is() -> None:
    embedder = open_embedder_of(Settings())
    found = alignment(embedder.fingerprint)
    assert found is not None
    assert found.differences.shape[1] == embedder.dimension
    assert set(found.questions) == {"lv", "en"}
    assert json.loads(files("rag").joinpath(FILE).read_text("utf-8"))["model"] == found.model
