"""The bundled documents, read once, and what the metrics' tests share."""

from __future__ import annotations

import hashlib

import pytest

from corpus.catalog import bundled_plans, catalogued
from corpus.model import Document
from corpus.reader import read_bytes, read_document
from eval.source import Library, library, saved_document


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return [
        read_document(content, path.name, catalogued(hashlib.sha256(content).hexdigest()))
        for path in bundled_plans()
        for content in [read_bytes(path)]
    ]


@pytest.fixture(scope="session")
def plans(documents: list[Document]) -> Library:
    return library(saved_document(document) for document in documents)
