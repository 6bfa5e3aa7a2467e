"""The bundled plans and the made-up ones, each indexed once for these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.catalog import bundled_plans
from tests.index.made_home import PLANS
from tests.rag.asking import Asker, opened


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over the five bundled plans."""
    asker = opened(tmp_path_factory.mktemp("bundled"), bundled_plans())
    yield asker
    asker.index.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over an English plan in plain text and one in Markdown, both made up."""
    files = [PLANS / "en-numbered.txt", PLANS / "en-headings.md"]
    asker = opened(tmp_path_factory.mktemp("made"), files)
    yield asker
    asker.index.close()
