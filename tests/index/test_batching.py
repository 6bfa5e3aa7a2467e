"""Questions of several callers are encoded together, and nobody notices but by the time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future

import numpy as np
import pytest
from numpy.typing import NDArray

from index.batching import BatchingEmbedder
from index.embedder import Embedder
from tests.index.embedder_conformance import EmbedderConformance
from tests.index.hash_embedder import HashEmbedder

QUESTIONS = [f"Kas ievieš prioritāti {number}?" for number in range(20)]
_SECONDS = 30


class Held(HashEmbedder):
    """Encodes when it is let; knows the batches it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str]] = []
        self.begun = threading.Semaphore(0)
        self.may_go_on = threading.Semaphore(0)

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        self.begun.release()
        assert self.may_go_on.acquire(timeout=_SECONDS)
        if "bad" in texts:
            raise ValueError("this question cannot be encoded")
        return super().encode_questions(texts)

    def let(self, batches: int) -> None:
        for _ in range(batches):
            self.may_go_on.release()


Asked = Callable[[str], Future[NDArray[np.float32]]]


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def batching(held: Held) -> Iterator[BatchingEmbedder]:
    made = BatchingEmbedder(held, most=8)
    yield made
    held.let(100)
    made.close()


@pytest.fixture
def ask(batching: BatchingEmbedder) -> Asked:
    return lambda question: batching.submit([question])


class TestBatchingEmbedder(EmbedderConformance):
    @pytest.fixture
    def embedder(self) -> Iterator[Embedder]:
        made = BatchingEmbedder(HashEmbedder())
        yield made
        made.close()

    @pytest.mark.parametrize("question", ["Kur attīsta reģionālos veloceļus un velomaršrutus?"])
    def test_a_question_finds_its_passage_in_either_language(
        self, embedder: Embedder, question: str
    ) -> None:
        """The embedder behind it counts letters, which knows words of the same language only."""
        super().test_a_question_finds_its_passage_in_either_language(embedder, question)


def test_what_arrives_while_a_batch_is_encoded_is_the_next_batch_in_its_order(
    held: Held, ask: Asked
) -> None:
    first = ask(QUESTIONS[0])
    held.begun.acquire()
    rest = [ask(question) for question in QUESTIONS[1:6]]
    held.let(2)
    vectors = [future.result(_SECONDS) for future in (first, *rest)]
    assert held.batches == [QUESTIONS[:1], QUESTIONS[1:6]]
    alone = HashEmbedder()
    for question, vector in zip(QUESTIONS, vectors, strict=False):
        assert vector.tobytes() == alone.encode_questions([question]).tobytes()


def test_a_batch_holds_no_more_than_it_may(held: Held, ask: Asked) -> None:
    asked = [ask(QUESTIONS[0])]
    held.begun.acquire()
    asked += [ask(question) for question in QUESTIONS[1:12]]
    held.let(3)
    for future in asked:
        future.result(_SECONDS)
    assert [len(batch) for batch in held.batches] == [1, 8, 3]


def test_an_error_reaches_only_the_caller_whose_question_it_is(held: Held, ask: Asked) -> None:
    first = ask(QUESTIONS[0])
    held.begun.acquire()
    good, bad, other = ask(QUESTIONS[1]), ask("bad"), ask(QUESTIONS[2])
    held.let(5)
    assert first.result(_SECONDS).shape == (1, held.dimension)
    with pytest.raises(ValueError, match="cannot be encoded"):
        bad.result(_SECONDS)
    for future, question in ((good, QUESTIONS[1]), (other, QUESTIONS[2])):
        expected = HashEmbedder().encode_questions([question])
        assert future.result(_SECONDS).tobytes() == expected.tobytes()
    later = ask(QUESTIONS[3])
    held.let(1)
    assert later.result(_SECONDS).shape == (1, held.dimension)


def test_a_caller_who_gives_up_while_waiting_is_left_out(held: Held, ask: Asked) -> None:
    first = ask(QUESTIONS[0])
    held.begun.acquire()
    given_up = ask(QUESTIONS[1])
    stays = ask(QUESTIONS[2])
    assert given_up.cancel()
    held.let(2)
    assert first.result(_SECONDS) is not None
    assert stays.result(_SECONDS) is not None
    assert held.batches == [QUESTIONS[:1], QUESTIONS[2:3]]


def test_closing_encodes_what_waits_and_later_questions_still_have_an_answer(
    held: Held, batching: BatchingEmbedder, ask: Asked
) -> None:
    asked = [ask(QUESTIONS[0])]
    held.begun.acquire()
    asked += [ask(question) for question in QUESTIONS[1:4]]
    held.let(3)
    batching.close()
    assert all(future.done() or future.result(_SECONDS) is not None for future in asked)
    assert held.batches == [QUESTIONS[:1], QUESTIONS[1:4]]
    assert batching.encode_questions(QUESTIONS[4:5]).shape == (1, held.dimension)
    batching.close()


def test_many_questions_of_one_caller_and_batches_of_one_go_by_themselves(held: Held) -> None:
    held.let(2)
    one_by_one = BatchingEmbedder(held, most=1)
    assert one_by_one.encode_questions(QUESTIONS[:1]).shape == (1, held.dimension)
    assert BatchingEmbedder(held, most=4).encode_questions(QUESTIONS).shape[0] == len(QUESTIONS)
    assert not [t for t in threading.enumerate() if t.name == "planqa-encode"]
