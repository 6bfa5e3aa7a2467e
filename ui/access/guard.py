"""Stands before every address: who calls, how often, and whether they may read.

In: any request. Out: the request with its `Caller` in `request.state.caller`, or a problem
document: `key_wrong`, `key_missing`, `scope_missing`, `rate_limited`. What changes something asks
for more by `ui.access.caller.needs`; an address that nobody thought of is closed with the others.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import PlanqaError
from ui.access.caller import Caller, Callers, bearer, check_scope, session_token
from ui.access.rates import Rates, Standing
from ui.problems import error_problem

OPEN = ("/healthz", "/readyz", "/docs", "/openapi.json", "/sign-in", "/favicon.ico")
_UNCOUNTED = (*OPEN, "/theme.css", "/manifest.json", "/gradio_api/startup-events")
# The pieces of the chat's page come by the dozen, and stand on disk.
_UNCOUNTED_BELOW = ("/assets/", "/static/", "/svelte/", "/gradio_api/heartbeat/")


class Guard:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, callers: Callers, rates: Rates) -> None:
        self._app = app
        self._callers = callers
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # the chat uses none
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        standing: Standing | None = None
        try:
            caller, wrong = await self._caller(scope)
            if scope["method"] not in ("GET", "HEAD") or not _is_free(path):
                standing = self._rates.count(caller, (scope.get("client") or ("",))[0])
            if standing and not standing.allowed:
                raise _limited(standing)
            if wrong is not None:
                raise wrong
            if path not in OPEN:
                check_scope(caller, "read")
        except PlanqaError as error:
            refusal = _refusal(error, scope, standing)
            await refusal(scope, receive, send)
            return
        scope.setdefault("state", {})["caller"] = caller
        await self._app(scope, receive, _with_standing(send, standing))

    async def _caller(self, scope: Scope) -> tuple[Caller, PlanqaError | None]:
        """Who calls; who sends a wrong key is counted as nobody known, then refused."""
        headers = Headers(scope=scope)
        if bearer(headers) is None and session_token(headers) is None:
            return self._callers.nobody, None
        try:
            return await run_in_threadpool(self._callers.known, headers, scope["method"]), None
        except PlanqaError as error:
            return self._callers.nobody, error


def _is_free(path: str) -> bool:
    return path in _UNCOUNTED or path.startswith(_UNCOUNTED_BELOW)


def _limited(standing: Standing) -> PlanqaError:
    return PlanqaError(
        "rate_limited",
        f"more than {standing.quota} requests a minute: try again in {standing.seconds} s",
        429,
    )


def _refusal(error: PlanqaError, scope: Scope, standing: Standing | None) -> Response:
    """The problem document; a person who opens a page is led to where to sign in instead."""
    wants_page = "text/html" in Headers(scope=scope).get("accept", "")
    if error.code == "key_missing" and scope["method"] == "GET" and wants_page:
        query = scope.get("query_string", b"").decode("latin-1")
        then = quote(scope["path"] + (f"?{query}" if query else ""), safe="/")
        return RedirectResponse(f"/sign-in?then={then}", 303, {"Cache-Control": "no-store"})
    return error_problem(error, standing.headers() if standing else {}, path=scope["path"])


def _with_standing(send: Send, standing: Standing | None) -> Send:
    if standing is None:
        return send

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(standing.headers())
        await send(message)

    return sending
