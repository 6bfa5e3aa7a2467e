"""Answers as the chat keeps them, and where their quotes stand, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from corpus.model import Document
from rag.answer import Answer, Turn
from ui.chat_record import Asked, Kept
from ui.citing import Locate, Place
from ui.documents import heading_of, sections_above
from ui.understanding import Understanding

BASE = "http://plans.example/"


def understanding(asked: str = "Which?", *, leans: bool = False) -> Understanding:
    """How a question was read, with nothing in it but the question."""
    return Understanding(
        asked=asked, carried=asked, leans=leans, roles=["funding"], concepts=[], words=["roads"],
        sections=[], documents=1, passages=9, threshold=0.6,
    )  # fmt: skip


def asked(answer: Answer, *turns: Turn, leans: bool = False) -> Asked:
    """The answer with the turns before it."""
    return Asked(answer, turns, understanding(leans=leans))


def kept(answer: Answer, *, leans: bool = False) -> Kept:
    """The answer as it is kept."""
    return Kept("abc", datetime(2026, 3, 1, 12, tzinfo=UTC), asked(answer, leans=leans))


def locator_of(document: Document) -> Locate:
    """Looks places up in one document."""

    def locate(_document: str, position: int) -> Place:
        known = document.description
        headings = tuple(heading_of(s) for s in sections_above(document, position))
        return Place(known.title, known.language, headings, known.publisher, known.year)

    return locate
