"""The server between opening its port and having its index: it answers, but no question yet.

In: what makes the real application, which takes seconds, or minutes where plans are indexed first.
Out: an ASGI application that says 503 `not_ready` until the real one takes its place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from html import escape

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import request_id
from ui.daemon import in_daemon
from ui.headers import SecurityHeaders, page_policy
from ui.problems import problem
from ui.source_view import page_style
from ui.texts import preferred, texts

_RETRY_S = "5"


class Starting:
    """Serves from the first moment; `make` runs in a thread of its own.

    Args:
        make: opens everything and makes the application.
        made: called with None once the application serves, or with what went wrong.
    """

    def __init__(
        self, make: Callable[[], FastAPI], made: Callable[[BaseException | None], None]
    ) -> None:
        self._make = make
        self._made = made
        self._closed = SecurityHeaders(_not_ready)
        self._app: FastAPI | None = None
        self._stack = AsyncExitStack()
        self._task: asyncio.Task[None] | None = None

    @property
    def app(self) -> FastAPI | None:
        """The real application; None while it is being made."""
        return self._app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        app: ASGIApp = self._app or self._closed
        await app(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._task = asyncio.create_task(self._open())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self._app is None:
            self._task.cancel()  # its thread is a daemon: it ends with the process
        await self._stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self) -> None:
        try:
            app = await in_daemon(self._make, "planqa-open")
            await self._stack.enter_async_context(app.router.lifespan_context(app))
        except Exception as error:  # noqa: BLE001  (told to who started the server, who ends it)
            self._made(error)
            return
        self._app = app
        self._made(None)


async def _not_ready(scope: Scope, receive: Receive, send: Send) -> None:
    """What the server says of itself before it can answer."""
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1013})
        return
    headers = Headers(scope=scope)
    request_id.begin(headers.get(request_id.HEADER))
    response: Response
    if scope["path"] == "/healthz":
        response = JSONResponse({"status": "ok"})
    elif "text/html" in headers.get("accept", "") and scope["path"] != "/readyz":
        response = _page(headers.get("accept-language"))
    else:
        detail = "the index is being opened: try again in a moment"
        response = problem(
            503, "not_ready", detail, headers={"Retry-After": _RETRY_S}, path=scope["path"]
        )
    await response(scope, receive, send)


def _page(accept_language: str | None) -> HTMLResponse:
    """A page that asks again by itself."""
    language = preferred(accept_language)
    words, (css, digest) = texts(language), page_style()
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="{_RETRY_S}"><title>planqa</title>'
        f"<style>{css}</style></head><body><main><h1>{escape(words('starting.title'))}</h1>"
        f"<p>{escape(words('starting.why'))}</p></main></body></html>"
    )
    headers = {
        "Content-Security-Policy": page_policy(digest),
        "Retry-After": _RETRY_S,
        "Cache-Control": "no-store",
    }
    return HTMLResponse(page, 503, headers)
