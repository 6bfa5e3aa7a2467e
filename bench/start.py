"""What it takes to ask one question from a cold start, beside a process that only encodes it.

In: an index of the bundled plans, made first where the settings' home has none. Out: seconds and
peak memory of `planqa ask` and of a bare process that loads the model with sentence-transformers
and encodes the question, in turn.
"""

from __future__ import annotations

import os
import subprocess
import sys

from measure import report, spread, timed

from index import e5_weights
from rag.opening import open_assistant
from rag.settings import Settings

_ROUNDS = 5
_QUESTION = "Kas ievieš 3.2.1.2 Dzelzceļš?"
_BARE = """
import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1], device="cpu").encode(["query: " + sys.argv[2]])
"""


def main(rounds: int = _ROUNDS) -> None:
    """Start each process `rounds` times, in turn; files are read from a warm disk cache."""
    settings = Settings()
    open_assistant(settings).index.close()
    ask = [sys.executable, "-m", "ui", "ask", _QUESTION]
    bare = [sys.executable, "-c", _BARE, _model(settings), _QUESTION]
    measured: dict[str, list[tuple[float, float]]] = {"planqa ask": [], "bare": []}
    for _ in range(rounds):
        measured["planqa ask"].append(_run(ask))
        measured["bare"].append(_run(bare))
    rows = {}
    for column, unit in enumerate(("seconds", "MiB at the peak")):
        for name, values in measured.items():
            rows[f"{name}, {unit}"] = spread([value[column] for value in values])
        pairs = zip(measured["planqa ask"], measured["bare"], strict=True)
        rows[f"ratio of {unit}"] = spread([one[column] / other[column] for one, other in pairs])
    report("start", "From the command to the answer", rows)


def _model(settings: Settings) -> str:
    """The folder or hub name that sentence-transformers loads."""
    packed = e5_weights.installed_package()
    if settings.embedding.model != "default":
        return settings.embedding.model
    return (
        str(e5_weights.unpacked(packed, settings.cache).path) if packed else e5_weights.MODEL_NAME
    )


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MiB) of one process."""

    def run() -> tuple[int, float]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, used.ru_maxrss / 1024

    (code, memory), seconds = timed(run)
    if code:
        raise SystemExit(f"{' '.join(command[:4])} … ended with exit code {code}")
    return seconds, memory


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
