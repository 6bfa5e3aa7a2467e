"""The bundled plans and the made-up ones, each indexed once for these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.catalog import bundled_plans
from tests.index.made_home import PLANS
from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened

MADE = [PLANS / "en-numbered.txt", PLANS / "en-headings.md"]


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over the five bundled plans."""
    asker = opened(tmp_path_factory.mktemp("bundled"), bundled_plans())
    yield asker
    asker.index.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over an English plan in plain text and one in Markdown, both made up."""
    asker = opened(tmp_path_factory.mktemp("made"), MADE)
    yield asker
    asker.index.close()


@pytest.fixture(scope="session")
def made_with_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """The same with the default model, which decides whether the documents answer."""
    embedder = default_embedder()
    asker = opened(tmp_path_factory.mktemp("made_with_model"), MADE, embedder)
    yield asker
    asker.index.close()
