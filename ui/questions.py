"""`POST /ask` and `GET /search`.

In: a question. Out: the answer or the passages, as JSON; an answer also as server-sent events.
Both wait for their turn (`ui/answering.py`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Header, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from corpus.errors import PlanqaError, unknown_document
from rag.answer import Answer, AskRequest, RankedPassage
from rag.assistant import Assistant
from ui.answering import Answering
from ui.asking import Ask, Told
from ui.description import ASK_EXAMPLES
from ui.events import event, pieces, stream, wants_events
from ui.problems import problem_document
from ui.question_check import LONGEST_QUESTION, check_question


class SearchResult(BaseModel):
    """What retrieval found for a query, best first."""

    query: str
    passages: list[RankedPassage]


@dataclass(frozen=True)
class Asking:
    """What questions are asked with: the index they may name documents of, and the queue."""

    assistant: Assistant
    ask: Ask
    answering: Answering

    def checked(self, request: AskRequest) -> None:
        """Refuse a question that cannot be asked, or that names documents there are none of."""
        check_question(request.question)
        known_documents(self.assistant, request.documents)

    async def answer(self, request: AskRequest, told: Told | None = None) -> Answer:
        """The answer, when its turn has come."""
        return await self.answering.run(lambda: self.ask(request, told))


def questions(asking: Asking) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["questions"])

    @router.post(
        "/ask",
        summary="Answer a question with citations",
        response_model=Answer,
    )
    async def ask(
        request: Annotated[AskRequest, Body(openapi_examples=ASK_EXAMPLES)],
        accept: Annotated[
            str | None, Header(description="`text/event-stream` streams the answer.")
        ] = None,
    ) -> Answer | StreamingResponse:
        await run_in_threadpool(asking.checked, request)
        if wants_events(accept):
            return stream(_events(asking, request))
        return await asking.answer(request)

    @router.get("/search", summary="Rank passages for a query")
    async def search(
        q: Annotated[
            str,
            Query(
                description="What to look for.", max_length=LONGEST_QUESTION, examples=["veloceļi"]
            ),
        ],
        limit: Annotated[int, Query(ge=1, le=50, description="Most passages.")] = 10,
        documents: Annotated[
            list[str] | None, Query(description="Ids to search in; repeat for several.")
        ] = None,
    ) -> SearchResult:
        check_question(q)
        await run_in_threadpool(known_documents, asking.assistant, documents)
        found = await asking.answering.run(lambda: asking.assistant.search(q, limit, documents))
        return SearchResult(query=q, passages=found)

    return router


async def _events(asking: Asking, request: AskRequest) -> AsyncIterator[bytes]:
    """`progress`, then each `statement` of a language model as it is found to hold, then the text
    in pieces, then the whole answer; or `problem` instead."""
    yield event("progress", json.dumps({"step": "answering"}))
    said: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def told(text: str) -> None:
        loop.call_soon_threadsafe(said.put_nowait, text)

    answering = asyncio.ensure_future(asking.answer(request, told))
    answering.add_done_callback(lambda _: said.put_nowait(None))
    try:
        while (text := await said.get()) is not None:
            yield event("statement", json.dumps({"text": text}, ensure_ascii=False))
        answer = await answering
    except PlanqaError as error:
        document = problem_document(error.status, error.code, error.message)
        yield event("problem", json.dumps(document))
        return
    finally:
        answering.cancel()  # nobody reads any more; without effect on what is done
    for piece in pieces(answer.answer):
        yield event("text", json.dumps({"text": piece}, ensure_ascii=False))
    yield event("answer", answer.model_dump_json())


def known_documents(assistant: Assistant, documents: list[str] | None) -> None:
    """Refuse ids that the index does not hold, each named.

    Raises:
        PlanqaError: `unknown_document` (404).
    """
    if not documents:
        return
    known = {description.id for description in assistant.index.documents()}
    unknown = sorted(set(documents) - known)
    if unknown:
        raise unknown_document(unknown, known)
