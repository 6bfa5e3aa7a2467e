"""Bad input gets a problem document with a stable code, and the server goes on."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Server
from ui.error_codes import ERROR_CODES

pytestmark = pytest.mark.e2e

JSON = {"content-type": "application/json"}


def _is_problem(response: httpx.Response, code: str) -> dict[str, Any]:
    document: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert document["code"] == code
    assert response.status_code == document["status"] == ERROR_CODES[code][0]
    assert set(document) - {"errors"} == {
        "type", "title", "status", "detail", "code", "request_id",
    }  # fmt: skip
    assert document["request_id"] == response.headers["x-request-id"]
    assert "Traceback" not in response.text
    return document


@pytest.mark.parametrize(
    ("body", "code", "named"),
    [
        ({"question": ""}, "question_empty", "empty"),
        ({"question": " \n\t"}, "question_empty", "empty"),
        ({"question": "a" * 2001}, "question_too_long", "2001"),
        ({"question": "a\u0000b"}, "question_control_characters", "U+0000"),
        ({"question": "a\u001b[2J"}, "question_control_characters", "U+001B"),
        ({"question": "a\ud800"}, "question_not_utf8", "UTF-8"),
        ({"question": 5}, "request_invalid", "question"),
        ({"question": None}, "request_invalid", "question"),
        ({"question": ["x"]}, "request_invalid", "question"),
        ({}, "request_invalid", "question"),
        ([], "request_invalid", "body"),
        ("x", "request_invalid", "body"),
        ({"question": "x", "language": "de"}, "request_invalid", "language"),
        ({"question": "x", "limit": 0}, "request_invalid", "limit"),
        ({"question": "x", "limit": 51}, "request_invalid", "limit"),
        ({"question": "x", "limit": "many"}, "request_invalid", "limit"),
        ({"question": "x", "documents": "all"}, "request_invalid", "documents"),
        ({"question": "x", "documents": [1]}, "request_invalid", "documents.0"),
        ({"question": "x", "documents": ["a\udfff"]}, "unknown_document", "\\udfff"),
        ({"question": "x", "history": [{"q": "y"}]}, "request_invalid", "history.0.question"),
        ({"question": "x", "history": "y"}, "request_invalid", "history"),
        ({"question": "x", "temperature": 1}, "request_invalid", "temperature"),
        ({"question": "x", "documents": ["no-such-plan"]}, "unknown_document", "no-such-plan"),
        ({"question": "x", "documents": ["../record"]}, "unknown_document", "../record"),
    ],
)
def test_a_request_that_cannot_be_answered_names_its_fault(
    server: Server, body: object, code: str, named: str
) -> None:
    response = server.client.post("/ask", content=json.dumps(body), headers=JSON)
    document = _is_problem(response, code)
    assert named in document["detail"]
    if code == "request_invalid":
        assert named in [error["field"] for error in document["errors"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "request_invalid"),
        (b"{", "body_not_json"),
        (b"question=x", "body_not_json"),
        (b'{"question": "x"} trailing', "body_not_json"),
        (b"[" * 100_000, "body_not_json"),
        (b'{"question": "x", "limit": ' + b"9" * 5000 + b"}", "body_not_json"),
        (b'{"question": "\xff\xfe"}', "body_not_utf8"),
        (b'{"question": "' + b"a" * 1_000_001 + b'"}', "body_too_large"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(server: Server, content: bytes, code: str) -> None:
    _is_problem(server.client.post("/ask", content=content, headers=JSON), code)


def test_a_streamed_body_over_the_limit_is_refused(server: Server) -> None:
    chunks = (b" " * 100_000 for _ in range(20))
    _is_problem(server.client.post("/ask", content=chunks, headers=JSON), "body_too_large")


def test_a_form_is_no_request(server: Server) -> None:
    _is_problem(server.client.post("/ask", data={"question": "x"}), "request_invalid")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/search", "request_invalid"),
        ("/search?q=", "question_empty"),
        ("/search?q=%20", "question_empty"),
        ("/search?q=%00", "question_control_characters"),
        ("/search?q=" + "a" * 2001, "question_too_long"),
        ("/search?q=x&limit=0", "request_invalid"),
        ("/search?q=x&limit=x", "request_invalid"),
        ("/search?q=x&documents=nope", "unknown_document"),
        ("/documents/nope", "unknown_document"),
        ("/documents/nope/view?start=0&end=4", "unknown_document"),
        ("/documents/%ff%00", "unknown_document"),
        ("/documents/liepaja-iam-2022/view?start=4", "span_invalid"),
        ("/documents/liepaja-iam-2022/view?start=4&end=4", "span_invalid"),
        ("/documents/liepaja-iam-2022/view?start=-1&end=4", "span_invalid"),
        ("/documents/liepaja-iam-2022/view?start=0&end=99999999", "span_invalid"),
        ("/documents/liepaja-iam-2022/view?start=a&end=4", "request_invalid"),
        ("/documents/liepaja-iam-2022/view?start=0&end=4&language=xx", "request_invalid"),
        ("/nope", "not_found"),
        ("/documents/liepaja-iam-2022/nope", "not_found"),
        ("/../../etc/passwd", "not_found"),
        ("/gradio_api/file=/etc/passwd", "request_refused"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(server: Server, path: str, code: str) -> None:
    response = server.client.get(path)
    if code == "request_refused":
        assert response.status_code in (403, 404)
        assert "root:" not in response.text
    else:
        _is_problem(response, code)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/ask", "POST"), ("PUT", "/ask", "POST"), ("DELETE", "/documents", "GET, POST"),
        ("POST", "/search?q=x", "GET"), ("POST", "/healthz", "GET"),
        ("PATCH", "/documents/liepaja-iam-2022", "DELETE, GET"),
    ],
)  # fmt: skip
def test_the_wrong_method_names_the_right_one(
    server: Server, method: str, path: str, allowed: str
) -> None:
    response = server.client.request(method, path)
    _is_problem(response, "method_not_allowed")
    assert response.headers["allow"] == allowed


def test_the_server_still_answers_after_all_that(server: Server) -> None:
    assert server.ask("Ko nozīmē ALTUM?")["status"] == "answered"
