"""One question to the assistant: asked, timed, counted and logged, from the API and the chat alike.

In: a request. Out: its answer. The log gets the question's text only where the settings say so.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from rag.answer import Answer, AskRequest
from rag.assistant import Assistant
from rag.settings import ServerSettings
from ui.logs import log
from ui.metrics import Metrics

_LOG = logging.getLogger("planqa.answers")
Ask = Callable[[AskRequest], Answer]


def observed(assistant: Assistant, settings: ServerSettings, metrics: Metrics) -> Ask:
    """`assistant.ask`, observed."""

    def ask(request: AskRequest) -> Answer:
        started = time.perf_counter()
        answer = assistant.ask(request)
        seconds = time.perf_counter() - started
        metrics.step_seconds.labels("answering").observe(seconds)
        metrics.answers.labels(answer.status, answer.kind, answer.language).inc()
        said = {"question": request.question} if settings.log_questions else {}
        log(
            _LOG, "answer", status=answer.status, kind=answer.kind, language=answer.language,
            confidence=answer.confidence, citations=len(answer.citations), index=answer.index,
            ms=round(seconds * 1000, 1), **said,
        )  # fmt: skip
        return answer

    return ask
