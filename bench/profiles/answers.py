"""Where the time of an answer goes: a profile of 150 of the dev questions as text.

In: an index of the bundled plans in the settings' home. Out: the profile by pyinstrument on stdout,
in seconds by the clock. `answers_before.txt` and `answers_after.txt` beside this file were made so.
"""

from __future__ import annotations

import random
import sys

from pyinstrument import Profiler

from eval.generate import request_of
from eval.questions import bundled_files
from eval.runner import load_questions
from rag.opening import open_assistant
from rag.settings import Settings

_QUESTIONS = 150
_WARM_UP = 3
_INTERVAL_S = 0.001


def main(count: int = _QUESTIONS) -> None:
    """Ask `count` questions, the same in each run, under the profiler."""
    settings = Settings()
    assistant = open_assistant(settings)
    requests = [request_of(i) for i in load_questions("dev", bundled_files(), settings).items]
    random.Random(1).shuffle(requests)
    for request in requests[:_WARM_UP]:
        assistant.ask(request)
    profiler = Profiler(interval=_INTERVAL_S, use_timing_thread=True)
    with profiler:
        for request in requests[:count]:
            assistant.ask(request)
    print(profiler.output_text())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
