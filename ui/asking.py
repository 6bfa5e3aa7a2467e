"""One question to the assistant: asked, timed, counted and logged, from the API and the chat alike.

In: a request. Out: its answer. The log gets the question's text only where the settings say so.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

from rag.answer import Answer, AskRequest
from rag.assistant import Assistant
from rag.settings import ServerSettings
from ui.logs import log
from ui.metrics import Metrics

_LOG = logging.getLogger("planqa.answers")
Told = Callable[[str], None]
"""Called with the Markdown of each statement of a language model that holds."""


class Ask(Protocol):
    """Answers a question, as `Assistant.ask` does."""

    def __call__(self, request: AskRequest, told: Told | None = None) -> Answer: ...


def _writing(answer: Answer) -> dict[str, object]:
    """What became of a language model's words, where one was asked."""
    if answer.writing is None:
        return {}
    written, removed = answer.writing.statements, answer.writing.removed
    failed = {"model_failed": answer.writing.failed} if answer.writing.failed else {}
    return {"written": written, "removed": removed, **failed}


def observed(assistant: Assistant, settings: ServerSettings, metrics: Metrics) -> Ask:
    """`assistant.ask`, observed."""

    def ask(request: AskRequest, told: Told | None = None) -> Answer:
        started = time.perf_counter()
        answer = assistant.ask(request, told)
        seconds = time.perf_counter() - started
        metrics.step_seconds.labels("answering").observe(seconds)
        metrics.answers.labels(answer.status, answer.kind, answer.language).inc()
        said = {"question": request.question} if settings.log_questions else {}
        log(
            _LOG, "answer", status=answer.status, kind=answer.kind, language=answer.language,
            confidence=answer.confidence, citations=len(answer.citations), index=answer.index,
            ms=round(seconds * 1000, 1), generator=answer.generator, **_writing(answer), **said,
        )  # fmt: skip
        return answer

    return ask
