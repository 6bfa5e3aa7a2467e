"""Which FAISS structure holds how many vectors, and how a large index is brought up to date."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import dense, lexical, structure
from index.dense import DenseIndex
from index.ingestion import ingest, remove
from index.local import LocalIndex
from index.opening import open_record
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import QUESTIONS
from tests.index.index_conformance import lexical as words_of
from tests.index.made_home import PLAN, edit, some_plans


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a hundred vectors on, an index is partitioned."""
    monkeypatch.setattr(structure, "FLAT_MOST", 100)


def clustered(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Vectors around some centres, as those of texts are."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(1).normal(size=(60, 32))
    rows = centres[random.integers(0, 60, count)] + random.normal(size=(count, 32)) * 0.7
    found = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(found, dtype=np.float32)


def test_partitions_grow_with_the_root_and_small_indexes_have_none() -> None:
    assert [structure.partitions(n) for n in (0, 50_000, 65_536, 10**6, 3 * 10**6)] == [
        0, 0, 512, 2048, 4096,
    ]  # fmt: skip


@pytest.mark.usefixtures("_small")
def test_a_partitioned_index_finds_nearly_all_and_among_some_rows_all(tmp_path: Path) -> None:
    vectors, questions = clustered(8000), clustered(50, 2)
    rows = np.arange(8000, dtype=np.int64) * 3
    DenseIndex.build(rows, vectors).save(tmp_path, 1, "model")
    index = DenseIndex.load(tmp_path, 1, "model")
    assert index is not None
    scope = rows[::40]
    shares = []
    for question in questions:
        scores = vectors @ question
        right = set(rows[np.argsort(-scores)[:10]].tolist())
        found = index.search(question, 10)
        shares.append(len(right & {row for row, _ in found}) / 10)
        inside = scope[np.argsort(-scores[::40])[:10]].tolist()
        held = index.search(question, 10, scope)
        assert {row for row, _ in held} == set(inside)
        for row, score in held:
            assert score == pytest.approx(float(scores[row // 3]), abs=2e-3)
    assert np.mean(shares) >= 0.98


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("broken", ["", dense.FILE, lexical.FILE])
def test_a_large_index_that_was_brought_up_to_date_holds_what_there_is(
    tmp_path: Path, broken: str
) -> None:
    plans, home = some_plans(tmp_path / "plans"), tmp_path / "home"
    ingest(plans, home, HashEmbedder())
    if broken:
        (home / broken).write_bytes(b"broken")
    edit(tmp_path / "plans" / PLAN, "insulate the roofs", "insulate and paint the roofs")
    ingest([tmp_path / "plans" / PLAN], home, HashEmbedder())
    remove(["en-headings"], home)
    ingest(plans[:3], tmp_path / "anew", HashEmbedder())
    remove(["en-headings"], tmp_path / "anew")
    ingest(plans[3:], tmp_path / "anew", HashEmbedder())
    record = open_record(home)
    model, generation = record.meta("model") or "", record.generation()
    record.close()
    assert DenseIndex.load(home, generation, model) is not None
    found, right = (
        LocalIndex.open(home, HashEmbedder()),
        LocalIndex.open(tmp_path / "anew", HashEmbedder()),
    )
    for question in QUESTIONS:
        vector = HashEmbedder().encode_questions([question])[0]
        ids = [document.id for document in right.documents()]
        first = {h.passage: h.score for h in found.dense(vector, 1000, ids)}
        assert first == pytest.approx(
            {h.passage: h.score for h in right.dense(vector, 1000, ids)}, abs=2e-3
        )
        said = {h.passage: h.score for h in found.lexical(words_of(question), 1000)}
        assert said == pytest.approx(
            {h.passage: h.score for h in right.lexical(words_of(question), 1000)}, rel=1e-9
        )
    found.close()
    right.close()
