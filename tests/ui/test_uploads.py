"""Documents over HTTP: who may change them, and what becomes of each file."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from index.ingestion import ingest
from index.local import LocalIndex
from rag.assistant import Assistant
from rag.settings import ApiSettings, LimitSettings, Settings
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLANS
from ui.api import create_app
from ui.live import LiveAssistant

KEY = "a key of the tests' own"
AUTHORISED = {"Authorization": f"Bearer {KEY}"}
PLAN = "1. Mērķis\n\nUzbūvēt tiltu pār Daugavu.\n".encode()


def client_of(home: Path, **settings: Any) -> tuple[TestClient, LiveAssistant]:
    ingest([PLANS / "lv-codes.txt"], home, HashEmbedder())
    given = Settings(home=home, **settings)
    first = Assistant(LocalIndex.open(home, HashEmbedder()), HashEmbedder(), given)
    live = LiveAssistant(first, home)
    return TestClient(create_app(live.assistant, given, live.refresh)), live


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return client_of(tmp_path / "home", api=ApiSettings(key=SecretStr(KEY)))[0]


def files(**named: bytes) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (f"{name}.txt", data)) for name, data in named.items()]


def ids(client: TestClient) -> list[str]:
    return [one["id"] for one in client.get("/documents").json()]


def test_an_upload_answers_questions_at_once_and_again_it_is_the_same_document(
    client: TestClient,
) -> None:
    before = client.get("/readyz").json()
    response = client.post("/documents", files=files(tilts=PLAN), headers=AUTHORISED)
    assert response.status_code == 200, response.text
    told = response.json()
    assert told["created"] == ["tilts"]
    assert told["embedded"] == told["passages"] == 1
    after = client.get("/readyz").json()
    assert (after["index"], after["generation"]) == (told["index"], told["generation"])
    assert after["generation"] > before["generation"]
    found = client.get("/search", params={"q": "tiltu pār Daugavu"}).json()["passages"]
    assert found[0]["document"] == "tilts"
    assert client.get("/documents/tilts").json()["text"].encode() == PLAN
    again = client.post("/documents", files=files(tilts=PLAN), headers=AUTHORISED).json()
    assert (again["skipped"], again["embedded"]) == (["tilts"], 0)
    given = files(bad=b"\x00\x01" * 99, tilts=PLAN.replace(b"tiltu", b"ostu"))
    told = client.post("/documents", files=given, headers=AUTHORISED).json()
    assert told["updated"] == ["tilts"]
    assert [(one["name"], one["code"]) for one in told["failed"]] == [("bad.txt", "format_unknown")]


def test_when_nothing_is_taken_in_the_reason_is_the_answer(client: TestClient) -> None:
    response = client.post("/documents", files=files(bad=b"\x00\x01" * 99), headers=AUTHORISED)
    assert response.status_code == 415
    assert response.json()["code"] == "format_unknown"
    assert "bad.txt" in response.json()["detail"]


def test_a_deleted_document_is_gone(client: TestClient) -> None:
    response = client.delete("/documents/lv-codes", headers=AUTHORISED)
    assert (response.status_code, response.content) == (204, b"")
    assert ids(client) == []
    again = client.delete("/documents/lv-codes", headers=AUTHORISED)
    assert (again.status_code, again.json()["code"]) == (404, "unknown_document")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "key_missing"),
        ({"Authorization": KEY}, "key_missing"),
        ({"Authorization": "Basic x"}, "key_missing"),
        ({"Authorization": "Bearer "}, "key_missing"),
        ({"Authorization": f"Bearer {KEY}x"}, "key_wrong"),
        ({"Authorization": f"Bearer {KEY[:-1]}"}, "key_wrong"),
    ],
)
def test_without_the_key_nothing_changes(
    client: TestClient, headers: dict[str, str], code: str
) -> None:
    for response in (
        client.post("/documents", files=files(tilts=PLAN), headers=headers),
        client.delete("/documents/lv-codes", headers=headers),
    ):
        assert (response.status_code, response.json()["code"]) == (401, code)
        assert response.headers["www-authenticate"] == "Bearer"
        assert KEY not in response.text
    assert ids(client) == ["lv-codes"]


def test_where_there_is_no_key_at_all_nothing_changes(tmp_path: Path) -> None:
    client, _ = client_of(tmp_path / "home")
    for response in (
        client.post("/documents", files=files(tilts=PLAN), headers=AUTHORISED),
        client.delete("/documents/lv-codes", headers=AUTHORISED),
    ):
        assert (response.status_code, response.json()["code"]) == (401, "key_wrong")
    assert ids(client) == ["lv-codes"]


@pytest.mark.parametrize(
    "request_of",
    [
        {"data": {"files": "no file"}},
        {"json": {"files": []}},
        {
            "content": b"--x\r\nbroken",
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {"files": [("files", (f"{n}.txt", PLAN)) for n in range(101)]},
    ],
    ids=["no file", "json", "broken", "too many"],
)
def test_a_form_that_holds_no_files_is_refused(
    client: TestClient, request_of: dict[str, Any]
) -> None:
    headers = {**AUTHORISED, **request_of.pop("headers", {})}
    response = client.post("/documents", headers=headers, **request_of)
    assert (response.status_code, response.json()["code"]) == (400, "upload_invalid")


def test_the_limit_of_files_is_not_that_of_other_bodies(tmp_path: Path) -> None:
    client, _ = client_of(
        tmp_path / "home",
        api=ApiSettings(key=SecretStr(KEY)),
        limits=LimitSettings(file_bytes=1_500_000),
    )
    fits = b"1. Meri\n\n" + b"vards " * 200_000
    assert client.post("/ask", content=fits).status_code == 413
    response = client.post("/documents", files=files(big=fits * 2), headers=AUTHORISED)
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")
    response = client.post("/documents", files=files(big=fits * 3), headers=AUTHORISED)
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[TestClient, LiveAssistant, list[str]]]:
    """A client whose server is asked throughout; the list gets what goes wrong."""
    client, live = client_of(tmp_path / "home", api=ApiSettings(key=SecretStr(KEY)))
    wrong: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            response = client.post("/ask", json={"question": "Kas plānots par tiltu?"})
            if response.status_code != 200:
                wrong.append(response.text)

    thread = threading.Thread(target=ask)
    thread.start()
    yield client, live, wrong
    stop.set()
    thread.join()


def test_questions_are_answered_while_documents_change(
    asked: tuple[TestClient, LiveAssistant, list[str]], tmp_path: Path
) -> None:
    client, live, wrong = asked
    seen = set()
    for turn in range(6):
        text = PLAN + f"\nKārta {turn}.\n".encode()
        (tmp_path / "tilts.txt").write_bytes(text)
        ingest([tmp_path / "tilts.txt"], tmp_path / "home", HashEmbedder())
        assert live.refresh()
        assert client.get("/documents/tilts").json()["text"].encode() == text
        seen.add(client.get("/readyz").json()["index"])
    assert len(seen) == 6
    assert wrong == []


def test_an_upload_as_events_tells_its_progress_and_then_the_same_report(
    client: TestClient,
) -> None:
    headers = {**AUTHORISED, "Accept": "text/event-stream"}
    response = client.post("/documents", files=files(tilts=PLAN, osta=PLAN[:-5]), headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    told = [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in (block.split("\n") for block in response.text.strip().split("\n\n"))
    ]
    *progress, (last, report) = told
    assert {name for name, _ in progress} == {"progress"}
    assert {"step": "reading", "done": 2, "of": 2} in [said for _, said in progress]
    assert any(said["step"].startswith("encoding") for _, said in progress)
    assert last == "report"
    assert sorted(report["created"]) == ["osta", "tilts"]
    assert report["generation"] == client.get("/readyz").json()["generation"]
    bad = client.post("/documents", files=files(bad=b"\x00\x01" * 99), headers=headers)
    assert 'event: problem\ndata: {"type": "/docs#format_unknown"' in bad.text
    refused = client.post("/documents", files=files(x=PLAN), headers={"Accept": headers["Accept"]})
    assert refused.status_code == 401
