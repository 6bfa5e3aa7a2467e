"""The FAISS file: exact search, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.dense import FILE, DenseIndex


def vectors(count: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def index_of(count: int) -> DenseIndex:
    return DenseIndex.build(np.arange(count, dtype=np.int64) * 7, vectors(count))


@given(st.integers(0, 60), st.integers(0, 70), st.integers(0, 9))
def test_search_is_exact(size: int, count: int, seed: int) -> None:
    question = vectors(1, seed + 100)[0]
    scores = vectors(size) @ question if size else np.zeros(0)
    best = np.argsort(-scores)[:count]
    found = index_of(size).search(question, count)
    assert [row for row, _ in found] == [int(i) * 7 for i in best]
    assert [score for _, score in found] == pytest.approx(scores[best].tolist(), abs=1e-5)


def test_search_can_be_held_to_some_rows() -> None:
    index, question = index_of(50), vectors(1, 5)[0]
    found = index.search(question, 50, [7, 70, 9999])
    assert {row for row, _ in found} == {7, 70}
    assert index.search(question, 50, []) == []


def test_search_held_to_rows_that_are_not_there_finds_nothing() -> None:
    index = DenseIndex.build(np.arange(9), vectors(9, 1))
    assert index.search(vectors(1, 2)[0], 5, []) == []
    assert index.search(vectors(1, 2)[0], 5, [9, 4000]) == []


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    index = index_of(30)
    index.save(tmp_path, 4, "model")
    loaded = DenseIndex.load(tmp_path, 4, "model")
    assert loaded is not None
    assert len(loaded) == 30
    assert loaded.search(vectors(1, 3)[0], 9) == index.search(vectors(1, 3)[0], 9)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_file_of_another_generation_or_model_is_not_loaded(tmp_path: Path) -> None:
    index_of(3).save(tmp_path, 4, "model")
    assert DenseIndex.load(tmp_path, 5, "model") is None
    assert DenseIndex.load(tmp_path, 4, "other") is None
    assert DenseIndex.load(tmp_path / "nowhere", 4, "model") is None


@given(st.integers(0, 100_000), st.integers(1, 255))
def test_a_file_with_one_byte_changed_is_not_loaded(position: int, change: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index_of(10).save(folder, 1, "model")
        data = bytearray((folder / FILE).read_bytes())
        data[position % len(data)] ^= change
        (folder / FILE).write_bytes(bytes(data))
        loaded = DenseIndex.load(folder, 1, "model")
        assert loaded is None


def test_a_failed_write_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_of(3).save(tmp_path, 1, "model")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("index.whole_file.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        index_of(9).save(tmp_path, 2, "model")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert DenseIndex.load(tmp_path, 1, "model") is not None
