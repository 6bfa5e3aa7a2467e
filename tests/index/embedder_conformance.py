"""What every `Embedder` must do. An implementation's test class inherits and gives `embedder`."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.embedder import Embedder

TEXTS = [
    "Reģionālo velomaršrutu attīstība un veloceļu izbūve.",
    "a) sakārtot ielu infrastruktūru;",
    "Wages of teachers are decided by the council.",
    "Atkritumu dalīta vākšana un pārstrāde pašvaldībās, " * 12,
    "CO2",
]


class EmbedderConformance:
    """Inherit, and define a fixture `embedder` that gives the implementation, open."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError("give the embedder under test")

    def test_vectors_are_float32_rows_of_length_one(self, embedder: Embedder) -> None:
        for vectors in (embedder.encode_questions(TEXTS), embedder.encode_passages(TEXTS)):
            assert vectors.dtype == np.float32
            assert vectors.shape == (len(TEXTS), embedder.dimension)
            assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)

    def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        assert embedder.encode_questions([]).shape == (0, embedder.dimension)
        assert embedder.encode_passages([]).shape == (0, embedder.dimension)

    def test_an_empty_text_has_a_vector(self, embedder: Embedder) -> None:
        assert np.isfinite(embedder.encode_passages([""])).all()

    def test_rows_stand_in_the_order_of_the_texts(self, embedder: Embedder) -> None:
        together = embedder.encode_passages(TEXTS)
        alone = np.concatenate([embedder.encode_passages([text]) for text in TEXTS])
        assert (together * alone).sum(axis=1) == pytest.approx(1, abs=1e-4)

    def test_two_identical_calls_give_identical_bytes(self, embedder: Embedder) -> None:
        first, second = embedder.encode_passages(TEXTS), embedder.encode_passages(TEXTS)
        assert first.tobytes() == second.tobytes()

    def test_identical_texts_get_identical_rows(self, embedder: Embedder) -> None:
        vectors = embedder.encode_passages([TEXTS[0], TEXTS[1], TEXTS[0]])
        assert vectors[0].tobytes() == vectors[2].tobytes()
        assert vectors[0].tobytes() != vectors[1].tobytes()

    def test_texts_beyond_the_limit_are_cut_and_not_refused(self, embedder: Embedder) -> None:
        start = "Satiksmes drošība un velo infrastruktūra. " * 200
        same = embedder.encode_passages([start + "viens", start + "divi"])
        assert same[0] @ same[1] == pytest.approx(1, abs=1e-4)

    def test_progress_grows_to_the_number_of_texts(self, embedder: Embedder) -> None:
        reports: list[tuple[int, int]] = []
        texts = [f"{n}. {text}" for n in range(20) for text in TEXTS[:2]] + TEXTS[:1] * 3
        embedder.encode_passages(texts, progress=lambda done, total: reports.append((done, total)))
        assert len(reports) > 1
        assert reports == sorted(reports)
        assert reports[-1] == (len(texts), len(texts))

    def test_threads_may_share_it(self, embedder: Embedder) -> None:
        expected = [embedder.encode_questions([text]) for text in TEXTS]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda text: embedder.encode_questions([text]), TEXTS * 4))
        for vector, right in zip(found, expected * 4, strict=True):
            assert vector[0] @ right[0] == pytest.approx(1, abs=1e-4)

    @pytest.mark.parametrize(
        "question",
        ["Kuras prioritātes attīsta velosatiksmi?", "Which priorities develop cycling?"],
    )
    def test_a_question_finds_its_passage_in_either_language(
        self, embedder: Embedder, question: str
    ) -> None:
        scores = embedder.encode_passages(TEXTS) @ embedder.encode_questions([question])[0]
        assert scores.argmax() == 0

    def test_it_says_what_it_is(self, embedder: Embedder) -> None:
        assert embedder.name
        assert re.fullmatch(r"[0-9a-f]{16,}", embedder.fingerprint)
