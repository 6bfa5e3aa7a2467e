"""Five thousand mixed requests by sixteen clients while documents come and go.

No request fails, and the server's memory is flat once it is warm.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.test_lifecycle import KEY, served, write

pytestmark = [pytest.mark.e2e, pytest.mark.long]

_REQUESTS = 5000
_CLIENTS = 16
_WARM = 1500  # requests after which memory is looked at
_WINDOW = 1000  # over so many requests its peak is taken, first and last
_GROWTH = 1.10
_QUESTIONS = (
    "Kas plānots ar tiltu pār Daugavu?", "Kad atjaunos tiltu?", "Where will a school be built?",
    "Kur uzbūvēs skolu?", "What is the mayor's salary?", "Ko nozīmē IAM?",
)  # fmt: skip
_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
Sending = Callable[[httpx.Client, str], httpx.Response]


def _ask(client: httpx.Client, question: str, **more: Any) -> httpx.Response:
    return client.post("/ask", json={"question": question}, **more)


def _complete(client: httpx.Client, question: str) -> httpx.Response:
    said = [{"role": "user", "content": question}]
    return client.post("/v1/chat/completions", json={"model": "planqa", "messages": said})


_MIX: tuple[Sending, ...] = (
    _ask,
    _ask,
    _ask,
    lambda client, question: _ask(client, question, headers={"Accept": "text/event-stream"}),
    _complete,
    lambda client, question: client.get("/search", params={"q": question}),
    lambda client, _: client.get("/documents"),
    lambda client, _: client.get("/documents/tilti"),
    lambda client, _: client.get("/documents/tilti/view?start=0&end=9"),
    lambda client, _: client.get("/readyz"),
    lambda client, _: client.get("/chat/documents"),
    lambda client, _: client.get("/"),
)


def test_a_long_day_fails_no_request_and_takes_no_more_memory(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    write(folder / "tilti.txt", "Atjaunot tiltu pār Daugavu 2026. gadā.")
    write(folder / "skolas.txt", "Uzbūvēt jaunu skolu Krāslavā.")
    with served(tmp_path / "home", folder) as server:
        day = _Day(server.url)
        changing = threading.Thread(target=day.change)
        changing.start()
        with ThreadPoolExecutor(_CLIENTS) as clients:
            list(clients.map(day.work, range(_CLIENTS)))
        day.over.set()
        changing.join()
    assert day.wrong == []
    assert day.changes > 5
    first = max(size for at, size in day.memory if _WARM <= at < _WARM + _WINDOW)
    last = max(size for at, size in day.memory if at >= _REQUESTS - _WINDOW)
    print(f"{day.changes} changes; memory {first / 1e6:.0f} MB, then {last / 1e6:.0f} MB")
    assert last <= _GROWTH * first


class _Day:
    """What the clients do, and what they saw."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._sent = 0
        self.wrong: list[str] = []
        self.memory: list[tuple[int, float]] = []
        self.changes = 0
        self.over = threading.Event()

    def work(self, seed: int) -> None:
        """One client: sends until all have been sent."""
        chance = random.Random(seed)
        with httpx.Client(base_url=self._url, timeout=120) as client:
            while (number := self._next()) < _REQUESTS:
                response = chance.choice(_MIX)(client, chance.choice(_QUESTIONS))
                if response.status_code != 200 or "event: problem" in response.text:
                    self.wrong.append(f"{response.request.url}: {response.text[:300]}")
                if number % 100 == 0:
                    found = _RESIDENT.search(client.get("/metrics").text)
                    assert found
                    self.memory.append((number, float(found[1])))

    def _next(self) -> int:
        with self._lock:
            self._sent += 1
            return self._sent - 1

    def change(self) -> None:
        """Add, update and delete documents until the day is over."""
        key = {"Authorization": f"Bearer {KEY}"}
        with httpx.Client(base_url=self._url, timeout=120, headers=key) as client:
            while not self.over.wait(0.5):
                text = f"1. Mērķis\n\nPadziļināt ostu, {self.changes}. kārta.\n".encode()
                added = client.post("/documents", files={"files": ("osta.txt", text)})
                gone = client.delete("/documents/osta")
                if (added.status_code, gone.status_code) != (200, 204):
                    self.wrong.append(f"{added.text[:300]} {gone.text[:300]}")
                self.changes += 1
