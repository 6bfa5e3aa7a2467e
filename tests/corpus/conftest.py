"""The bundled documents, read once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from corpus.catalog import bundled_plans, catalogued
from corpus.model import Document
from corpus.reader import read_document

Bundled = Callable[[str], Document]


@pytest.fixture(scope="session")
def bundled() -> Bundled:
    """A bundled document by its id."""
    documents = {}
    for path in bundled_plans():
        data = path.read_bytes()
        known = catalogued(hashlib.sha256(data).hexdigest())
        document = read_document(data, path.name, known)
        documents[document.id] = document
    return documents.__getitem__
