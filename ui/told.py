"""What is told while work goes on in a thread, as an iterator.

In: work that calls back with pieces. Out: the pieces as they come; the iterator returns what the
work returns, and raises what it raises.
"""

from __future__ import annotations

import contextvars
import queue
import threading
from collections.abc import Callable, Generator
from typing import TypeVar

T = TypeVar("T")


def in_thread(work: Callable[[Callable[[str], None]], T]) -> Generator[str, None, T]:
    """Run `work` in a thread of its own, in this one's context."""
    told: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work(told.put))
        except BaseException as error:  # noqa: BLE001  (raised again, in the thread that reads)
            failed.append(error)
        finally:
            told.put(None)

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), name="planqa-told", daemon=True).start()
    while (piece := told.get()) is not None:
        yield piece
    if failed:
        raise failed[0]
    return done[0]
