"""`MilvusIndex` does what an index of passages must; publishing leaves nothing half done.

All of it on milvus-lite, which speaks the protocol of a Milvus server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.catalog import catalogued
from corpus.errors import PlanqaError
from corpus.model import Document
from corpus.reader import read_document
from index.ingestion import ingest, remove
from index.local import LocalIndex
from index.milvus import MilvusIndex
from index.milvus_publishing import publish
from index.milvus_store import MilvusStore
from index.protocol import PassageIndex
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import QUESTIONS, IndexConformance, lexical
from tests.index.made_home import PLAN, edit, some_plans


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, MilvusStore]]:
    """A home with four plans in it, and a store that it was published to; neither changes."""
    folder = tmp_path_factory.mktemp("published")
    ingest(some_plans(folder / "plans"), folder / "home", HashEmbedder())
    store = MilvusStore(str(folder / "milvus.db"))
    publish(folder / "home", store)
    yield folder / "home", store
    store.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two short plans in it."""
    ingest(some_plans(tmp_path / "plans")[:3], tmp_path / "home", HashEmbedder())
    return tmp_path / "home"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MilvusStore]:
    store = MilvusStore(str(tmp_path / "milvus.db"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Document]:
    """The four plans, in the order of their ids."""
    found = []
    for path in some_plans(tmp_path_factory.mktemp("plans")):
        data = path.read_bytes()
        known = catalogued(hashlib.sha256(data).hexdigest())
        found.append(read_document(data, path.name, known))
    return sorted(found, key=lambda document: document.id)


class TestMilvusIndex(IndexConformance):
    @pytest.fixture
    def embedder(self) -> HashEmbedder:
        return HashEmbedder()

    @pytest.fixture
    def documents(self, read: Sequence[Document]) -> Sequence[Document]:
        return read

    @pytest.fixture
    def index(
        self, published: tuple[Path, MilvusStore], embedder: HashEmbedder
    ) -> Iterator[PassageIndex]:
        index = MilvusIndex.open(published[1], embedder)
        yield index
        index.close()


def test_it_is_the_index_of_the_home(published: tuple[Path, MilvusStore]) -> None:
    home, store = published
    local, remote = (
        LocalIndex.open(home, HashEmbedder()),
        MilvusIndex.open(store, HashEmbedder()),
    )
    assert remote.fingerprint == local.fingerprint
    for description in local.documents():
        assert remote.original(description.id) == local.original(description.id)
    vectors = HashEmbedder().encode_questions(QUESTIONS)
    for question, vector in zip(QUESTIONS, vectors, strict=True):
        right = {h.passage: h.score for h in local.dense(vector, 50)}
        found = {h.passage: h.score for h in remote.dense(vector, 50)}
        assert sorted(found.values()) == pytest.approx(sorted(right.values()), abs=1e-5)
        words = lexical(question)
        first = [h.passage for h in local.lexical(words, 5)]
        assert set(first) <= {h.passage for h in remote.lexical(words, 10)}
    local.close()


def test_only_what_has_changed_is_put_in(home: Path, store: MilvusStore) -> None:
    first = publish(home, store)
    assert (len(first.created), first.generation) == (3, 1)
    again = publish(home, store)
    assert (sorted(again.skipped), again.generation) == (sorted(first.created), 1)
    edit(home.parent / "plans" / PLAN, "Cycling", "Walking and cycling")
    ingest([home.parent / "plans" / PLAN], home, HashEmbedder())
    changed = publish(home, store)
    assert (changed.updated, len(changed.skipped), changed.generation) == (["en-numbered"], 2, 2)
    remove(["en-headings"], home)
    assert publish(home, store).deleted == ["en-headings"]
    index = MilvusIndex.open(store, HashEmbedder())
    local = LocalIndex.open(home, HashEmbedder())
    assert [d.id for d in index.documents()] == ["en-numbered", "lv-tasks-as-units"]
    assert index.document("en-numbered") == local.document("en-numbered")
    vector = HashEmbedder().encode_questions(["cycling"])[0]
    found = [hit.passage for hit in index.dense(vector, 1000)]
    assert sorted(found) == sorted(hit.passage for hit in local.dense(vector, 1000))
    local.close()


def test_a_reader_stays_at_its_generation(home: Path, store: MilvusStore) -> None:
    publish(home, store)
    old = MilvusIndex.open(store, HashEmbedder())
    vector = HashEmbedder().encode_questions(["cycling"])[0]
    before = old.dense(vector, 1000), old.lexical(lexical("cycling", "en"), 1000)
    remove(["en-numbered"], home)
    publish(home, store)
    assert (old.dense(vector, 1000), old.lexical(lexical("cycling", "en"), 1000)) == before
    assert old.document("en-numbered").passages
    new = MilvusIndex.open(store, HashEmbedder())
    assert (old.generation, new.generation) == (1, 2)
    assert not any(hit.passage.startswith("en-numbered") for hit in new.dense(vector, 1000))


def test_what_died_is_purged_once_no_reader_needs_it(home: Path, store: MilvusStore) -> None:
    publish(home, store)
    old = MilvusIndex.open(store, HashEmbedder())
    remove(["en-numbered"], home)
    publish(home, store, grace_s=0)
    state = store.state()
    assert state is not None
    assert state.dead == ()
    with pytest.raises(PlanqaError, match="purged") as caught:
        old.document("en-numbered")
    assert caught.value.code == "index_outdated"


@pytest.mark.parametrize("step", range(1, 5))
def test_a_run_that_is_stopped_changes_nothing(
    home: Path, store: MilvusStore, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    remove(["en-headings"], home)
    publish(home, store)
    before = MilvusIndex.open(store, HashEmbedder())
    ingest([home.parent / "plans" / "en-headings.md"], home, HashEmbedder())
    sent = 0

    class Killed(BaseException):
        pass

    real = store.client.upsert

    def upsert(*given: object, **named: object) -> object:
        nonlocal sent
        sent += 1
        if sent > step:
            raise Killed
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(store.client, "upsert", upsert)
        with pytest.raises(Killed):
            publish(home, store)
    after = MilvusIndex.open(store, HashEmbedder())
    assert (after.generation, after.fingerprint) == (before.generation, before.fingerprint)
    vector = HashEmbedder().encode_questions(["cycling"])[0]
    assert after.dense(vector, 1000) == before.dense(vector, 1000)
    assert publish(home, store).created == ["en-headings"]
    whole = MilvusIndex.open(store, HashEmbedder())
    found = [hit.passage for hit in whole.dense(vector, 1000)]
    assert len(found) == len(set(found)) == sum(map(whole.passage_count, whole._versions))


def test_an_empty_store_says_what_to_do(store: MilvusStore) -> None:
    with pytest.raises(PlanqaError, match="publish") as caught:
        MilvusIndex.open(store, HashEmbedder())
    assert caught.value.code == "index_missing"


def test_an_empty_home_can_be_published_only_after_a_full_one(
    home: Path, store: MilvusStore, tmp_path: Path
) -> None:
    ingest(some_plans(tmp_path / "plans")[:1], tmp_path / "bare", HashEmbedder())
    remove(["en-numbered"], tmp_path / "bare")
    with pytest.raises(PlanqaError, match="ingest a document first") as caught:
        publish(tmp_path / "bare", store)
    assert caught.value.code == "index_missing"
    first = publish(home, store)
    assert len(first.created) == 3
    remove(first.created, home)
    assert len(publish(home, store).deleted) == 3
    assert MilvusIndex.open(store, HashEmbedder()).documents() == []
    ingest(some_plans(tmp_path / "plans")[:1], home, HashEmbedder())
    assert publish(home, store).created == ["en-numbered"]


def test_vectors_of_another_model_are_refused(
    published: tuple[Path, MilvusStore], tmp_path: Path
) -> None:
    with pytest.raises(PlanqaError) as caught:
        MilvusIndex.open(published[1], HashEmbedder("other"))
    assert caught.value.code == "index_model_mismatch"
    ingest(some_plans(tmp_path / "plans")[:1], tmp_path / "home", HashEmbedder("other"))
    with pytest.raises(PlanqaError) as caught:
        publish(tmp_path / "home", published[1])
    assert caught.value.code == "index_model_mismatch"


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(PlanqaError, match=r"127\.0\.0\.1:9") as caught:
        MilvusStore("http://127.0.0.1:9")
    assert caught.value.code == "milvus_unreachable"
