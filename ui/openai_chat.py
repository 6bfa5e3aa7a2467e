"""`POST /v1/chat/completions` and `GET /v1/models`: planqa as a model for chat clients.

In: messages as OpenAI's API has them; the last one of the user is the question, those before it
are the conversation. Out: the answer in that API's shape, whole or streamed, its sources below the
text and in a field `citations`. What steers a language model (temperature and the like) is taken
and has no effect, nor have system messages: an answer is made of the documents alone.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from corpus.errors import PlanqaError
from rag.answer import Answer, AskRequest, Citation, Turn
from ui.conversation import LONGEST_ANSWER, TURNS_REMEMBERED
from ui.events import event, pieces, stream
from ui.openai_text import sourced_text
from ui.problems import problem_document
from ui.question_check import LONGEST_QUESTION, check_question
from ui.questions import Asking

MODEL = "planqa"
_EXAMPLE = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "Ko nozīmē ALTUM?"}],
}


class Part(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="allow")
    type: str
    text: str = ""


class Message(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="allow")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    def text(self) -> str:
        """The message's text, its parts on lines of their own."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class CompletionRequest(BaseModel):
    """A conversation; fields of OpenAI's API that are not named here have no effect."""

    model_config = ConfigDict(extra="allow")
    model: str = Field(description=f"`{MODEL}`.")
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = False


class Reply(BaseModel):
    """The answer's text with its sources below."""

    role: Literal["assistant"] = "assistant"
    content: str


class Choice(BaseModel):
    """The one answer that there is."""

    index: int = 0
    message: Reply
    finish_reason: Literal["stop"] = "stop"


class Completion(BaseModel):
    """A chat completion; `status` and `confidence` are those of `POST /ask`."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    citations: list[Citation]
    status: str
    confidence: float


class Model(BaseModel):
    """A model that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "planqa"


class Models(BaseModel):
    """The models that can be asked."""

    object: Literal["list"] = "list"
    data: list[Model]


def chat_completions(asking: Asking) -> APIRouter:
    """The routes."""
    router = APIRouter(prefix="/v1", tags=["chat completions"])

    @router.post("/chat/completions", summary="Answer as a chat model", response_model=Completion)
    async def complete(
        request: Annotated[CompletionRequest, Body(examples=[_EXAMPLE])], http: Request
    ) -> Completion | StreamingResponse:
        if request.model != MODEL:
            raise PlanqaError(
                "model_unknown", f"there is no model {request.model!a}: use {MODEL}", 404
            )
        asked = as_request(request.messages)
        await run_in_threadpool(asking.checked, asked)
        base = str(http.base_url).rstrip("/")
        identity = f"chatcmpl-{secrets.token_hex(12)}"
        if request.stream:
            return stream(_chunks(asking, asked, base, identity))
        answer = await asking.answer(asked)
        return Completion(
            id=identity,
            created=int(time.time()),
            model=MODEL,
            choices=[Choice(message=Reply(content=sourced_text(answer, base)))],
            citations=_linked(answer, base),
            status=answer.status,
            confidence=answer.confidence,
        )

    @router.get("/models", summary="List the models")
    def models() -> Models:
        return Models(data=[Model(id=MODEL)])

    return router


def as_request(messages: list[Message]) -> AskRequest:
    """The question with the turns before it.

    Raises:
        PlanqaError: as `check_question`, also where the last message is not the user's.
    """
    question = messages[-1].text() if messages[-1].role == "user" else ""
    check_question(question)
    turns: list[Turn] = []
    for message in messages[:-1]:
        text = message.text()
        if message.role == "user" and text.strip():
            turns.append(Turn(question=text[:LONGEST_QUESTION]))
        elif message.role == "assistant" and turns:
            turns[-1] = Turn(question=turns[-1].question, answer=text[:LONGEST_ANSWER])
    return AskRequest(question=question, history=turns[-TURNS_REMEMBERED:] or None)


def _linked(answer: Answer, base: str) -> list[Citation]:
    """The citations with whole addresses: the client is no page of this server."""
    return [c.model_copy(update={"url": f"{base}{c.url}"}) for c in answer.citations]


async def _chunks(
    asking: Asking, request: AskRequest, base: str, identity: str
) -> AsyncIterator[bytes]:
    """The text in pieces; the last piece carries the citations."""
    started = int(time.time())

    def chunk(delta: dict[str, str], finish: str | None = None, **more: Any) -> bytes:
        said = {
            "id": identity, "object": "chat.completion.chunk", "created": started, "model": MODEL,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more,
        }  # fmt: skip
        return event(None, json.dumps(said, ensure_ascii=False))

    yield chunk({"role": "assistant", "content": ""})
    try:
        answer = await asking.answer(request)
    except PlanqaError as error:
        document = problem_document(error.status, error.code, error.message)
        document["error"] = {
            "message": error.message, "type": "server_error", "param": None, "code": error.code,
        }  # fmt: skip
        yield event(None, json.dumps(document))
        return
    for piece in pieces(sourced_text(answer, base)):
        yield chunk({"content": piece})
    yield chunk(
        {}, "stop", citations=[c.model_dump(mode="json") for c in _linked(answer, base)],
        status=answer.status, confidence=answer.confidence,
    )  # fmt: skip
    yield event(None, "[DONE]")
