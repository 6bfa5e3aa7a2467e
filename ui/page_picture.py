"""GET /documents/{id}/pages/{page}.png: a page of a PDF as it is printed, with a quote boxed.

In: a document's page, and a span of its stored text. Out: a PNG. The original is drawn in a
process of its own (`index/child_reader.py`), as a PDF from others may be harmful.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response

from corpus.errors import PlanqaError
from corpus.pdf.picture import printed_page
from index.child_reader import ChildReader
from index.limits import Limits
from rag.assistant import Assistant
from rag.settings import Settings
from ui.source_view import checked_span

_MOST_SECONDS = 60  # to draw one page, which may have to be read by OCR first
_Position = Annotated[int | None, Query(description="Code point in the stored text.")]


def page_pictures(assistant: Assistant, settings: Settings) -> APIRouter:
    """The route; `assistant` holds the documents and their originals."""
    router = APIRouter(prefix="/documents", tags=["documents"])
    limits = Limits(**settings.limits.model_dump())
    reader = ChildReader(replace(limits, seconds=min(limits.seconds, _MOST_SECONDS)))

    @router.get(
        "/{document_id}/pages/{page}.png",
        summary="A page of a PDF as a picture, with a span boxed",
        response_class=Response,
        responses={200: {"content": {"image/png": {}}}},
    )
    def picture(
        document_id: Annotated[str, Path(description="The document's id.")],
        page: Annotated[int, Path(ge=1, description="The page, from 1.")],
        start: _Position = None,
        end: _Position = None,
        if_none_match: Annotated[str | None, Header()] = None,
    ) -> Response:
        index = assistant.index
        document = index.document(document_id)
        span = checked_span(document, start, end)
        printed = printed_page(document, page)
        drawn = f"{index.fingerprint} {document_id} {page} {start} {end}"
        tag = f'"{hashlib.sha256(drawn.encode()).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if if_none_match == tag:
            return Response(status_code=304, headers=headers)
        original = index.original(document_id)
        if original is None:
            raise PlanqaError(
                "not_found",
                f"the file of {document_id} is not kept: ingest it again to see its pages",
                404,
            )
        shown = reader.picture(original, printed, span)
        return Response(shown, media_type="image/png", headers=headers)

    return router
