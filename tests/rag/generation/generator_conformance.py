"""What every `Generator` does; a test class for each implementation inherits from this one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.generation.prompt import Source, answer_prompt
from rag.generation.protocol import Deadline, GenerationFailed, Generator, Prompt

ENOUGH = 120.0  # seconds; only what is broken takes so long


def prompt(tokens: int = 24) -> Prompt:
    """A question with one source."""
    source = Source("1.1 Ceļi", "Ceļu 2027. gadā pārbūvē Dienvidpils dome.")
    return answer_prompt("Kas pārbūvē ceļu?", [source], "lv", tokens)


class GeneratorConformance:
    """Inherit, and give a fixture `generator`: an open model that has something to say."""

    def test_it_has_a_name_that_says_what_kind_it_is(self, generator: Generator) -> None:
        assert generator.name.partition(":")[0] in ("openai", "transformers")

    def test_it_writes_text_in_pieces(self, generator: Generator) -> None:
        pieces = list(generator.write(prompt(), Deadline(ENOUGH)))
        assert "".join(pieces).strip()
        assert all(isinstance(piece, str) for piece in pieces)

    def test_the_same_prompt_gives_the_same_text(self, generator: Generator) -> None:
        first, second = ("".join(generator.write(prompt(), Deadline(ENOUGH))) for _ in range(2))
        assert first == second

    def test_nothing_comes_after_the_deadline(self, generator: Generator) -> None:
        with pytest.raises(GenerationFailed) as failed:
            list(generator.write(prompt(), Deadline(0)))
        assert failed.value.reason == "slow"

    def test_who_stops_reading_is_let_go_at_once(self, generator: Generator) -> None:
        pieces = iter(generator.write(prompt(tokens=400), Deadline(ENOUGH)))
        next(pieces)
        started = time.monotonic()
        pieces.close()  # type: ignore[attr-defined]  # an iterator that is a generator function's
        assert time.monotonic() - started < ENOUGH

    def test_several_may_write_at_once(self, generator: Generator) -> None:
        alone = "".join(generator.write(prompt(), Deadline(ENOUGH)))
        with ThreadPoolExecutor(3) as pool:
            texts = pool.map(
                lambda _: "".join(generator.write(prompt(), Deadline(ENOUGH))), range(3)
            )
            assert set(texts) == {alone}
