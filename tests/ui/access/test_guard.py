"""Who may do what: every address of the application, with each kind of key and without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from rag.settings import ApiSettings, ServerSettings, Settings
from tests.rag.asking import Asker
from tests.ui.clients import QUESTION, bearer, client_of, key_of
from ui.access.guard import OPEN
from ui.access.key_store import KeyStore
from ui.access.rates import network
from ui.api import create_app
from ui.server import build_app

_CLOSED = ApiSettings(anonymous=False)


def told(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


@pytest.fixture(scope="module")
def whole(asker: Asker, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The API with the chat, closed to those without a key."""
    home = tmp_path_factory.mktemp("closed")
    return build_app(asker.assistant, Settings(home=home, api=_CLOSED))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/ask"), ("GET", "/search?q=x"), ("GET", "/documents"), ("GET", "/metrics"),
        ("GET", "/documents/x"), ("GET", "/documents/x/view"), ("POST", "/documents"),
        ("GET", "/documents/x/pages/1.png"), ("DELETE", "/documents/x"), ("POST", "/feedback"),
        ("GET", "/answers/x.csv"), ("GET", "/answers/x.xlsx"), ("GET", "/answers/x.docx"),
        ("POST", "/answers/x/feedback"), ("GET", "/passages/x"), ("GET", "/chat/documents"),
        ("GET", "/chat/documents/x"), ("POST", "/v1/chat/completions"), ("GET", "/v1/models"),
        ("GET", "/keys"), ("POST", "/keys"), ("DELETE", "/keys/x"), ("GET", "/session"),
        ("GET", "/"), ("GET", "/config"), ("GET", "/gradio_api/info"), ("GET", "/nope"),
        ("POST", "/gradio_api/queue/join"), ("POST", "/gradio_api/upload"),
    ],
)  # fmt: skip
def test_where_anonymous_reading_is_off_every_address_is_closed(
    whole: FastAPI, method: str, path: str
) -> None:
    client = TestClient(whole, follow_redirects=False)
    response = client.request(method, path)
    assert told(response) == (401, "key_missing")
    assert response.headers["www-authenticate"] == "Bearer"


def test_every_route_that_is_served_without_a_key_is_meant_to_be(whole: FastAPI) -> None:
    client = TestClient(whole, follow_redirects=False)
    described = whole.openapi()["paths"]
    for path, operations in described.items():
        for method in operations:
            response = client.request(method, path)
            assert (response.status_code == 401) == (path not in OPEN), (method, path)


def test_a_person_is_led_to_where_to_sign_in_and_back(asker: Asker, tmp_path: Path) -> None:
    client = client_of(asker, tmp_path, api=_CLOSED)
    response = client.get("/documents/x/view?start=1&end=2", headers={"Accept": "text/html,*/*"})
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?then=/documents/x/view%3Fstart%3D1%26end%3D2"
    assert client.get("/sign-in").status_code == 200


def test_a_key_lets_do_what_its_scopes_say_and_nothing_else(asker: Asker, tmp_path: Path) -> None:
    client = client_of(asker, tmp_path, api=_CLOSED)
    form: Any = {"files": ("x.txt", b"")}
    reading, writing, ruling = (
        bearer(key_of(tmp_path, scope)) for scope in ("read", "write", "admin")
    )
    assert client.post("/ask", json=QUESTION, headers=reading).status_code == 200
    assert told(client.post("/documents", files=form, headers=reading)) == (403, "scope_missing")
    assert told(client.delete("/documents/x", headers=reading)) == (403, "scope_missing")
    assert told(client.get("/keys", headers=reading)) == (403, "scope_missing")
    assert told(client.post("/ask", json=QUESTION, headers=writing)) == (403, "scope_missing")
    assert client.post("/ask", json=QUESTION, headers=ruling).status_code == 200
    assert len(client.get("/keys", headers=ruling).json()) == 3


def test_a_key_that_only_writes_may_write_where_reading_is_open(
    asker: Asker, tmp_path: Path
) -> None:
    client = client_of(asker, tmp_path)
    writing = bearer(key_of(tmp_path, "write", "read"))
    assert told(client.delete("/documents/x", headers=writing))[0] in (404, 503)


def test_a_wrong_or_revoked_key_is_refused_even_where_none_is_needed(
    asker: Asker, tmp_path: Path
) -> None:
    client = client_of(asker, tmp_path)
    assert client.get("/documents").status_code == 200
    key = key_of(tmp_path, "read")
    assert client.get("/documents", headers=bearer(key)).status_code == 200
    store = KeyStore(tmp_path)
    store.revoke(store.all()[0].id)
    for wrong in (key, key[:-1], "pq_00000000_x", "nonsense"):
        response = client.get("/documents", headers=bearer(wrong))
        assert told(response) == (401, "key_wrong")
        assert wrong not in response.text
    # What no client of ours sends is none of our keys: a proxy may ask for a password of its own.
    assert client.get("/documents", headers={"Authorization": "Basic eDp5"}).status_code == 200
    assert client.get("/documents", headers={"Authorization": "Bearer "}).status_code == 200
    assert client.get("/documents", headers=bearer("anonymous")).status_code == 200


def test_the_key_of_the_settings_may_do_everything(asker: Asker, tmp_path: Path) -> None:
    own = "a key of the settings"
    settings = ApiSettings(anonymous=False, key=SecretStr(own))
    client = client_of(asker, tmp_path, api=settings)
    assert client.get("/keys", headers=bearer(own)).json() == []
    assert told(client.get("/keys", headers=bearer(own + "x"))) == (401, "key_wrong")


def test_keys_are_made_and_revoked_over_http(asker: Asker, tmp_path: Path) -> None:
    client = client_of(asker, tmp_path, api=_CLOSED)
    ruling = bearer(key_of(tmp_path, "admin"))
    made = client.post("/keys", json={"name": "Portal", "scopes": ["read"]}, headers=ruling)
    assert made.status_code == 201
    new = made.json()
    assert client.get("/documents", headers=bearer(new["key"])).status_code == 200
    listed = client.get("/keys", headers=ruling).json()
    assert [one["name"] for one in listed] == ["the tests", "Portal"]
    assert all("key" not in one for one in listed)
    assert client.delete(f"/keys/{new['id']}", headers=ruling).status_code == 204
    assert told(client.get("/documents", headers=bearer(new["key"]))) == (401, "key_wrong")
    assert told(client.delete(f"/keys/{new['id']}", headers=ruling)) == (404, "unknown_key")
    wrong = client.post("/keys", json={"name": "x", "scopes": ["all"]}, headers=ruling)
    assert told(wrong) == (422, "request_invalid")


def test_a_limit_is_each_key_s_and_each_address_s_own(asker: Asker, tmp_path: Path) -> None:
    limits = ApiSettings(requests_per_key=3, requests_per_address=2)
    client = client_of(asker, tmp_path, api=limits)
    one, other = (bearer(key_of(tmp_path, "read")) for _ in range(2))
    seen = [client.get("/documents") for _ in range(3)]
    assert [r.status_code for r in seen] == [200, 200, 429]
    assert seen[0].headers["ratelimit-policy"] == '"address";q=2;w=60'
    assert seen[0].headers["ratelimit"].startswith('"address";r=1;t=')
    assert told(seen[2]) == (429, "rate_limited")
    assert 1 <= int(seen[2].headers["retry-after"]) <= 60
    assert [client.get("/documents", headers=one).status_code for _ in range(4)] == [
        200, 200, 200, 429,
    ]  # fmt: skip
    assert client.get("/documents", headers=other).status_code == 200
    # Guessing keys is counted against the address, and health is never refused.
    assert told(client.get("/documents", headers=bearer("guess"))) == (429, "rate_limited")
    assert client.get("/healthz").status_code == 200


def test_no_limit_has_no_headers(asker: Asker, tmp_path: Path) -> None:
    client = client_of(asker, tmp_path, api=ApiSettings(requests_per_address=0))
    assert "ratelimit" not in client.get("/documents").headers


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"), ("", ""),
    ],
)  # fmt: skip
def test_an_ipv6_client_is_counted_by_its_network(address: str, counted: str) -> None:
    assert network(address) == counted


def test_other_sites_are_told_nothing_unless_they_are_named(asker: Asker, tmp_path: Path) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    closed = build_app(asker.assistant, Settings(home=tmp_path))
    with TestClient(closed, follow_redirects=False) as client:
        for path in ("/", "/documents", "/config"):
            for response in (client.get(path, headers=asked), client.options(path, headers=asked)):
                assert not [name for name in response.headers if name.startswith("access-control")]
    named = ApiSettings(origins=["https://other.example"], anonymous=False)
    opened = client_of(asker, tmp_path, api=named)
    allowed = opened.options("/ask", headers=asked)
    assert allowed.headers["access-control-allow-origin"] == "https://other.example"
    assert "access-control-allow-credentials" not in allowed.headers
    third = {**asked, "Origin": "https://third.example"}
    assert "access-control-allow-origin" not in opened.options("/ask", headers=third).headers


def test_the_chat_is_open_to_the_sites_that_are_named_and_to_no_others(
    asker: Asker, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, api=ApiSettings(origins=["https://other.example"]))
    with TestClient(build_app(asker.assistant, settings)) as client:
        for path in ("/", "/config"):
            third = client.get(path, headers={"Origin": "https://third.example"})
            assert third.status_code == 200
            assert not [name for name in third.headers if name.startswith("access-control-allow")]
            other = client.get(path, headers={"Origin": "https://other.example"})
            assert other.headers["access-control-allow-origin"] == "https://other.example"
            assert "access-control-allow-credentials" not in other.headers


def test_every_response_carries_the_headers_that_protect(asker: Asker, tmp_path: Path) -> None:
    client = client_of(asker, tmp_path, server=ServerSettings(max_body_bytes=1000))
    for response in (
        client.get("/documents"),
        client.get("/documents/none"),
        client.get("/docs"),
        client.get("/sign-in"),
        client.post("/ask", content=b"x" * 2000),
        client.get("/documents", headers=bearer("wrong")),
    ):
        assert response.headers["x-content-type-options"] == "nosniff"
        own = "same-origin" if response.url.path == "/sign-in" else "no-referrer"
        assert response.headers["referrer-policy"] == own
        assert response.headers["x-frame-options"] == "SAMEORIGIN"
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert response.headers["x-request-id"]


def test_a_fault_of_the_server_is_a_problem_document_with_the_request_s_id(
    asker: Asker, tmp_path: Path
) -> None:
    app = create_app(asker.assistant, Settings(home=tmp_path))

    def fails() -> None:
        raise RuntimeError("secret")

    app.add_api_route("/fails", fails)
    client = TestClient(app, raise_server_exceptions=False)
    response = client.get("/fails", headers={"X-Request-ID": "abc-1"})
    assert told(response) == (500, "internal_error")
    assert response.headers["x-request-id"] == response.json()["request_id"] == "abc-1"
    assert "secret" not in response.text
