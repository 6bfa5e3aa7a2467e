"""Feedback on answers: `POST /feedback` for developers, and what the chat's thumbs send.

In: a rating, a comment, and the answer they are about. Out: a row of the chat's record, with
question, answer, citations and the index's fingerprint (`ui/chat_record.py`).
"""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpus.errors import PlanqaError
from rag.answer import Answer, Turn
from ui.chat_record import ChatRecord, Kept, Rating

Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class Opinion(BaseModel):
    """What a person thinks of an answer."""

    model_config = ConfigDict(extra="forbid")
    rating: Rating = Field(description="`up`: the answer helps; `down`: it does not.")
    comment: Comment = ""


class FeedbackRequest(Opinion):
    """A rating with the answer it is about, as `POST /ask` gave it, and the turns before it."""

    answer: Answer
    history: Annotated[list[Turn], Field(max_length=20)] = []


class FeedbackKept(BaseModel):
    """Under which id the feedback is kept."""

    id: str


def feedback_router(record: ChatRecord) -> APIRouter:
    """`POST /feedback`."""
    router = APIRouter(tags=["questions"])

    @router.post("/feedback", status_code=201, summary="Say whether an answer helps")
    def feedback(request: FeedbackRequest) -> FeedbackKept:
        identity = secrets.token_urlsafe(12)
        record.rate(
            identity, request.rating, request.comment, request.answer, tuple(request.history)
        )
        return FeedbackKept(id=identity)

    return router


def rate_kept(record: ChatRecord, identity: str, opinion: Opinion) -> FeedbackKept:
    """Keep what a person thinks of a kept answer; a second opinion on it replaces the first.

    Raises:
        PlanqaError: `unknown_answer` (404).
    """
    asked = kept_answer(record, identity).asked
    record.rate(identity, opinion.rating, opinion.comment, asked.answer, asked.turns)
    return FeedbackKept(id=identity)


def kept_answer(record: ChatRecord, identity: str) -> Kept:
    """The kept answer with this id.

    Raises:
        PlanqaError: `unknown_answer` (404), also when it was kept too long ago.
    """
    kept = record.read(identity)
    if kept is None:
        raise PlanqaError(
            "unknown_answer",
            f"no answer is kept under {identity!a}: ask the question again",
            404,
        )
    return kept
