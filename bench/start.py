"""What it takes to ask one question from a cold start, beside a process that only encodes it.

In: an index of the bundled plans, made first where the settings' home has none. Out: seconds, peak
memory and seconds of processors of `planqa ask`, of `planqa serve` until it is ready, and of a bare
process that loads the model with sentence-transformers and encodes the question, in turn. Of the
server besides: its first answers and the chat's page, which are asked for as soon as it is ready,
and its memory after that.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import httpx
from measure import processors_of, report, spread

from index import e5_weights
from rag.opening import open_assistant
from rag.settings import Settings

_ROUNDS = 3
_ASKED = 4  # further questions that a server answers before its memory is read
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
    bare = [sys.executable, "-c", _BARE, model_folder(settings), _QUESTION]
    measured: dict[str, list[tuple[float, float, float]]] = {
        "bare": [], "planqa ask": [], "planqa serve": [],
    }  # fmt: skip
    after: dict[str, list[float]] = {}
    for _ in range(rounds):
        measured["bare"].append(_run(bare))
        measured["planqa ask"].append(_run(ask))
        until_ready, then = _served()
        measured["planqa serve"].append(until_ready)
        for name, seconds in then.items():
            after.setdefault(name, []).append(seconds)
    rows = {}
    for column, unit in enumerate(("seconds", "MiB at the peak", "seconds of processors")):
        for name, values in measured.items():
            rows[f"{name}, {unit}"] = spread([value[column] for value in values])
        for name in ("planqa ask", "planqa serve"):
            pairs = zip(measured[name], measured["bare"], strict=True)
            rows[f"{name} / bare, {unit}"] = spread(
                [one[column] / other[column] for one, other in pairs]
            )
    rows |= {f"planqa serve, {name}, seconds": spread(values) for name, values in after.items()}
    report("start", "From the command to the answer", rows)


def model_folder(settings: Settings) -> str:
    """The folder or hub name that sentence-transformers loads."""
    packed = e5_weights.installed_package()
    if settings.embedding.model != "default":
        return settings.embedding.model
    return (
        str(e5_weights.unpacked(packed, settings.cache).path) if packed else e5_weights.MODEL_NAME
    )


def _run(command: list[str]) -> tuple[float, float, float]:
    """Seconds, peak memory (MiB) and seconds of processors of one process."""
    quiet = subprocess.DEVNULL
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    used = _used(process, accepted=(0,))
    return time.perf_counter() - started, *used


def _served() -> tuple[tuple[float, float, float], dict[str, float]]:
    """Of a server: seconds until it is ready, its peak memory (MiB) in the end, seconds of
    processors until it is ready; and the seconds of what is asked of it then, one by one."""
    command = [sys.executable, "-m", "ui", "serve", "--port", "0"]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    said = re.search(r"http://\S+", process.stdout.readline())
    ready = time.perf_counter()
    if said is None:
        raise SystemExit("planqa serve does not serve")
    processors = processors_of(process.pid)
    with httpx.Client(base_url=said.group(), timeout=60) as client:
        then = {"its first answer": _asked(client)}
        client.get("/", headers={"Accept": "text/html"}).raise_for_status()
        then["from the command to the chat's page"] = time.perf_counter() - started
        for _ in range(_ASKED):
            then["a later answer"] = _asked(client)
    process.terminate()
    process.stdout.close()
    memory, _ = _used(process, accepted=(0, -15))
    return (ready - started, memory, processors), then


def _asked(client: httpx.Client) -> float:
    """Seconds until the question is answered."""
    started = time.perf_counter()
    client.post("/ask", json={"question": _QUESTION}).raise_for_status()
    return time.perf_counter() - started


def _used(
    process: subprocess.Popen[str] | subprocess.Popen[bytes], accepted: tuple[int, ...]
) -> tuple[float, float]:
    """Peak memory (MiB) and seconds of processors of a process, once it has ended."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        raise SystemExit(f"{process.args!r} ended with exit code {process.returncode}")
    return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
