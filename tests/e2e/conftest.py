"""A real server in a process of its own, started on an empty home, asked over HTTP.

The index is built once for the test session, by the server's first start, as it is for anyone who
runs planqa for the first time. The unpacked model is the machine's own. `PLANQA_TEST_HOME` names a
folder whose index is used instead and kept, for those who run these tests again and again.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from corpus.span import fold
from tests.e2e.browsing import Open, Visit

ROOT = Path(__file__).resolve().parents[2]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PATIENCE_MS = 60_000  # two busy cores
_SECONDS_TO_INDEX = 900  # two busy cores
_SERVES = re.compile(r"planqa serves at (http://\S+)")


@dataclass(frozen=True)
class Server:
    """A running server: its address, its home, and a client that asks it."""

    url: str
    home: Path
    client: httpx.Client

    def ask(self, question: str, **fields: Any) -> dict[str, Any]:
        """The answer; fails when the server refuses."""
        response = self.client.post("/ask", json={"question": question, **fields})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def text(self, document: str) -> str:
        """The stored text of a document."""
        return str(self.client.get(f"/documents/{document}").json()["text"])

    def check_citations(self, answer: dict[str, Any]) -> int:
        """Re-read every citation from the document; how many there were."""
        texts = {c["document"]: self.text(c["document"]) for c in answer["citations"]}
        for citation in answer["citations"]:
            text = texts[citation["document"]]
            start, end = citation["start"], citation["end"]
            assert fold(text[start:end]) == citation["quote"]
            first, last = citation["lines"]
            assert first == text.count("\n", 0, start) + 1
            assert last == text.count("\n", 0, end) + 1
            assert citation["url"].startswith(f"/documents/{citation['document']}/view?")
        numbers = [citation["number"] for citation in answer["citations"]]
        assert numbers == list(range(1, len(numbers) + 1))
        marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer["answer"])}
        assert marks <= set(numbers)
        for item in answer["items"]:
            for values in item["fields"].values():
                assert {value["citation"] for value in values} <= set(numbers)
        return len(numbers)


def environment(home: Path) -> dict[str, str]:
    """The environment of a `planqa` process with its own home."""
    return {**os.environ, "PLANQA_HOME": str(home), "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, serving the bundled plans on a free port."""
    kept = os.environ.get("PLANQA_TEST_HOME")
    home = Path(kept) if kept else tmp_path_factory.mktemp("home") / "planqa"
    folder = tmp_path_factory.mktemp("run")
    log = folder / "stderr"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui", "serve", "--port", "0"],
            cwd=folder,
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        url = _address(process, log)
        with httpx.Client(base_url=url, timeout=60) as client:
            client.get("/", timeout=_SECONDS_TO_INDEX)  # the chat comes after the API
            yield Server(url, home, client)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    """Where the server says it serves; fails with its log when it stops instead."""
    assert process.stdout is not None
    stopper = signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(_SECONDS_TO_INDEX)
    try:
        line = process.stdout.readline()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, stopper)
    found = _SERVES.search(line)
    assert found, log.read_text(encoding="utf-8", errors="replace")[-4000:]
    return found[1]


def _too_slow(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"the server did not start in {_SECONDS_TO_INDEX} s")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """The machine's own browser. Closed after each module: as long as it is open, Playwright's
    event loop runs in the main thread, and `asyncio.run` refuses to start another there."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.fail(f"no browser: install one of {', '.join(_BROWSERS)}")
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def visiting(chrome: Browser) -> Iterator[Callable[..., Visit]]:
    """Makes visits of any server with the browser's settings given; fails on any fault."""
    visits: list[Visit] = []

    def visit(url: str, locale: str = "lv-LV", path: str = "", **context: Any) -> Visit:
        page = chrome.new_context(locale=locale, **context).new_page()
        made = Visit(page, url)
        made.watch()
        visits.append(made)
        made.open(path, "en" if locale.startswith("en") else "lv")
        return made

    yield visit
    for made in visits:
        made.page.context.close()
        assert made.faults == []


@pytest.fixture
def open_chat(visiting: Callable[..., Visit], server: Server) -> Open:
    """Opens the chat of the one server that all tests share."""
    return lambda locale="lv-LV", **context: visiting(server.url, locale, **context)
