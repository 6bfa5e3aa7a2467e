"""Errors become problem documents, whatever they are."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from corpus.errors import PlanqaError
from ui.body_limit import BodyLimit
from ui.error_codes import ERROR_CODES
from ui.headers import SecurityHeaders
from ui.problems import add_problem_handlers, problem


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    add_problem_handlers(app)
    app.add_middleware(BodyLimit, largest=1000)
    app.add_middleware(SecurityHeaders)

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("secret path /srv/index")

    @app.get("/refuses")
    def refuses() -> None:
        raise PlanqaError("unknown_document", "no such document \udcff", 404)

    @app.post("/length")
    def length(body: dict[str, str]) -> int:
        return len(body)

    @app.get("/page", response_class=HTMLResponse)
    def page() -> str:
        return "<p>"

    return TestClient(app, raise_server_exceptions=False)


def test_an_unexpected_exception_says_nothing_of_the_inside(client: TestClient) -> None:
    response = client.get("/fails")
    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_message_that_no_encoding_can_carry_is_still_answered(client: TestClient) -> None:
    response = client.get("/refuses")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "unknown_document"


def test_a_body_over_the_limit_is_refused_declared_or_streamed(client: TestClient) -> None:
    body = json.dumps({"a": "x" * 2000}).encode()
    declared = client.post("/length", content=body, headers={"content-type": "application/json"})
    streamed = client.post(
        "/length",
        content=(body[i : i + 100] for i in range(0, len(body), 100)),
        headers={"content-type": "application/json"},
    )
    for response in (declared, streamed):
        assert response.status_code == 413
        assert response.json()["code"] == "body_too_large"
        assert response.headers["content-type"] == "application/problem+json"


def test_a_body_at_the_limit_is_read(client: TestClient) -> None:
    body = json.dumps({"a": "x"}).encode().ljust(1000)
    response = client.post("/length", content=body, headers={"content-type": "application/json"})
    assert response.json() == 1


def test_every_response_keeps_the_browser_on_this_host(client: TestClient) -> None:
    page = client.get("/page").headers["content-security-policy"]
    assert "connect-src 'self'" in page
    assert "http" not in page
    other = client.get("/nothing").headers["content-security-policy"]
    assert other == "default-src 'none'; frame-ancestors 'none'"


def test_a_problem_document_has_the_members_of_rfc_9457() -> None:
    document = json.loads(bytes(problem(404, "not_found", "x").body))
    assert document == {
        "type": "/docs#not_found", "title": "Not Found", "status": 404, "detail": "x",
        "code": "not_found",
    }  # fmt: skip


def test_codes_are_stable_names_of_errors() -> None:
    for code, (status, meaning) in ERROR_CODES.items():
        assert code == code.lower().replace(" ", "_")
        assert 400 <= status < 600
        assert meaning.endswith(".")
