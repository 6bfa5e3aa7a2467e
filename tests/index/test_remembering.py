"""What is remembered is the vector of each text, as a question and as a passage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedder import Embedder
from index.remembering import RememberingEmbedder
from tests.index.embedder_conformance import TEXTS
from tests.index.hash_embedder import HashEmbedder
from tests.index.test_hash_embedder import TestHashEmbedder as HashConformance


class Prompted(HashEmbedder):
    """Puts a word in front of a question, as many models do, and keeps what it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return super().encode_questions([f"query: {text}" for text in texts])


class TestRememberingEmbedder(HashConformance):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return RememberingEmbedder(HashEmbedder())


def test_a_passage_is_encoded_once_and_keeps_its_vector() -> None:
    prompted = Prompted()
    remembering = RememberingEmbedder(prompted)
    first = remembering.encode_passages(TEXTS[:2])
    again = remembering.encode_passages([TEXTS[2], *TEXTS[:2], TEXTS[2]])
    assert prompted.encoded == TEXTS[:3]
    assert again[1:3].tobytes() == first.tobytes()
    assert again.tobytes() == prompted.encode_passages([TEXTS[2], *TEXTS[:2], TEXTS[2]]).tobytes()


def test_a_question_is_encoded_once_and_keeps_its_vector() -> None:
    prompted = Prompted()
    remembering = RememberingEmbedder(prompted)
    first = remembering.encode_questions(TEXTS[:2])
    again = remembering.encode_questions([TEXTS[1], TEXTS[2], TEXTS[1]])
    assert prompted.asked == TEXTS[:3]
    assert again[0].tobytes() == again[2].tobytes() == first[1].tobytes()


def test_a_text_as_a_question_is_not_the_same_as_a_passage() -> None:
    remembering, prompted = RememberingEmbedder(Prompted()), Prompted()
    asked, said = remembering.encode_questions(TEXTS), remembering.encode_passages(TEXTS)
    assert asked.tobytes() == prompted.encode_questions(TEXTS).tobytes()
    assert said.tobytes() == prompted.encode_passages(TEXTS).tobytes()
    assert asked.tobytes() != said.tobytes()
