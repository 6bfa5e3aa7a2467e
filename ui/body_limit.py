"""Refuses request bodies over a limit, declared or not, before anything reads them whole.

FastAPI's own `max_body_size` answers some of these in plain text; every error here is a problem
document.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import problem

_DISCARDED_LIMITS = 20  # a body this many times over the limit is cut off instead of read


class BodyLimit:
    """ASGI middleware: answers 413 `body_too_large` beyond `largest` bytes.

    A body that declares its length is refused at once; one that is streamed, as soon as it has
    passed the limit. `exceptions` are limits of their own for some methods and paths.
    """

    def __init__(
        self, app: ASGIApp, largest: int, exceptions: Mapping[tuple[str, str], int] | None = None
    ) -> None:
        self._app = app
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

        async def counting_receive() -> Message:
            nonlocal received
            message = await receive()
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
