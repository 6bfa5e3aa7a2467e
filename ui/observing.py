"""Around every request: its id, its line in the log, its numbers in the metrics.

In: any request. Out: the same, with the header `X-Request-ID`.
"""

from __future__ import annotations

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import request_id
from ui.logs import log
from ui.metrics import Metrics

_LOG = logging.getLogger("planqa.access")
_FAILED = 500


class Observing:
    """ASGI middleware, the outermost."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = request_id.begin(Headers(scope=scope).get(request_id.HEADER))
        path, method = scope["path"], scope["method"]
        status = _FAILED
        started = time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).setdefault(request_id.HEADER, identity)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - started
            label = _label(scope)
            self._metrics.requests.labels(label, _method(method), status).inc()
            self._metrics.request_seconds.labels(label).observe(seconds)
            caller = scope.get("state", {}).get("caller")
            log(
                _LOG, "request", method=method, path=path, status=status,
                ms=round(seconds * 1000, 1), address=(scope.get("client") or ("-",))[0],
                key=getattr(caller, "key", None) or "-",
            )  # fmt: skip


def _label(scope: Scope) -> str:
    """The route's path with its placeholders: as few values as there are routes."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else "other"


def _method(method: str) -> str:
    known = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
    return method if method in known else "other"
