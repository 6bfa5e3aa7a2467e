"""What the chat page fetches and links to, besides the API: exports, feedback, documents, passages.

In: the assistant and the chat's record. Out: a router without a place in the API's description;
docs/chat.md says what each address gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpus.errors import PlanqaError
from corpus.letters import slug
from rag.assistant import Assistant
from ui.chat_record import ChatRecord, Kept
from ui.citing import Locate, view_url
from ui.feedback import FeedbackKept, Opinion, kept_answer, rate_kept
from ui.library import library_html, outline_html
from ui.places import locator
from ui.relocation import relocated
from ui.texts import Language

Format = Literal["csv", "xlsx", "docx"]
_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def chat_pages(assistant: Assistant, record: ChatRecord) -> APIRouter:
    """The router."""
    router = APIRouter(include_in_schema=False)

    @router.get("/answers/{answer_id}.{kind}")
    def export(answer_id: str, kind: Format, request: Request) -> Response:
        kept = kept_answer(record, answer_id)
        content = _content(kind, kept, assistant, str(request.base_url))
        name = f"planqa-{slug(kept.asked.answer.question)}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=_TYPES[kind], headers=headers)

    @router.post("/answers/{answer_id}/feedback", status_code=201)
    def feedback(answer_id: str, opinion: Opinion) -> FeedbackKept:
        return rate_kept(record, answer_id, opinion)

    @router.get("/passages/{passage_id}")
    def passage(passage_id: str, language: Language = "lv") -> RedirectResponse:
        try:
            found = assistant.index.passage(passage_id)
        except KeyError:
            raise _unknown_passage(passage_id) from None
        body = found.body
        return RedirectResponse(view_url(found.document, body.start, body.end, language), 303)

    @router.get("/chat/documents")
    def documents() -> HTMLResponse:
        return HTMLResponse(library_html(assistant.index.documents()))

    @router.get("/chat/documents/{document_id}")
    def outline(document_id: str) -> HTMLResponse:
        return HTMLResponse(outline_html(assistant.index.document(document_id)))

    return router


def _unknown_passage(passage_id: str) -> PlanqaError:
    return PlanqaError(
        "unknown_passage",
        f"no passage has the id {passage_id!a}: its document may have been changed or removed",
        404,
    )


def _content(kind: Format, kept: Kept, assistant: Assistant, base: str) -> bytes:
    """The file, with the places of today."""
    from ui.export.as_csv import as_csv
    from ui.export.as_docx import as_docx
    from ui.export.as_xlsx import as_xlsx

    makers: dict[Format, Callable[[Kept, Locate, str], bytes]] = {
        "csv": as_csv, "xlsx": as_xlsx, "docx": as_docx,
    }  # fmt: skip
    return makers[kind](_today(kept, assistant), locator(assistant.index), base)


def _today(kept: Kept, assistant: Assistant) -> Kept:
    answer = relocated(kept.asked.answer, assistant.index)
    return replace(kept, asked=replace(kept.asked, answer=answer))
