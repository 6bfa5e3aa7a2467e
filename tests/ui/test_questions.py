"""`POST /ask` and `/search` over HTTP, whole and streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from rag.answer import Answer
from tests.rag.asking import Asker
from tests.ui.clients import QUESTION, client_of
from ui.description import ASK_EXAMPLES, answer_example
from ui.error_codes import ERROR_CODES

_EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture
def client(asker: Asker, tmp_path: Path) -> TestClient:
    return client_of(asker, tmp_path)


def events(text: str) -> Iterator[tuple[str, Any]]:
    """Name and data of each event."""
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_the_stream_brings_the_text_in_pieces_and_then_the_same_answer(client: TestClient) -> None:
    whole = client.post("/ask", json=QUESTION).json()
    response = client.post("/ask", json=QUESTION, headers=_EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    first, *texts, last = events(response.text)
    assert first == ("progress", {"step": "answering"})
    assert {name for name, _ in texts} == {"text"}
    assert len(texts) > 1
    assert "".join(said["text"] for _, said in texts) == whole["answer"]
    assert last[0] == "answer"
    for answer in (whole, last[1]):
        del answer["elapsed_ms"]
    assert last[1] == whole


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": " "}, "question_empty"),
        ({"question": "x", "documents": ["none"]}, "unknown_document"),
        ({"question": "x", "limit": 0}, "request_invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_a_stream_begins(
    client: TestClient, body: dict[str, Any], code: str
) -> None:
    response = client.post("/ask", json=body, headers=_EVENTS)
    assert response.status_code == ERROR_CODES[code][0]
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code


def test_a_fault_within_a_stream_is_its_last_event(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = client.app.state.parts.answering  # type: ignore[attr-defined]
    monkeypatch.setattr(queue, "_most", lambda: 0)
    response = client.post("/ask", json=QUESTION, headers=_EVENTS)
    *_, (name, problem) = events(response.text)
    assert (name, problem["code"], problem["status"]) == ("problem", "too_busy", 503)
    refused = client.post("/ask", json=QUESTION)
    assert refused.headers["retry-after"]
    assert refused.json()["request_id"] == refused.headers["x-request-id"]


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-1:2.x_Y", True), ("a b", False), ("é", False), ("a" * 65, False)]
)
def test_a_request_keeps_its_id_where_it_fits(client: TestClient, given: str, kept: bool) -> None:
    response = client.get("/healthz", headers={b"X-Request-ID": given.encode()})
    assert (response.headers["x-request-id"] == given) is kept
    assert response.headers["x-request-id"]


def test_the_examples_of_the_description_are_requests_and_an_answer(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    ask = described["paths"]["/ask"]["post"]
    examples = ask["requestBody"]["content"]["application/json"]["examples"]
    assert set(examples) == set(ASK_EXAMPLES)
    for example in examples.values():
        body = {**example["value"], "documents": None}
        assert client.post("/ask", json=body).status_code == 200
    shown = ask["responses"]["200"]["content"]["application/json"]["example"]
    assert shown == answer_example()
    answer = Answer.model_validate(shown)
    assert answer.status == "answered"
    assert answer.citations


def test_every_operation_says_what_it_needs_and_how_it_fails(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    problem = described["components"]["schemas"]["Problem"]
    assert set(ERROR_CODES) < set(problem["properties"]["code"]["enum"])
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            content = operation["responses"]["default"]["content"]
            assert list(content) == ["application/problem+json"]
            assert "422" not in operation["responses"]
            changes = path in ("/keys", "/keys/{key_id}") or (
                method in ("post", "delete") and path.startswith("/documents")
            )
            if path not in ("/healthz", "/readyz"):
                assert ({} in operation["security"]) is not changes, (method, path)
