"""What comes from a cluster is found by whoever asks, in any order, from several threads, once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from corpus.reader import read_document
from index.limits import Limits
from index.ray_ingestion import _Stream
from index.ray_reading import Encoding, Reading, Row
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLANS

NAMES = ("en-numbered.txt", "lv-tasks-as-units.txt", "en-headings.md")


def rows(known: frozenset[str] = frozenset()) -> Iterator[Row]:
    """What two kinds of workers make of three files, slowly."""
    reading, encoding = Reading(Limits(), known, frozenset()), Encoding(HashEmbedder)
    for name in NAMES:
        for row in reading({"path": str(PLANS / name)}):
            time.sleep(0.001)
            yield encoding(row)


def test_documents_and_vectors_are_those_of_this_process() -> None:
    stream = _Stream(rows(), HashEmbedder().dimension)
    for name in reversed(NAMES):
        data = (PLANS / name).read_bytes()
        document = read_document(data, name)
        assert stream.document(hashlib.sha256(data).hexdigest(), name) == document
        texts = list(dict.fromkeys(p.searchable for p in document.passages))
        right = HashEmbedder().encode_passages(texts)
        for text, vector in zip(texts, right, strict=True):
            found = stream.vector(hashlib.sha256(text.encode()).hexdigest())
            assert found is not None
            assert np.allclose(found, vector, atol=1e-6)
    assert stream.vector("0" * 64) is None
    assert stream.document("0" * 64, NAMES[0]) is None


def test_a_document_can_be_waited_for_while_vectors_are() -> None:
    data = [(PLANS / name).read_bytes() for name in NAMES]
    first = read_document(data[0], NAMES[0])
    hashes = {hashlib.sha256(p.searchable.encode()).hexdigest() for p in first.passages}
    stream = _Stream(rows(), HashEmbedder().dimension)
    last = hashlib.sha256(data[2]).hexdigest()
    with ThreadPoolExecutor(2) as pool:
        document = pool.submit(stream.document, last, NAMES[2])
        vectors = [stream.vector(one) for one in hashes]
        assert document.result() == read_document(data[2], NAMES[2])
    assert all(vector is not None for vector in vectors)


def test_files_that_are_known_give_nothing() -> None:
    known = frozenset(hashlib.sha256((PLANS / n).read_bytes()).hexdigest() for n in NAMES)
    assert list(rows(known)) == []
