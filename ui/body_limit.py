"""Refuses request bodies that are too large, declared or not, or too slow, before all is read.

FastAPI's own `max_body_size` answers some of these in plain text; every error here is a problem
document.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import problem

_DISCARDED_LIMITS = 20  # a body this many times over the limit is cut off instead of read


class BodyLimit:
    """ASGI middleware: 413 `body_too_large` beyond `largest` bytes, 408 `body_too_slow` later on.

    A body that declares its length is refused at once; one that is streamed, as soon as it has
    passed the limit. `exceptions` are limits of their own for some methods and paths. A body may
    take `seconds`, and where it may be larger as many times longer.
    """

    def __init__(
        self,
        app: ASGIApp,
        largest: int,
        exceptions: Mapping[tuple[str, str], int] | None = None,
        seconds: float = math.inf,
    ) -> None:
        self._app = app
        self._seconds = seconds
        self._largest = largest
        self._exceptions = dict(exceptions or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = self._exceptions.get((scope["method"], scope["path"]), self._largest)
        detail = f"the body is over {largest} bytes: send less"
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared[:20]) > largest:
            await self._discard(receive)
            refusal = problem(413, "body_too_large", detail, headers={"Connection": "close"})
            await refusal(scope, receive, send)
            return
        received = 0
        whole = False
        seconds = self._seconds * max(1.0, largest / self._largest)
        until = time.monotonic() + seconds

        async def counting_receive() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()
            message = await _before(until, seconds, receive)
            whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > largest:
                if message.get("more_body", False):
                    await self._discard(receive)
                raise HTTPException(413, detail)
            return message

        await self._app(scope, counting_receive, send)

    async def _discard(self, receive: Receive) -> None:
        """Read on for a while: a client that is still sending would miss the answer."""
        left = _DISCARDED_LIMITS * self._largest
        while left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if not message.get("more_body", False):
                return


async def _before(until: float, seconds: float, receive: Receive) -> Message:
    if math.isinf(until):
        return await receive()
    try:
        return await asyncio.wait_for(receive(), max(0.0, until - time.monotonic()))
    except TimeoutError:
        detail = f"the body took longer than {seconds:.0f} s: send it faster"
        raise HTTPException(408, detail, {"Connection": "close"}) from None
