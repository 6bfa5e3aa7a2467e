"""Questions over HTTP wait for their turn here: so many at once, so many waiting, so long each.

In: work that takes a core for a while, such as answering a question. Out: its result. What would
wait too long is refused at once, so that a busy server stays one that answers.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from corpus.errors import PlanqaError
from rag.settings import ServerSettings
from ui.metrics import Metrics

T = TypeVar("T")


class Answering:
    """A queue with workers. Its counts are Prometheus gauges."""

    def __init__(self, settings: ServerSettings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._pool = ThreadPoolExecutor(settings.answers_at_once, "planqa-answer")
        self._lock = threading.Lock()
        self._waiting = 0
        self._running = 0
        metrics.follow_queue(lambda: self._running, lambda: self._waiting)

    async def run(self, work: Callable[[], T]) -> T:
        """Do `work` when its turn comes.

        Raises:
            PlanqaError: `too_busy` (503) when too many wait, `answer_timeout` (504) when it took
                too long; what has begun then ends unheard.
        """
        with self._lock:
            if self._running + self._waiting >= self._most():
                raise PlanqaError(
                    "too_busy", "too many questions are waiting: try again in a moment", 503
                )
            self._waiting += 1
        asked = time.perf_counter()
        context = contextvars.copy_context()
        future = self._pool.submit(context.run, self._in_turn, work, asked)
        future.add_done_callback(lambda done: self._forget() if done.cancelled() else None)
        seconds = self._settings.answer_seconds
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except TimeoutError:
            raise PlanqaError(
                "answer_timeout", f"the answer took longer than {seconds} s: ask less at once", 504
            ) from None

    def close(self) -> None:
        """Take nothing more; what has begun ends."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _most(self) -> int:
        return self._settings.answers_at_once + self._settings.answers_waiting

    def _forget(self) -> None:
        """One that was given up before its turn."""
        with self._lock:
            self._waiting -= 1

    def _in_turn(self, work: Callable[[], T], asked: float) -> T:
        with self._lock:
            self._waiting -= 1
            self._running += 1
        self._metrics.step_seconds.labels("waiting").observe(time.perf_counter() - asked)
        try:
            return work()
        finally:
            with self._lock:
                self._running -= 1
