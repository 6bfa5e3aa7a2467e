"""The queue of questions: so many at once, so many waiting, so long each, and none lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from corpus.errors import PlanqaError
from rag.settings import ServerSettings
from ui.answering import Answering
from ui.metrics import Metrics


def answering(**settings: Any) -> tuple[Answering, Metrics]:
    metrics = Metrics()
    return Answering(ServerSettings(**settings), metrics), metrics


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)


def gauges(metrics: Metrics) -> tuple[str, str]:
    lines = dict(
        line.split() for line in metrics.text().decode().splitlines() if line[:1] not in ("#", "")
    )  # fmt: skip
    return lines["planqa_questions_running"], lines["planqa_questions_waiting"]


def test_what_is_too_much_is_refused_and_the_others_are_answered() -> None:
    queue, metrics = answering(answers_at_once=2, answers_waiting=3)
    gate = threading.Event()

    def work() -> int:
        gate.wait()
        return 7

    async def scene() -> list[int]:
        tasks = [asyncio.create_task(queue.run(work)) for _ in range(5)]
        await until(lambda: gauges(metrics) == ("2.0", "3.0"))
        with pytest.raises(PlanqaError) as refused:
            await queue.run(work)
        assert (refused.value.code, refused.value.status) == ("too_busy", 503)
        gate.set()
        return await asyncio.gather(*tasks)

    assert asyncio.run(scene()) == [7] * 5
    assert gauges(metrics) == ("0.0", "0.0")
    queue.close()


def test_one_that_takes_too_long_is_told_and_leaves_its_place_when_it_ends() -> None:
    queue, metrics = answering(answers_at_once=1, answers_waiting=1, answer_seconds=1)
    gate = threading.Event()

    async def scene() -> None:
        slow = asyncio.create_task(queue.run(gate.wait))
        behind = asyncio.create_task(queue.run(lambda: True))
        for late in (slow, behind):
            with pytest.raises(PlanqaError) as refused:
                await late
            assert (refused.value.code, refused.value.status) == ("answer_timeout", 504)
        assert gauges(metrics) == ("1.0", "0.0")
        gate.set()
        await until(lambda: gauges(metrics) == ("0.0", "0.0"))
        assert await queue.run(lambda: 5) == 5

    asyncio.run(scene())
    queue.close()


def test_one_that_is_given_up_before_its_turn_is_forgotten() -> None:
    queue, metrics = answering(answers_at_once=1, answers_waiting=1)
    gate = threading.Event()

    async def scene() -> None:
        first = asyncio.create_task(queue.run(gate.wait))
        await until(lambda: gauges(metrics)[0] == "1.0")
        second = asyncio.create_task(queue.run(lambda: True))
        await until(lambda: gauges(metrics)[1] == "1.0")
        second.cancel()
        await until(lambda: gauges(metrics)[1] == "0.0")
        gate.set()
        await first

    asyncio.run(scene())
    queue.close()


def test_an_error_reaches_who_asked() -> None:
    queue, metrics = answering()

    def fails() -> None:
        raise PlanqaError("unknown_document", "none", 404)

    with pytest.raises(PlanqaError, match="none"):
        asyncio.run(queue.run(fails))
    assert gauges(metrics) == ("0.0", "0.0")
    queue.close()
