"""What comes from a cluster is found by whoever asks, in any order, from several threads, once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from corpus.reader import read_document
from index.ingestion import READING, ingest
from index.limits import Limits
from index.ray_ingestion import _Stream
from index.ray_reading import Encoding, Reading, Row, is_last
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLANS, some_plans

NAMES = ("en-numbered.txt", "lv-tasks-as-units.txt", "en-headings.md")


def rows(known: frozenset[str] = frozenset()) -> Iterator[Row]:
    """What two kinds of workers make of three files, slowly."""
    reading, encoding = Reading(Limits(), known, frozenset()), Encoding(HashEmbedder)
    for position, name in enumerate(NAMES):
        for row in reading({"path": str(PLANS / name), "position": position}):
            time.sleep(0.001)
            yield encoding(row)


def test_documents_and_vectors_are_those_of_this_process() -> None:
    stream = _Stream(rows(), HashEmbedder().dimension)
    for position, name in reversed([*enumerate(NAMES)]):
        stream.begin(position)
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
    following = hashlib.sha256(data[1]).hexdigest()
    with ThreadPoolExecutor(2) as pool:
        document = pool.submit(stream.document, following, NAMES[1])
        vectors = [stream.vector(one) for one in hashes]
        assert document.result() == read_document(data[1], NAMES[1])
    assert all(vector is not None for vector in vectors)


def test_files_that_are_known_give_nothing() -> None:
    known = frozenset(hashlib.sha256((PLANS / n).read_bytes()).hexdigest() for n in NAMES)
    assert [row["position"] for row in rows(known) if is_last(row)] == [0, 1, 2]
    assert all(is_last(row) for row in rows(known))


def test_a_file_that_cannot_be_read_ends_with_an_empty_row(tmp_path: Path) -> None:
    reading = Reading(Limits(), frozenset(), frozenset())
    (tmp_path / "empty.txt").write_bytes(b"")
    for name in ("empty.txt", "nowhere.txt"):
        (row,) = reading({"path": str(tmp_path / name), "position": 7})
        assert is_last(row)
        assert row["position"] == 7


def test_what_has_not_come_with_its_file_is_not_waited_for_until_the_end() -> None:
    taken = rows()
    stream = _Stream(taken, HashEmbedder().dimension)
    # A file of a name that is taken is shelved under another one than its row says.
    data = (PLANS / NAMES[0]).read_bytes()
    assert stream.document(hashlib.sha256(data).hexdigest(), "plan-2022.txt") is None
    assert stream.vector("0" * 64) is None
    assert {row["position"] for row in taken} == {2}


def test_ingestion_says_at_which_file_it_is(tmp_path: Path) -> None:
    plans, told = some_plans(tmp_path / "plans")[:3], []
    (tmp_path / "plans" / "a.txt").write_bytes(b"")
    paths = [tmp_path / "plans" / "a.txt", *plans, tmp_path / "plans" / "nowhere.txt"]
    ingest(paths, tmp_path / "home", HashEmbedder(), lambda *said: told.append(said))
    assert [done for doing, done, _ in told if doing == READING] == [0, 1, 2, 3, 4, 5]
