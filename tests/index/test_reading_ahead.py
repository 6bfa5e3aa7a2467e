"""The next file is read while the one before is encoded, and nobody notices but by the time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import PlanqaError
from corpus.model import Description, Document
from index.document_reader import DirectReader
from index.embedder import Progress
from index.ingestion import ingest
from index.reading_ahead import ReadingAhead
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLAN, PLANS, some_plans

_SECONDS = 30


class Watched(DirectReader):
    """Reads, and tells by whom and what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.read_by: list[tuple[str, str]] = []
        self.done = threading.Semaphore(0)

    def read(self, data: bytes, name: str, known: Description | None) -> Document:
        try:
            return super().read(data, name, known)
        finally:
            self.read_by.append((name, threading.current_thread().name))
            self.done.release()


class Waiting(HashEmbedder):
    """Encodes nothing before two files have been read."""

    def __init__(self, reader: Watched) -> None:
        super().__init__()
        self._reader, self._left = reader, 2

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        while self._left:
            assert self._reader.done.acquire(timeout=_SECONDS), "nothing was read meanwhile"
            self._left -= 1
        return super().encode_passages(texts, progress)


def test_the_next_file_is_read_while_passages_are_encoded(tmp_path: Path) -> None:
    plans = some_plans(tmp_path / "plans")
    reader = Watched()
    plain = ingest(plans, tmp_path / "one", HashEmbedder())
    report = ingest(plans, tmp_path / "home", Waiting(reader), reader=reader)
    assert report == plain
    by = [thread for _, thread in reader.read_by]
    assert by == ["MainThread", *["planqa-read"] * (len(plans) - 1)]
    assert [name for name, _ in reader.read_by] == [path.name for path in plans]


def test_what_is_wrong_with_the_next_file_is_said_of_it(tmp_path: Path) -> None:
    plans = some_plans(tmp_path / "plans")
    bad = tmp_path / "plans" / "bad.txt"
    bad.write_bytes(b"")
    alone = ingest([bad], tmp_path / "alone", HashEmbedder()).failed
    among = ingest([plans[0], bad, plans[1]], tmp_path / "home", HashEmbedder())
    assert among.failed == alone
    assert len(among.created) == 2


def test_a_file_that_is_not_asked_for_after_all_is_let_go_of() -> None:
    data = (PLANS / PLAN).read_bytes()
    ahead = ReadingAhead(DirectReader())
    ahead.begin(data, "other.txt", None)
    assert ahead.read(data, PLAN, None) == DirectReader().read(data, PLAN, None)
    ahead.begin(b"", "empty.txt", None)
    with pytest.raises(PlanqaError):
        ahead.read(b"", "empty.txt", None)
    assert ahead.read(data, PLAN, None) == DirectReader().read(data, PLAN, None)
