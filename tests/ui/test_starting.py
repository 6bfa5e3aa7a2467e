"""A server's life over a socket: closed until its index is open, and ended with nothing cut off."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from corpus.errors import PlanqaError
from index.ingestion import ingest
from index.local import LocalIndex
from rag.assistant import Assistant
from rag.generation.openai_server import OpenAIServer
from rag.generation.prompt import rewrite_prompt
from rag.generation.protocol import Deadline, GenerationFailed
from rag.settings import ServerSettings, Settings
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLAN, PLANS
from tests.rag.asking import Asker
from tests.ui.clients import QUESTION
from ui.api import create_app
from ui.server import address_of, build_app, listen, serve, server_of
from ui.starting import Starting

_PATIENCE_S = 60


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.02)


class Running:
    """A server in a thread, its application made by `make`."""

    def __init__(self, make: Callable[[], FastAPI], settings: ServerSettings) -> None:
        self.made: list[BaseException | None] = []
        self.listener = listen("127.0.0.1", 0)
        self.url = address_of(self.listener)
        self.server = server_of(settings, Starting(make, self.made.append))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]})
        self.thread.start()
        until(lambda: self.server.started)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@contextmanager
def running(make: Callable[[], FastAPI], **settings: Any) -> Iterator[Running]:
    made = Running(make, ServerSettings(**settings))
    try:
        yield made
    finally:
        made.stop()
        made.listener.close()


def test_the_port_is_open_before_the_index_is(asker: Asker, tmp_path: Path) -> None:
    gate = threading.Event()

    def make() -> FastAPI:
        gate.wait()
        return build_app(asker.assistant, Settings(home=tmp_path))

    with running(make) as server, httpx.Client(base_url=server.url) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        for path in ("/readyz", "/documents", "/"):
            closed = client.get(path)
            assert (closed.status_code, closed.json()["code"]) == (503, "not_ready")
            assert closed.headers["retry-after"]
            assert closed.headers["x-request-id"] == closed.json()["request_id"]
        page = client.get("/", headers={"Accept": "text/html", "Accept-Language": "en"})
        assert page.status_code == 503
        assert "The server is starting" in page.text
        assert "script" not in page.text
        assert server.made == []
        gate.set()
        until(lambda: server.made == [None])
        assert client.get("/readyz").json()["documents"] == 2
        assert client.get("/healthz").status_code == 200
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200


def test_a_server_is_stopped_while_it_opens_its_index(tmp_path: Path) -> None:
    gate = threading.Event()

    def never() -> FastAPI:
        gate.wait()
        raise AssertionError(tmp_path)

    with running(never) as server:
        assert httpx.get(f"{server.url}/healthz").status_code == 200
    assert not server.thread.is_alive()
    gate.set()


def test_an_index_that_cannot_be_opened_ends_the_server_with_the_reason(tmp_path: Path) -> None:
    def fails() -> Assistant:
        raise PlanqaError("index_damaged", "the index is damaged", 503)

    announced: list[str] = []
    settings = Settings(home=tmp_path, server=ServerSettings(port=0))
    with pytest.raises(PlanqaError, match="damaged"):
        serve(settings, fails, announced.append)
    assert announced == []


def test_the_language_model_is_closed_with_the_server(tmp_path: Path) -> None:
    ingest([PLANS / PLAN], tmp_path, HashEmbedder())
    settings = Settings(home=tmp_path, server=ServerSettings(port=0))
    model = OpenAIServer("tiny", settings.generator)

    def opened() -> Assistant:
        index = LocalIndex.open(tmp_path, HashEmbedder())
        return Assistant(index, HashEmbedder(), settings, model)

    serve(settings, opened, lambda _: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(GenerationFailed, match="closed"):
        list(model.write(rewrite_prompt("Kas?", [], "lv"), Deadline(30)))


class _Gated(HashEmbedder):
    """Encodes questions when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.gate = threading.Event()

    def encode_questions(self, texts: Any) -> Any:
        self.asked.set()
        self.gate.wait()
        return super().encode_questions(texts)


def test_what_has_begun_is_finished_and_nothing_new_begins(tmp_path: Path) -> None:
    embedder = _Gated()
    ingest([PLANS / PLAN], tmp_path, embedder)
    index = LocalIndex.open(tmp_path, embedder)
    settings = Settings(home=tmp_path)
    app = create_app(Assistant(index, embedder, settings), settings)
    with running(lambda: app) as server, ThreadPoolExecutor() as pool:
        until(lambda: server.made == [None])
        whole = pool.submit(httpx.post, f"{server.url}/ask", json=QUESTION, timeout=_PATIENCE_S)
        streamed = pool.submit(
            httpx.post, f"{server.url}/ask", json=QUESTION, timeout=_PATIENCE_S,
            headers={"Accept": "text/event-stream"},
        )  # fmt: skip
        until(embedder.asked.is_set)
        time.sleep(0.3)
        server.server.should_exit = True
        until(lambda: _refused(server.url))
        assert server.thread.is_alive()
        embedder.gate.set()
        assert whole.result().json()["status"] == "answered"
        assert streamed.result().text.count("event: answer") == 1
    index.close()


def _refused(url: str) -> bool:
    try:
        httpx.get(f"{url}/healthz")
    except httpx.TransportError:
        return True
    return False


def test_an_open_page_does_not_hold_up_the_end(asker: Asker, tmp_path: Path) -> None:
    app = build_app(asker.assistant, Settings(home=tmp_path))
    with running(lambda: app, finish_seconds=600) as server:
        until(lambda: server.made == [None])
        with httpx.stream("GET", f"{server.url}/gradio_api/heartbeat/x", timeout=60) as page:
            assert next(page.iter_text()).startswith("data: ALIVE")
            server.stop()
    assert not server.thread.is_alive()


def test_a_slow_body_is_refused_and_holds_up_nobody(asker: Asker, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, server=ServerSettings(body_seconds=1))
    app = create_app(asker.assistant, settings)
    with running(lambda: app) as server:
        until(lambda: server.made == [None])
        slow = []
        for _ in range(50):
            client = socket.create_connection(server.listener.getsockname())
            client.sendall(
                b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Content-Length: 500\r\n\r\n{"
            )
            slow.append(client)
        quick = httpx.post(f"{server.url}/ask", json=QUESTION, timeout=_PATIENCE_S)
        assert quick.json()["status"] == "answered"
        for client in slow:
            client.settimeout(_PATIENCE_S)
            said = client.recv(65536)
            assert said.startswith(b"HTTP/1.1 408 ")
            assert b"connection: close" in said.lower()
            client.close()
        assert httpx.get(f"{server.url}/healthz").status_code == 200


@pytest.mark.parametrize(("proxies", "counted"), [(None, "127.0.0.1"), ("127.0.0.1", "192.0.2.9")])
def test_a_proxy_s_word_on_the_address_is_believed_only_where_it_is_named(
    asker: Asker, tmp_path: Path, proxies: str | None, counted: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    app = create_app(asker.assistant, Settings(home=tmp_path))
    with running(lambda: app, proxies=proxies) as server:
        until(lambda: server.made == [None])
        logger = logging.getLogger("planqa.access")
        logger.addHandler(caplog.handler)
        said = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https"}
        httpx.get(f"{server.url}/documents", headers=said)
        until(lambda: any(r.name == logger.name for r in caplog.records))  # after the response
        logger.removeHandler(caplog.handler)
    (record,) = [r for r in caplog.records if r.name == "planqa.access"]
    assert record.fields["address"] == counted  # type: ignore[attr-defined]
