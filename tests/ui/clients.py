"""The API over a small index, asked without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from rag.settings import Settings
from tests.rag.asking import Asker
from ui.access.key_store import KeyStore, Scope
from ui.api import create_app

QUESTION = {"question": "Which actions concern cycling?"}


def client_of(asker: Asker, home: Path, **settings: Any) -> TestClient:
    """A client of the API with these settings; `home` holds keys and feedback, not the index."""
    app = create_app(asker.assistant, Settings(home=home, **settings))
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


def key_of(home: Path, *scopes: Scope) -> str:
    """The text of a new key with these scopes."""
    store = KeyStore(home)
    _, text = store.make("the tests", scopes)
    store.close()
    return text


def bearer(key: str) -> dict[str, str]:
    """The header that carries a key."""
    return {"Authorization": f"Bearer {key}"}
