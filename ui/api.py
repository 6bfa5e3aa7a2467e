"""The HTTP API: from a request to the assistant or the index, and back as JSON or a page.

In: an `Assistant` over an open index, and the settings. Out: a FastAPI application. Every request
passes, from the outside in, `Observing` (id, log, metrics), `SecurityHeaders`, `Guard` (keys and
limits) and `BodyLimit`. Every error is a problem document (`ui/problems.py`). A question goes on
in `ui/questions.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import cast

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from rag.assistant import Assistant
from rag.settings import Settings
from ui import request_id
from ui.access.caller import Callers
from ui.access.guard import Guard
from ui.access.key_routes import key_routes
from ui.access.key_store import KeyStore
from ui.access.rates import Rates
from ui.access.sign_in import sign_in_routes
from ui.answering import Answering
from ui.asking import Ask, observed
from ui.body_limit import BodyLimit
from ui.chat_record import record_of
from ui.description import described
from ui.document_routes import documents
from ui.feedback import feedback_router
from ui.headers import SecurityHeaders
from ui.metrics import Metrics
from ui.observing import Observing
from ui.openai_chat import chat_completions
from ui.page_picture import page_pictures
from ui.problems import add_problem_handlers
from ui.questions import Asking, questions
from ui.reference import reference_page
from ui.state import state
from ui.uploads import changes

_FORM_BYTES = 1_000_000  # what a form holds besides its files
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


@dataclass(frozen=True)
class Parts:
    """What the chat shares with the API it is mounted on; in `app.state.parts`."""

    ask: Ask
    metrics: Metrics
    answering: Answering
    store: KeyStore

    def close(self) -> None:
        """Let go of threads and files."""
        self.answering.close()
        self.store.close()


def create_app(
    assistant: Assistant,
    settings: Settings,
    changed: Callable[[], object] = lambda: None,
    metrics: Metrics | None = None,
    living: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
) -> FastAPI:
    """The API over `assistant`; the chat is mounted on it by `ui.server.build_app`.

    Args:
        changed: called when documents were changed over HTTP, before that is answered.
        metrics: what requests are counted in; made when left out.
        living: entered when the application begins to serve, left when it ends.
    """
    app = FastAPI(
        title="planqa",
        version="1",
        summary="Cited answers from planning documents.",
        docs_url=None,
        redoc_url=None,
        lifespan=lambda _app: living(),
    )
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    metrics = metrics or Metrics()
    parts = Parts(
        observed(assistant, settings.server, metrics),
        metrics,
        Answering(settings.server, metrics),
        KeyStore(settings.home),
    )
    app.state.parts = parts
    callers = Callers(settings.api, parts.store)
    add_problem_handlers(app)
    _add_layers(app, settings, callers, metrics)
    app.add_route("/docs", lambda _request: reference_page(app.openapi()), include_in_schema=False)
    own = list(app.routes)
    asking = Asking(assistant, parts.ask, parts.answering)
    routers = (
        questions(asking),
        chat_completions(asking),
        documents(assistant),
        page_pictures(assistant, settings),
        changes(assistant, settings, changed),
        feedback_router(record_of(settings)),
        key_routes(parts.store),
        sign_in_routes(callers),
        state(assistant, metrics),
    )
    for router in routers:
        app.include_router(router)
        own += router.routes
    _refuse_other_methods(app, own)
    return app


def parts_of(app: FastAPI) -> Parts:
    """What `create_app` left for the chat."""
    return cast(Parts, app.state.parts)


def _add_layers(app: FastAPI, settings: Settings, callers: Callers, metrics: Metrics) -> None:
    """Put the layers around the routes, the innermost first."""
    app.add_middleware(
        BodyLimit,
        largest=settings.server.max_body_bytes,
        exceptions={("POST", "/documents"): settings.limits.file_bytes + _FORM_BYTES},
        seconds=settings.server.body_seconds,
    )
    app.add_middleware(Guard, callers=callers, rates=Rates(settings.api))
    if settings.api.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.api.origins,
            allow_methods=["DELETE", "GET", "POST"],
            allow_headers=["Authorization", "Content-Type", request_id.HEADER],
            expose_headers=[request_id.HEADER, "RateLimit", "RateLimit-Policy", "Retry-After"],
        )
    app.add_middleware(SecurityHeaders, cross_origin=bool(settings.api.origins))
    app.add_middleware(Observing, metrics=metrics)


def _refuse_other_methods(app: FastAPI, routes: Iterable[BaseRoute]) -> None:
    """Answer 405 where only the method is wrong, which the chat mounted at / would hide."""
    allowed: dict[str, set[str]] = {}
    for route in routes:
        if isinstance(route, Route):
            allowed.setdefault(route.path, set()).update(route.methods or ())
    for path, methods in allowed.items():
        others = [method for method in _METHODS if method not in methods]
        refuse = _refusal(", ".join(sorted(methods)))
        app.router.add_route(path, refuse, methods=others, include_in_schema=False)


def _refusal(allow: str) -> Callable[[Request], Response]:
    def refuse(_request: Request) -> Response:
        raise HTTPException(405, headers={"Allow": allow})

    return refuse
