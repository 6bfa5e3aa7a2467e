"""A server's life over a socket: closed until its index is open, and ended with nothing cut off."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
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
from ui.late_chat import LateChat
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

    with (
        running(make) as server,
        httpx.Client(base_url=server.url, timeout=_PATIENCE_S) as client,  # its page waits
    ):
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


class _Late:
    """A server whose chat is made when it is let, or fails to be."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.gate = threading.Event()
        self._fails = fails

    def build(self, assistant: Assistant, home: Path) -> FastAPI:
        late = LateChat(self._chat)
        app = create_app(assistant, Settings(home=home), living=late.living)
        app.mount("/", late)
        return app

    def _chat(self) -> FastAPI:
        self.gate.wait()
        if self._fails is not None:
            raise self._fails
        chat = FastAPI()
        chat.get("/")(lambda: "the chat")
        return chat


def test_questions_are_answered_before_the_chat_is_there_and_its_pages_wait(
    asker: Asker, tmp_path: Path
) -> None:
    late = _Late()
    with (
        running(lambda: late.build(asker.assistant, tmp_path)) as server,
        ThreadPoolExecutor() as pool,
    ):
        until(lambda: server.made == [None])
        pages = [
            pool.submit(httpx.get, f"{server.url}/", timeout=_PATIENCE_S),
            pool.submit(httpx.get, f"{server.url}/nope", timeout=_PATIENCE_S),
        ]
        with pytest.raises(httpx.ReadTimeout):  # who goes away takes the page from nobody
            httpx.get(f"{server.url}/", timeout=0.3)
        asked = httpx.post(f"{server.url}/ask", json=QUESTION, timeout=_PATIENCE_S)
        assert asked.json()["status"] == "answered"
        assert httpx.get(f"{server.url}/readyz").status_code == 200
        assert not any(page.done() for page in pages)
        late.gate.set()
        assert [page.result().status_code for page in pages] == [200, 404]
        assert pages[0].result().json() == "the chat"


def test_a_server_is_stopped_while_its_chat_is_made(asker: Asker, tmp_path: Path) -> None:
    late = _Late()
    with running(lambda: late.build(asker.assistant, tmp_path)) as server:
        until(lambda: server.made == [None])
    assert not server.thread.is_alive()
    late.gate.set()


def test_where_the_chat_cannot_be_opened_the_api_answers_and_its_pages_say_so(
    asker: Asker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    late = _Late(RuntimeError("secret"))
    with running(lambda: late.build(asker.assistant, tmp_path)) as server:
        logger = logging.getLogger("planqa")
        logger.addHandler(caplog.handler)
        late.gate.set()
        for _ in range(2):
            page = httpx.get(f"{server.url}/", timeout=_PATIENCE_S)
            assert (page.status_code, page.json()["code"]) == (500, "internal_error")
            assert "secret" not in page.text
        logger.removeHandler(caplog.handler)
        asked = httpx.post(f"{server.url}/ask", json=QUESTION, timeout=_PATIENCE_S)
        assert asked.json()["status"] == "answered"
    assert "the chat cannot be opened" in caplog.messages


def test_the_whole_server_answers_before_gradio_is_imported(tmp_path: Path) -> None:
    """In a process of its own: others of this one may have imported it."""
    code = """
import sys
from pathlib import Path
from fastapi.testclient import TestClient
from index.ingestion import ingest
from index.local import LocalIndex
from rag.assistant import Assistant
from rag.settings import Settings
from tests.index.hash_embedder import HashEmbedder
from ui.server import build_app
home, plan = map(Path, sys.argv[1:])
ingest([plan], home, HashEmbedder())
settings = Settings(home=home)
assistant = Assistant(LocalIndex.open(home, HashEmbedder()), HashEmbedder(), settings)
app = build_app(assistant, settings)
assert "gradio" not in sys.modules, "imported too early"
with TestClient(app) as client:
    assert client.get("/readyz").status_code == 200
    assert client.get("/").status_code == 200
assert "gradio" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code, tmp_path, PLANS / PLAN], check=True)


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
