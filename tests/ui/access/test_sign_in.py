"""A browser gets in with a key, and another site's page cannot use that it did."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from rag.settings import ApiSettings
from tests.rag.asking import Asker
from tests.ui.clients import client_of, key_of
from ui.access.caller import COOKIE
from ui.access.key_store import KeyStore

_OWN = {"Origin": "http://testserver"}
_CLOSED = ApiSettings(anonymous=False)


@pytest.fixture
def client(asker: Asker, tmp_path: Path) -> TestClient:
    return client_of(asker, tmp_path, api=_CLOSED)


def sign_in(client: TestClient, key: str, then: str = "/") -> str:
    response = client.post("/sign-in", data={"key": key, "then": then}, headers=_OWN)
    assert response.status_code == 303, response.text
    return response.headers["location"]


def test_the_cookie_lets_read_and_write_until_one_signs_out(
    client: TestClient, tmp_path: Path
) -> None:
    key = key_of(tmp_path, "read", "write")
    response = client.post("/sign-in", data={"key": f" {key} "}, headers=_OWN)
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert key not in cookie
    assert client.get("/documents").status_code == 200
    assert client.get("/session").json() == {"name": "the tests", "scopes": ["read", "write"]}
    refused = client.delete("/documents/none", headers=_OWN)
    assert refused.status_code in (404, 503)  # no document, but no question of who asks
    token = client.cookies[COOKIE]
    assert client.post("/sign-out", headers=_OWN).headers["location"] == "/"
    client.cookies.set(COOKIE, token)
    assert client.get("/documents").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Origin": "https://other.example"}, {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site", **_OWN},
        {"Sec-Fetch-Site": "none"},
    ],
)  # fmt: skip
def test_another_site_s_page_can_change_nothing(
    client: TestClient, tmp_path: Path, headers: dict[str, str]
) -> None:
    sign_in(client, key_of(tmp_path, "admin"))
    for response in (
        client.delete("/documents/none", headers=headers),
        client.post("/keys", json={"name": "x"}, headers=headers),
        client.post("/ask", json={"question": "x"}, headers=headers),
    ):
        assert (response.status_code, response.json()["code"]) == (401, "key_missing")
    client.post("/sign-out", headers=headers)
    client.cookies.clear()
    assert KeyStore(tmp_path).all()
    refused = client.post("/sign-in", data={"key": key_of(tmp_path, "read")}, headers=headers)
    assert refused.status_code == 401


def test_a_wrong_key_says_so_on_the_page(client: TestClient) -> None:
    response = client.post(
        "/sign-in",
        data={"key": "<b>no</b>", "then": '/"><script>'},
        headers={**_OWN, "Accept-Language": "en"},
    )
    assert response.status_code == 401
    assert 'role="alert"' in response.text
    assert "<script>" not in response.text
    assert "<b>no" not in response.text
    assert "set-cookie" not in response.headers


def test_guessing_keys_on_the_page_is_counted_and_looking_at_it_is_not(
    asker: Asker, tmp_path: Path
) -> None:
    client = client_of(asker, tmp_path, api=ApiSettings(requests_per_address=2))
    seen = [client.get("/sign-in").status_code for _ in range(4)]
    seen += [client.post("/sign-in", data={"key": "x"}, headers=_OWN).status_code for _ in range(3)]
    assert seen == [200, 200, 200, 200, 401, 401, 429]


@pytest.mark.parametrize(
    ("then", "leads"),
    [
        ("/?answer=x", "/?answer=x"), ("//other.example", "/"), ("https://other.example", "/"),
        ("/\\other.example", "/"), ("javascript:alert(1)", "/"), ("/a\r\nX: y", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_signing_in_leads_to_this_server_s_own_pages_only(
    client: TestClient, tmp_path: Path, then: str, leads: str
) -> None:
    assert sign_in(client, key_of(tmp_path, "read"), then) == leads


def test_a_session_ends_with_its_key(asker: Asker, tmp_path: Path) -> None:
    own = SecretStr("a key of the settings")
    client = client_of(asker, tmp_path, api=ApiSettings(anonymous=False, key=own))
    sign_in(client, own.get_secret_value())
    assert client.get("/keys").status_code == 200
    other = ApiSettings(anonymous=False, key=SecretStr("another key of the settings"))
    later = client_of(asker, tmp_path, api=other)
    later.cookies.update(client.cookies)
    assert later.get("/documents").status_code == 401
    sign_in(later, key_of(tmp_path, "read"))
    assert later.get("/documents").status_code == 200
    store = KeyStore(tmp_path)
    store.revoke(store.all()[-1].id)
    assert later.get("/documents").status_code == 401
