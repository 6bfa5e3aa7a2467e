"""Server-sent events: what is sent while work goes on, and the connection kept open meanwhile.

In: an iterator over events. Out: a response of the type `text/event-stream`. Names and data of the
events are in docs/api.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

EVENT_STREAM = "text/event-stream"
_KEEP_ALIVE_S = 15.0  # proxies close connections on which nothing comes for some time
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # nginx would hold events back


def wants_events(accept: str | None) -> bool:
    """Whether an `Accept` header asks for events."""
    return EVENT_STREAM in (accept or "").lower()


def event(name: str | None, json: str) -> bytes:
    """One event; `json` is its data."""
    return format_sse_event(event=name, data_str=json)


def stream(events: AsyncIterator[bytes]) -> StreamingResponse:
    """The response."""
    return StreamingResponse(_kept_open(events), media_type=EVENT_STREAM, headers=_HEADERS)


async def _kept_open(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The events, with a comment whenever none came for a while."""
    following: asyncio.Task[bytes] | None = None
    try:
        while True:
            following = following or asyncio.ensure_future(_next(events))
            done, _ = await asyncio.wait([following], timeout=_KEEP_ALIVE_S)
            if not done:
                yield KEEPALIVE_COMMENT
                continue
            try:
                said = following.result()
            except StopAsyncIteration:
                return
            following = None
            yield said
    finally:
        if following is not None:
            following.cancel()


async def _next(events: AsyncIterator[bytes]) -> bytes:
    return await anext(events)


def pieces(markdown: str) -> list[str]:
    """An answer's text in the pieces in which it is sent: its lines, whole statements.

    >>> pieces("a [1]\\nb")
    ['a [1]\\n', 'b']
    """
    return markdown.splitlines(keepends=True)
