"""How long an answer takes, beside encoding the question alone.

In: the bundled dev questions in both languages, asked on the index of the settings' home (made
first where there is none). Out: milliseconds of both, and their ratio per question.
"""

from __future__ import annotations

from functools import partial

from measure import report, spread, timed

from eval.generate import request_of
from eval.questions import bundled_files
from eval.runner import load_questions
from rag.opening import open_assistant
from rag.settings import Settings

_WARM_UP = 3


def main() -> None:
    """Ask each question once; encoding goes right before, so that both see the same machine."""
    settings = Settings()
    assistant = open_assistant(settings)
    requests = [request_of(i) for i in load_questions("dev", bundled_files(), settings).items]
    for request in requests[:_WARM_UP]:
        assistant.ask(request)
    alone, asked = [], []
    for request in requests:
        alone.append(timed(partial(assistant.embedder.encode_questions, [request.question]))[1])
        asked.append(timed(partial(assistant.ask, request))[1])
    report(
        "answer_time",
        "One question, milliseconds",
        {
            "encoding the question": spread([1000 * seconds for seconds in alone]),
            "answering it": spread([1000 * seconds for seconds in asked]),
            "ratio": spread([a / e for a, e in zip(asked, alone, strict=True)]),
        },
        passages=sum(assistant.index.passage_count(d.id) for d in assistant.index.documents()),
        ratio_of_medians=round(spread(asked).p50 / spread(alone).p50, 2),
    )


if __name__ == "__main__":
    main()
