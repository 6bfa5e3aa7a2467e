"""The tests' own embedder does what an embedder must, but for knowing two languages; and so does
what stands before it."""

from __future__ import annotations

import pytest

from index.embedder import DelegatingEmbedder, Embedder
from tests.index.embedder_conformance import EmbedderConformance
from tests.index.hash_embedder import HashEmbedder


class TestHashEmbedder(EmbedderConformance):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return HashEmbedder()

    @pytest.mark.parametrize("question", ["Kur attīsta reģionālos veloceļus un velomaršrutus?"])
    def test_a_question_finds_its_passage_in_either_language(
        self, embedder: Embedder, question: str
    ) -> None:
        """Counting letters finds words of the same language only."""
        super().test_a_question_finds_its_passage_in_either_language(embedder, question)

    def test_another_salt_is_another_model(self, embedder: Embedder) -> None:
        other = HashEmbedder("other")
        assert other.fingerprint != embedder.fingerprint
        assert abs(other.encode_questions(["ceļi"]) - embedder.encode_questions(["ceļi"])).max() > 0


class TestDelegatingEmbedder(TestHashEmbedder):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return DelegatingEmbedder(HashEmbedder())
