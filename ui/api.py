"""The HTTP API: from a request to the assistant or the index, and back as JSON or a page.

In: an `Assistant` over an open index, and the settings. Out: a FastAPI application with /ask,
/search, /documents (also to add and delete), /documents/{id}, /documents/{id}/view, /healthz,
/readyz, /docs. Every error is a problem document (`ui/problems.py`). Endpoints are plain
functions, which FastAPI runs in its thread pool, so that a slow question does not hold up the
others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from corpus.errors import PlanqaError
from rag.answer import Answer, AskRequest, RankedPassage
from rag.assistant import Assistant
from rag.settings import Settings
from ui.body_limit import BodyLimit
from ui.chat_record import record_of
from ui.documents import DocumentDetail, DocumentEntry, detail, entry
from ui.feedback import feedback_router
from ui.headers import SecurityHeaders
from ui.problems import add_problem_handlers
from ui.question_check import LONGEST_QUESTION, check_question
from ui.reference import reference_page
from ui.source_view import checked_span, source_page
from ui.texts import Language, preferred
from ui.uploads import changes

DocumentId = Annotated[str, Path(description="The document's id.")]
Position = Annotated[int | None, Query(description="Code point in the stored text.")]
_FORM_BYTES = 1_000_000  # what a form holds besides its files
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class SearchResult(BaseModel):
    """What retrieval found for a query, best first."""

    query: str
    passages: list[RankedPassage]


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """The index is open and holds documents."""

    status: str = "ready"
    index: str
    generation: int
    documents: int


def create_app(
    assistant: Assistant, settings: Settings, changed: Callable[[], object] = lambda: None
) -> FastAPI:
    """The API over `assistant`; the chat is mounted on it by `ui.chat.mount_chat`.

    Args:
        changed: called when documents were changed over HTTP, before that is answered.
    """
    app = FastAPI(
        title="planqa",
        version="1",
        summary="Cited answers from planning documents.",
        docs_url=None,
        redoc_url=None,
    )
    add_problem_handlers(app)
    app.add_middleware(
        BodyLimit,
        largest=settings.server.max_body_bytes,
        exceptions={("POST", "/documents"): settings.limits.file_bytes + _FORM_BYTES},
    )
    app.add_middleware(SecurityHeaders)
    app.add_route("/docs", lambda _request: reference_page(app.openapi()), include_in_schema=False)
    own = list(app.routes)
    routers = (
        _questions(assistant),
        _documents(assistant),
        changes(assistant, settings, changed),
        feedback_router(record_of(settings)),
        _state(assistant),
    )
    for router in routers:
        app.include_router(router)
        own += router.routes
    _refuse_other_methods(app, own)
    return app


def _questions(assistant: Assistant) -> APIRouter:
    router = APIRouter(tags=["questions"])

    @router.post("/ask", summary="Answer a question with citations")
    def ask(request: AskRequest) -> Answer:
        check_question(request.question)
        _known_documents(assistant, request.documents)
        return assistant.ask(request)

    @router.get("/search", summary="Rank passages for a query")
    def search(
        q: Annotated[str, Query(description="What to look for.", max_length=LONGEST_QUESTION)],
        limit: Annotated[int, Query(ge=1, le=50, description="Most passages.")] = 10,
        documents: Annotated[
            list[str] | None, Query(description="Ids to search in; repeat for several.")
        ] = None,
    ) -> SearchResult:
        check_question(q)
        _known_documents(assistant, documents)
        return SearchResult(query=q, passages=assistant.search(q, limit, documents))

    return router


def _documents(assistant: Assistant) -> APIRouter:
    router = APIRouter(prefix="/documents", tags=["documents"])

    @router.get("", summary="List the documents")
    def documents() -> list[DocumentEntry]:
        index = assistant.index
        ids = [known.id for known in index.documents()]
        return [entry(index.document(i), index.passage_count(i)) for i in ids]

    @router.get("/{document_id}", summary="A document with its text and outline")
    def document(document_id: DocumentId) -> DocumentDetail:
        index = assistant.index
        return detail(index.document(document_id), index.passage_count(document_id))

    @router.get(
        "/{document_id}/view",
        summary="The document as a page, with a span marked",
        response_class=HTMLResponse,
    )
    def view(
        document_id: DocumentId,
        start: Position = None,
        end: Position = None,
        language: Annotated[Language | None, Query(description="Of the labels.")] = None,
        accept_language: Annotated[str | None, Header()] = None,
    ) -> HTMLResponse:
        shown = assistant.index.document(document_id)
        span = checked_span(shown, start, end)
        return source_page(shown, span, language or preferred(accept_language))

    return router


def _state(assistant: Assistant) -> APIRouter:
    router = APIRouter(tags=["state"])

    @router.get("/healthz", summary="Whether the process answers")
    def healthz() -> Health:
        return Health()

    @router.get("/readyz", summary="Whether questions can be answered")
    def readyz() -> Readiness:
        index = assistant.index
        count = len(index.documents())
        if not count:
            raise PlanqaError("not_ready", "no document is indexed: run planqa ingest", 503)
        return Readiness(index=index.fingerprint, generation=index.generation, documents=count)

    return router


def _known_documents(assistant: Assistant, documents: list[str] | None) -> None:
    """Refuse ids that the index does not hold, each named."""
    if not documents:
        return
    known = {description.id for description in assistant.index.documents()}
    unknown = sorted(set(documents) - known)
    if unknown:
        raise PlanqaError(
            "unknown_document",
            f"no document has the id {', '.join(map(ascii, unknown[:5]))}: "
            f"the ids are {', '.join(sorted(known))}",
            status=404,
        )


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
