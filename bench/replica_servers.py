"""Servers at one address, and clients that ask them; for `bench/replicas.py`.

In: a home. Out: `planqa serve` processes that share a port. Each question goes over a connection
of its own, since the system gives connections, not questions, to servers; which of them answered
stands in its log, by the request's id.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from measure import processors_of
from serving import PLANQA, served

_CLIENTS = 8
_WARM_UP = 12  # questions that each server has answered before any is timed
_KEY = "a key of this benchmark alone"
_REQUEST = re.compile(r"request=(\S+)")


@dataclass(frozen=True)
class Asked:
    """An answer: the request's id, when it was asked and given (seconds of the clock), the index it
    comes from, and of each citation document, start, end and quote."""

    request: str
    began: float
    ended: float
    index: str
    citations: tuple[tuple[str, int, int, str], ...]


@dataclass
class Replica:
    """A running server; its log is read as it grows."""

    url: str
    log: Path
    process: int
    _read: int = 0
    _answered: set[str] = field(default_factory=set)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def processors(self) -> float:
        """Seconds of processors that it has used so far."""
        return processors_of(self.process)

    def answered(self) -> set[str]:
        """The ids of the requests that this server, and no other at its address, has answered."""
        with self.log.open("rb") as log:
            log.seek(self._read)
            fresh = log.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read += len(whole)
        self._answered.update(_REQUEST.findall(whole.decode("utf-8", "replace")))
        return self._answered

    async def upload(self, name: str, data: bytes) -> None:
        """Add or change a document, by one of the servers at the address."""
        async with httpx.AsyncClient(base_url=self.url, timeout=600) as http:
            key = {"Authorization": f"Bearer {_KEY}"}
            response = await http.post("/documents", files={"files": (name, data)}, headers=key)
            response.raise_for_status()
            said = response.json()
            if len(said["updated"]) != 1 or said["embedded"]:
                raise SystemExit(f"the document was to be changed, and nothing encoded: {said}")


@contextmanager
def replica(home: Path, port: int, log: Path) -> Iterator[Replica]:
    """A server over `home` at a port that others share (0: a free one); stopped in the end."""
    environment = {
        "PLANQA_HOME": str(home),
        "PLANQA_API__KEY": _KEY,
        "PLANQA_SERVER__SHARED_PORT": "true",
    }
    with served([*PLANQA, str(port)], environment, log) as (url, process):
        yield Replica(url, log, process)


def warmed(servers: list[Replica], questions: list[str]) -> None:
    """Ask until every server has made its chat and answered some questions."""
    url, newest = servers[-1].url, servers[-1]
    number = 0
    while not _was_asked(newest, "page") or len(newest.answered()) < _WARM_UP:
        number += 1
        what = "page" if number % 4 == 0 else "question"
        headers = {"X-Request-ID": f"{what}-{number}"}
        if what == "page":
            response = httpx.get(url, headers={**headers, "Accept": "text/html"}, timeout=300)
        else:
            asked = {"question": questions[number % len(questions)]}
            response = httpx.post(f"{url}/ask", json=asked, headers=headers, timeout=300)
        response.raise_for_status()


def _was_asked(server: Replica, what: str) -> bool:
    return any(request.startswith(what) for request in server.answered())


async def asked_until(
    url: str, questions: Iterator[str], stop: asyncio.Event, asked: list[Asked] | None = None
) -> list[Asked]:
    """The answers that clients get until `stop`; each asks its next question when it has its
    answer. They are put into `asked` as they come."""
    asked = [] if asked is None else asked

    async def client(name: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            request = f"load-{time.monotonic_ns()}-{name}-{number}"
            began = time.perf_counter()
            response = await http.post(
                "/ask", json={"question": next(questions)}, headers={"X-Request-ID": request}
            )
            ended = time.perf_counter()
            response.raise_for_status()
            said = response.json()
            asked.append(Asked(request, began, ended, said["index"], _cited(said["citations"])))

    limits = httpx.Limits(max_connections=_CLIENTS, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=120) as http:
        await asyncio.gather(*(client(name) for name in range(_CLIENTS)))
    return asked


def _cited(citations: list[dict[str, object]]) -> tuple[tuple[str, int, int, str], ...]:
    return tuple((c["document"], c["start"], c["end"], c["quote"]) for c in citations)  # type: ignore[misc]
