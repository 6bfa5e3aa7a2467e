"""The bundled plans as the reader makes them: real documents, no index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from corpus.catalog import bundled_plans, catalogued
from corpus.model import Description, Document
from corpus.reader import read_bytes, read_document
from tests.index.made_home import PLAN, PLANS
from tests.rag.asking import Asker, opened


@pytest.fixture(scope="session")
def plans() -> dict[str, Document]:
    """The bundled documents by id."""
    documents = []
    for path in bundled_plans():
        data = read_bytes(path)
        known = catalogued(hashlib.sha256(data).hexdigest())
        documents.append(read_document(data, path.name, known))
    return {document.id: document for document in documents}


@pytest.fixture(scope="session")
def longest(plans: dict[str, Document]) -> Document:
    """The plan with the longest text."""
    return max(plans.values(), key=lambda document: len(document.text))


@pytest.fixture
def hostile() -> Document:
    """A document whose text, title and publisher try to become markup."""
    text = '1. </span><script>alert("x")</script>\n\n<img src=x onerror=alert(1)> & "quoted"\n'
    known = Description(
        id="hostile", title="<b>Plan</b>", publisher="<i>Body</i>", year=2024, language="lv",
        sha256="", source="hostile.txt",
    )  # fmt: skip
    read = read_document(text.encode(), "hostile.txt", known)
    assert read.text == text
    return read


@pytest.fixture(scope="session")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over a made-up plan in English and one in Latvian."""
    files = [PLANS / PLAN, PLANS / "lv-tasks-as-units.txt"]
    opened_here = opened(tmp_path_factory.mktemp("asker"), files)
    yield opened_here
    opened_here.index.close()
