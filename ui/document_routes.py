"""`GET /documents`, `GET /documents/{id}` and its page; what changes them is in `ui/uploads.py`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query
from fastapi.responses import HTMLResponse

from rag.assistant import Assistant
from ui.documents import DocumentDetail, DocumentEntry, detail, entry
from ui.source_view import checked_span, source_page
from ui.texts import Language, preferred

DocumentId = Annotated[str, Path(description="The document's id.", examples=["liepaja-iam-2022"])]
Position = Annotated[int | None, Query(description="Code point in the stored text.")]


def documents(assistant: Assistant) -> APIRouter:
    """The routes."""
    router = APIRouter(prefix="/documents", tags=["documents"])

    @router.get("", summary="List the documents")
    def listed() -> list[DocumentEntry]:
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
