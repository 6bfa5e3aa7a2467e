"""The chunk baseline on the bundled plans, with a small embedder of its own."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.model import Document
from corpus.span import fold
from eval.chunks import ROOM, TOP, ChunkPipeline, split
from eval.source import Library
from index.embedder import Progress
from rag.answer import AskRequest, Turn


class WordEmbedder:
    """Hashed word counts: texts that share words are near; needs no model."""

    name = "words"
    fingerprint = "0" * 64
    dimension = 512

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        if progress:
            progress(len(texts), len(texts))
        return self.encode_questions(texts)


@pytest.fixture(scope="module")
def pipeline(documents: list[Document]) -> ChunkPipeline:
    return ChunkPipeline(documents, WordEmbedder())


def test_chunks_are_where_they_say_and_overlap_at_most_150(documents: list[Document]) -> None:
    for document in documents:
        chunks = split(document)
        assert all(one.span.of(document.text) == one.text for one in chunks)
        assert max(len(one.text) for one in chunks) <= 1_000
        for before, after in pairwise(chunks):
            assert before.span.end - after.span.start <= 150


def test_it_answers_with_its_top_chunks_up_to_1200_characters(
    pipeline: ChunkPipeline, plans: Library
) -> None:
    found = pipeline.answer(AskRequest(question="Daugavpils pilsētas pašvaldība", limit=50))
    assert (found.status, len(found.passages)) == ("answered", TOP)
    scores = [one.score for one in found.passages]
    assert scores == sorted(scores, reverse=True)
    assert sum(one.end - one.start for one in found.citations) <= ROOM
    assert found.citations[0].start == found.passages[0].start
    for one in found.citations:
        assert fold(plans[one.document].saved.text[one.start : one.end]) == one.quote
        assert f"{one.quote} [{one.number}]" in found.answer


def test_its_list_is_every_unit_that_a_top_chunk_touches(
    pipeline: ChunkPipeline, plans: Library
) -> None:
    found = pipeline.answer(AskRequest(question="velosipēdu celiņi un ceļu infrastruktūra"))
    listed = {(one.document, one.section) for one in found.items}
    touched = {
        (one.document, section.number)
        for one in found.passages
        for section in plans[one.document].saved.sections
        if section.unit and section.start < one.end and one.start < section.end
    }
    assert listed == touched
    assert len(listed) > 3


def test_a_follow_up_is_searched_with_the_question_before(pipeline: ChunkPipeline) -> None:
    before = Turn(question="Kas ir Eiropas pilsētu mēru pakts?", answer="")
    alone = pipeline.answer(AskRequest(question="Kad?"))
    together = pipeline.answer(AskRequest(question="Kad?", history=[before]))
    whole = pipeline.answer(AskRequest(question="Kas ir Eiropas pilsētu mēru pakts? Kad?"))
    assert [one.id for one in together.passages] == [one.id for one in whole.passages]
    assert [one.id for one in together.passages] != [one.id for one in alone.passages]
