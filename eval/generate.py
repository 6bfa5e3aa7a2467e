"""Systems and items in, saved answers out: the only part of the suite that asks questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from eval.questions import Item
from eval.saved import SavedAnswer
from index.embedder import Embedder
from rag.answer import Answer, AskRequest

DEPTH = 50

Progress = Callable[[str, int, int], None]


class System(Protocol):
    """Something that answers questions with citations and ranked passages."""

    @property
    def name(self) -> str: ...

    def answer(self, request: AskRequest) -> Answer:
        """Answer one question; must not keep anything of it for the next."""
        ...


def request_of(item: Item) -> AskRequest:
    """The request a system gets: the question and its history alone, never any gold."""
    history = item.wording.history or None
    return AskRequest(question=item.wording.question, history=history, limit=DEPTH)


def generate(
    system: System,
    items: Sequence[Item],
    embedder: Embedder,
    progress: Progress | None = None,
) -> Iterator[SavedAnswer]:
    """Ask a system every item, one at a time.

    Before each answer the question alone is encoded and timed: latencies are also reported as
    multiples of that, which makes machines, and a machine's busy moments, comparable.

    Args:
        system: what answers.
        items: what it is asked, in this order.
        embedder: the model that the system uses.
        progress: called after each answer with (system, answered, all).
    """
    embedder.encode_questions(["Cik?"])
    for count, item in enumerate(items, start=1):
        request = request_of(item)
        start = time.perf_counter()
        embedder.encode_questions([request.question])
        encoded = time.perf_counter()
        answer = system.answer(request)
        done = time.perf_counter()
        if progress:
            progress(system.name, count, len(items))
        yield SavedAnswer(
            item=item.id,
            system=system.name,
            question=request.question,
            language=item.language,
            answer=answer,
            latency_ms=1000 * (done - encoded),
            encode_ms=1000 * (encoded - start),
        )
