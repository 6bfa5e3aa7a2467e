"""POST /documents and DELETE /documents/{id}: changing the documents over HTTP, with a key.

In: files of a multipart form, or an id. Out: what became of each, whole or as server-sent events
with the progress before it; once a file is reported, it is on disk and the server answers from it.
Files are read in a process of their own (`index/child_reader.py`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from corpus.errors import PlanqaError
from index.child_reader import ChildReader
from index.ingestion import IngestReport, Progress, ingest, remove
from index.limits import Limits
from index.sources import Incoming, uploaded
from rag.assistant import Assistant
from rag.settings import Settings
from ui.access.caller import needs
from ui.events import event, stream, wants_events
from ui.problems import problem_document

MOST_FILES = 100
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                        },
                        "password": {"type": "string"},
                    },
                }
            }
        },
    }
}


class FailedFile(BaseModel):
    """A file that became no document."""

    name: str
    code: str
    reason: str


class Warned(BaseModel):
    """A document of which something could not be read."""

    document: str
    what: str


class Ingested(BaseModel):
    """Ids of documents by what became of them; `embedded` texts had no vector yet."""

    created: list[str]
    updated: list[str]
    deleted: list[str]
    skipped: list[str]
    failed: list[FailedFile]
    warnings: list[Warned]
    passages: int
    embedded: int
    index: str
    generation: int


def changes(assistant: Assistant, settings: Settings, changed: Callable[[], object]) -> APIRouter:
    """The routes; `changed` is called after each change, before it is answered."""
    may_change = [Depends(needs("write"))]
    router = APIRouter(prefix="/documents", tags=["documents"])
    limits = Limits(**settings.limits.model_dump())
    # Kept from one upload to the next: it starts for seconds. It ends by itself when idle.
    reader = ChildReader(limits)

    def take_in(
        files: list[Incoming], password: str | None, progress: Progress | None = None
    ) -> Ingested:
        _refuse_published(settings)
        report = ingest(
            files,
            settings.home,
            assistant.embedder,
            progress,
            reader=reader.with_password(password),
            largest=limits.file_bytes,
        )
        changed()
        return _said(report, assistant)

    @router.post(
        "",
        summary="Add or update documents",
        dependencies=may_change,
        openapi_extra=_FORM,
        response_model=Ingested,
    )
    async def add(
        request: Request,
        accept: Annotated[
            str | None, Header(description="`text/event-stream` streams the progress.")
        ] = None,
    ) -> Ingested | StreamingResponse:
        files, password = await _form(request)
        if wants_events(accept):
            return stream(_events(lambda progress: take_in(files, password, progress)))
        return await run_in_threadpool(take_in, files, password)

    @router.delete(
        "/{document_id}", summary="Delete a document", dependencies=may_change, status_code=204
    )
    def delete(document_id: Annotated[str, Path(description="The document's id.")]) -> None:
        _refuse_published(settings)
        remove([document_id], settings.home)
        changed()

    return router


def _refuse_published(settings: Settings) -> None:
    """What is served from Milvus changes by publishing alone: this machine holds no record."""
    if settings.milvus.uri is not None:
        raise PlanqaError(
            "index_published",
            "this server answers from an index in Milvus: ingest where the index is published "
            "from, then run planqa publish there",
            409,
        )


async def _events(take_in: Callable[[Progress], Ingested]) -> AsyncIterator[bytes]:
    """`progress` as it is made, then `report`, or `problem` instead."""
    loop = asyncio.get_running_loop()
    made: asyncio.Queue[tuple[str, int, int] | None] = asyncio.Queue()

    def progress(what: str, done: int, of: int) -> None:
        loop.call_soon_threadsafe(made.put_nowait, (what, done, of))

    work = asyncio.ensure_future(run_in_threadpool(take_in, progress))
    work.add_done_callback(lambda _done: made.put_nowait(None))
    while (step := await made.get()) is not None:
        what, done, of = step
        said = {"step": what, "done": done, "of": of}
        yield event("progress", json.dumps(said, ensure_ascii=True))
    try:
        report = work.result()
    except PlanqaError as error:
        document = problem_document(error.status, error.code, error.message)
        yield event("problem", json.dumps(document))
        return
    yield event("report", json.dumps(report.model_dump(), ensure_ascii=True))


async def _form(request: Request) -> tuple[list[Incoming], str | None]:
    try:
        async with request.form(max_files=MOST_FILES, max_fields=10) as form:
            given = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
            files = [uploaded(one.filename or "", await one.read()) for one in given]
            password = form.get("password")
    except HTTPException as error:
        if error.status_code != 400:
            raise
        raise PlanqaError("upload_invalid", f"the form cannot be read: {error.detail}") from None
    if not files:
        raise PlanqaError(
            "upload_invalid", "there are no files: send multipart/form-data with fields named files"
        )
    return files, password if isinstance(password, str) and password else None


def _said(report: IngestReport, assistant: Assistant) -> Ingested:
    """The report; where nothing was taken in, the reason as an error.

    Raises:
        PlanqaError: that of the first file, when no file became a document.
    """
    if report.failed and not (report.created or report.updated or report.skipped):
        first = report.failed[0]
        raise PlanqaError(first.code, f"{first.path}: {first.reason}", first.status)
    return Ingested(
        created=report.created,
        updated=report.updated,
        deleted=report.deleted,
        skipped=report.skipped,
        failed=[FailedFile(name=f.path, code=f.code, reason=f.reason) for f in report.failed],
        warnings=[Warned(document=one, what=what) for one, what in report.warnings],
        passages=report.passages,
        embedded=report.embedded,
        index=assistant.index.fingerprint,
        generation=assistant.index.generation,
    )
