"""Work in a thread of its own, awaited; the thread does not hold up the end of the process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


async def in_daemon(make: Callable[[], Made], name: str) -> Made:
    """What `make` gives, or raises, in a thread called `name`."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Made] = loop.create_future()

    def settle(settled: Callable[[], None]) -> None:
        if not future.cancelled():
            settled()

    def run() -> None:
        settled: Callable[[], None]
        try:
            made = make()
        except Exception as error:  # noqa: BLE001  (raised in the loop)
            failed = error
            settled = lambda: future.set_exception(failed)  # noqa: E731
        else:
            settled = lambda: future.set_result(made)  # noqa: E731
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, settled)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await future
