"""How long an answer takes, beside encoding the question alone.

In: the bundled dev questions in both languages, asked on the index of the settings' home (made
first where there is none); so many of them, evenly chosen, as the argument says. Out: milliseconds
of both by the clock and by the time that processors spent on them, which other work on the machine
changes less, and their ratios per question.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

from measure import Spread, report, spread

from eval.generate import request_of
from eval.questions import bundled_files
from eval.runner import load_questions
from rag.opening import open_assistant
from rag.settings import Settings

_WARM_UP = 3


def main(most: int = sys.maxsize) -> None:
    """Ask each question once; encoding goes right before, so that both see the same machine."""
    settings = Settings()
    assistant = open_assistant(settings)
    requests = [request_of(i) for i in load_questions("dev", bundled_files(), settings).items]
    requests = requests[:: max(1, len(requests) // most)]
    for request in requests[:_WARM_UP]:
        assistant.ask(request)
    alone, asked = [], []
    for request in requests:
        alone.append(_taken(partial(assistant.embedder.encode_questions, [request.question])))
        asked.append(_taken(partial(assistant.ask, request)))
    rows: dict[str, Spread] = {}
    figures = {}
    for column, clock in enumerate(("by the clock", "of processors")):
        encoding = [one[column] for one in alone]
        answering = [one[column] for one in asked]
        rows[f"encoding the question, {clock}"] = spread(encoding)
        rows[f"answering it, {clock}"] = spread(answering)
        rows[f"ratio, {clock}"] = spread([a / e for a, e in zip(answering, encoding, strict=True)])
        for name in ("p50", "p95"):
            ratio = getattr(spread(answering), name) / spread(encoding).p50
            figures[f"{name}_of_answers_over_median_encoding_{clock.replace(' ', '_')}"] = round(
                ratio, 2
            )
    report(
        "answer_time",
        "One question, milliseconds",
        rows,
        passages=sum(assistant.index.passage_count(d.id) for d in assistant.index.documents()),
        **figures,
    )


def _taken(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of all threads of this process."""
    wall, processors = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processors)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
