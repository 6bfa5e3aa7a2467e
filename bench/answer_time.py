"""How long an answer takes, beside encoding the question alone.

In: the bundled dev questions in both languages, asked on the index of the settings' home (made
first where there is none); so many of them, evenly chosen, as the argument says. Out: milliseconds
of both by the clock and by the time that processors spent on them, which other work on the machine
changes less, and their ratios per question. The question is encoded as sentence-transformers does
it, and as a server does, whose model is traced (`server.traced`); the answer is a server's.
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
from index.sentence_embedder import SentenceEmbedder
from rag.opening import open_assistant, open_embedder_of
from rag.settings import Settings

_WARM_UP = 3


def main(most: int = sys.maxsize) -> None:
    """Ask each question once; encoding goes right before, so that both see the same machine."""
    settings = Settings()
    assistant, bare = open_assistant(settings), open_embedder_of(settings)
    if isinstance(assistant.embedder, SentenceEmbedder):
        assistant.embedder.trace_questions()
    requests = [request_of(i) for i in load_questions("dev", bundled_files(), settings).items]
    requests = requests[:: max(1, len(requests) // most)]
    for request in requests[:_WARM_UP]:
        assistant.ask(request)
        bare.encode_questions([request.question])
    alone, traced, asked = [], [], []
    for request in requests:
        alone.append(_taken(partial(bare.encode_questions, [request.question])))
        traced.append(_taken(partial(assistant.embedder.encode_questions, [request.question])))
        asked.append(_taken(partial(assistant.ask, request)))
    rows: dict[str, Spread] = {}
    figures = {}
    for column, clock in enumerate(("by the clock", "of processors")):
        answering = spread([one[column] for one in asked])
        for name, taken in (("encoding the question", alone), ("the same, traced", traced)):
            encoding = spread([one[column] for one in taken])
            rows[f"{name}, {clock}"] = encoding
            of = f"of answers over median of {name}, {clock}".replace(" ", "_").replace(",", "")
            figures[f"p50_{of}"] = round(answering.p50 / encoding.p50, 2)
            figures[f"p95_{of}"] = round(answering.p95 / encoding.p50, 2)
        rows[f"answering it, {clock}"] = answering
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
