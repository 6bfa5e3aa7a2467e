"""How many questions a second a server answers when 32 clients ask at once, and how evenly.

In: the bundled dev questions, asked over HTTP on the index of the settings' home. Out: questions a
second and milliseconds of four servers in turn, each in a process of its own: planqa, planqa that
encodes questions one by one, the same with the model as sentence-transformers runs it, and the
pipeline of `bench/chunk_server.py`. Beside them the
milliseconds of one client alone, taken in the same rounds.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from measure import Spread, report, spread
from serving import PLANQA, served

from eval.questions import bundled_files
from eval.runner import load_questions
from rag.settings import Settings

_CLIENTS = 32
_ROUNDS = 3
_SECONDS = 15.0
_ALONE = 12  # questions of one client alone, in each round
_BENCH = Path(__file__).parent
_PLANQA = [*PLANQA, "0"]
_SERVERS = {
    "planqa": (_PLANQA, {}),
    "one by one": (_PLANQA, {"PLANQA_SERVER__ENCODED_AT_ONCE": "1"}),
    "one by one, not traced": (
        _PLANQA,
        {"PLANQA_SERVER__ENCODED_AT_ONCE": "1", "PLANQA_SERVER__TRACED": "false"},
    ),
    "LangChain": ([sys.executable, str(_BENCH / "chunk_server.py")], {}),
}


@dataclass
class _Measured:
    """Of one server: milliseconds alone and under load, questions a second of each round."""

    address: str
    alone: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)


def main(rounds: int = _ROUNDS, seconds: float = _SECONDS) -> None:
    """Load the servers in turn, `rounds` times for `seconds` each."""
    items = load_questions("dev", bundled_files(), Settings()).items
    questions = itertools.cycle([item.wording.question for item in items])
    with ExitStack() as servers:
        found = {
            name: _Measured(servers.enter_context(served(command, environment))[0])
            for name, (command, environment) in _SERVERS.items()
        }
        for one in found.values():
            httpx.get(one.address, timeout=300)  # planqa makes its chat once it serves, and traces
            asyncio.run(_asked(one.address, questions, clients=4, seconds=2))
        for _ in range(rounds):
            for one in found.values():
                one.alone += asyncio.run(_asked(one.address, questions, clients=1, most=_ALONE))
            for one in found.values():
                started = time.perf_counter()
                loaded = asyncio.run(
                    _asked(one.address, questions, clients=_CLIENTS, seconds=seconds)
                )
                one.rates.append(len(loaded) / (time.perf_counter() - started))
                one.loaded += loaded
    rows: dict[str, Spread] = {}
    for name, one in found.items():
        rows[f"{name}, one client, ms"] = spread(one.alone)
        rows[f"{name}, {_CLIENTS} clients, ms"] = spread(one.loaded)
        rows[f"{name}, questions/s"] = spread(one.rates)
    report("concurrency", f"{_CLIENTS} clients at once", rows, **_figures(found))


def _figures(found: dict[str, _Measured]) -> dict[str, float]:
    planqa, single, untraced, peer = (found[name] for name in _SERVERS)
    load = spread(planqa.loaded)
    return {
        "rate_over_one_by_one": _ratio(planqa, single),
        "rate_over_one_by_one_not_traced": _ratio(planqa, untraced),
        "rate_over_LangChain": _ratio(planqa, peer),
        "p95_over_one_client": round(load.p95 / spread(planqa.alone).p50, 2),
        "p95_over_one_client_LangChain": round(spread(peer.loaded).p95 / spread(peer.alone).p50, 2),
        "longest_over_median": round(load.most / load.p50, 2),
    }


def _ratio(one: _Measured, other: _Measured) -> float:
    """The median over the rounds of the ratio of questions a second."""
    return round(statistics.median(a / b for a, b in zip(one.rates, other.rates, strict=True)), 2)


async def _asked(
    address: str,
    questions: Iterator[str],
    *,
    clients: int,
    seconds: float = 600.0,
    most: int | None = None,
) -> list[float]:
    """Milliseconds of each question; every client asks its next one when it has its answer."""
    until = time.perf_counter() + seconds
    taken: list[float] = []

    async def client(http: httpx.AsyncClient) -> None:
        while time.perf_counter() < until and (most is None or len(taken) < most):
            started = time.perf_counter()
            answer = await http.post("/ask", json={"question": next(questions)})
            answer.raise_for_status()
            taken.append(1000 * (time.perf_counter() - started))

    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=120) as http:
        await asyncio.gather(*(client(http) for _ in range(clients)))
    return taken


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
