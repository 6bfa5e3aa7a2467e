"""A server over an index in Milvus follows what is published, and changes nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from typer.testing import CliRunner

from index.ingestion import ingest, remove
from index.milvus_publishing import publish
from index.milvus_store import MilvusStore
from rag.answer import AskRequest
from rag.assistant import Assistant
from rag.opening import open_index
from rag.settings import ApiSettings, MilvusSettings, Settings
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import some_plans
from ui.api import create_app
from ui.cli import app
from ui.live import LiveAssistant, following
from ui.live_published import LivePublished

KEY = "a key of this test alone"
QUESTION = AskRequest(question="Who is responsible for insulating council housing?")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where documents are ingested and published from."""
    ingest(some_plans(tmp_path / "plans")[:3], tmp_path / "home", HashEmbedder())
    return tmp_path / "home"


@pytest.fixture
def settings(tmp_path: Path, home: Path) -> Iterator[Settings]:
    """Of a server on another machine: its home is empty."""
    uri = str(tmp_path / "milvus.db")
    store = MilvusStore(uri)
    publish(home, store)
    yield Settings(
        home=tmp_path / "elsewhere",
        milvus=MilvusSettings(uri=uri),
        api=ApiSettings(key=SecretStr(KEY)),
    )
    store.close()


@pytest.fixture
def live(settings: Settings) -> LiveAssistant:
    embedder = HashEmbedder()
    return following(Assistant(open_index(settings, embedder), embedder, settings))


def test_its_answers_are_those_of_the_home(
    live: LiveAssistant, home: Path, settings: Settings
) -> None:
    assert isinstance(live, LivePublished)
    embedder = HashEmbedder()
    here = Settings(home=home)
    local = Assistant(open_index(here, embedder), embedder, here)
    found, right = live.assistant.ask(QUESTION), local.ask(QUESTION)
    assert (found.status, found.answer, found.index) == (right.status, right.answer, right.index)
    assert [c.quote for c in found.citations] == [c.quote for c in right.citations]
    assert found.citations
    assert not settings.home.exists()


def test_a_published_generation_is_answered_from(
    live: LiveAssistant, home: Path, settings: Settings
) -> None:
    before = live.assistant
    held = before.index
    old = live.assistant.ask(QUESTION).index
    assert live.refresh() is False
    remove(["en-numbered"], home)
    assert live.refresh() is False
    assert settings.milvus.uri is not None
    publish(home, MilvusStore(settings.milvus.uri))
    assert live.refresh() is True
    answer = live.assistant.ask(QUESTION)
    assert answer.index != old
    assert not any(c.document == "en-numbered" for c in answer.citations)
    assert held.document("en-numbered").text


def test_documents_are_not_changed_where_nothing_is_kept(
    live: LiveAssistant, settings: Settings
) -> None:
    client = TestClient(create_app(live.assistant, settings, live.refresh))
    headers = {"Authorization": f"Bearer {KEY}"}
    answers = [
        client.post(
            "/documents", files={"files": ("a.txt", b"1. Goal\n\nTo do.")}, headers=headers
        ),
        client.delete("/documents/en-numbered", headers=headers),
    ]
    for response in answers:
        assert response.status_code == 409
        assert response.json()["code"] == "index_published"
    assert not settings.home.exists()


def test_publishing_without_an_address_says_which_setting_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANQA_HOME", str(home))
    done = CliRunner().invoke(app, ["publish"])
    assert done.exit_code != 0
    assert "milvus.uri" in str(done.exception)


def test_the_command_publishes(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_HOME", str(home))
    monkeypatch.setenv("PLANQA_MILVUS__URI", str(tmp_path / "other.db"))
    done = CliRunner().invoke(app, ["publish"])
    assert done.exit_code == 0, done.output
    assert "created\ten-numbered" in done.stdout
    assert "generation 1" in done.stdout
