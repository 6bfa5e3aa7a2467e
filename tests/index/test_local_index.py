"""`LocalIndex` does what an index of passages must; and what opening one can run into."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from corpus.catalog import catalogued
from corpus.errors import PlanqaError
from corpus.model import Document
from corpus.reader import read_document
from index import dense, record
from index.ingestion import ingest
from index.local import LocalIndex
from index.protocol import PassageIndex
from index.writer import writing_to
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import IndexConformance, lexical
from tests.index.made_home import some_plans


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with four plans in it."""
    ingest(some_plans(tmp_path / "plans"), tmp_path / "home", HashEmbedder())
    return tmp_path / "home"


def answers(index: LocalIndex) -> object:
    vector = HashEmbedder().encode_questions(["ielas un ceļi"])[0]
    return index.dense(vector, 10), index.lexical(lexical("pašvaldības ceļi"), 10)


class TestLocalIndex(IndexConformance):
    @pytest.fixture
    def embedder(self) -> HashEmbedder:
        return HashEmbedder()

    @pytest.fixture
    def documents(self, tmp_path: Path) -> Sequence[Document]:
        found = []
        for path in some_plans(tmp_path / "plans"):
            data = path.read_bytes()
            known = catalogued(hashlib.sha256(data).hexdigest())
            found.append(read_document(data, path.name, known))
        return sorted(found, key=lambda document: document.id)

    @pytest.fixture
    def index(self, home: Path, embedder: HashEmbedder) -> Iterator[PassageIndex]:
        index = LocalIndex.open(home, embedder)
        yield index
        index.close()


def test_a_home_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match="planqa ingest") as caught:
        LocalIndex.open(tmp_path, HashEmbedder())
    assert caught.value.code == "index_missing"


def test_another_model_is_refused_with_both_names(home: Path) -> None:
    other = HashEmbedder("other")
    with pytest.raises(PlanqaError, match="planqa ingest") as caught:
        LocalIndex.open(home, other)
    assert caught.value.code == "index_model_mismatch"
    assert HashEmbedder().fingerprint in caught.value.message
    assert other.fingerprint in caught.value.message


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"no database at all, but long enough to be taken for one" * 40,
        lambda data: data[:16] + b"\xff" * (len(data) - 16),
        lambda data: data[: len(data) // 2],
        lambda data: data[:8192] + b"\x07" * (len(data) - 8192),
    ],
    ids=["other file", "only the name is right", "cut in half", "pages overwritten"],
)
@pytest.mark.parametrize("writing", [False, True], ids=["open", "ingest"])
def test_a_broken_record_is_refused(home: Path, damage: object, *, writing: bool) -> None:
    assert callable(damage)
    path = home / record.FILE
    for rest in home.glob(f"{record.FILE}-*"):
        rest.unlink()
    path.write_bytes(damage(path.read_bytes()))
    plans = some_plans(home.parent / "plans")
    use = partial(ingest, plans) if writing else LocalIndex.open
    with pytest.raises(PlanqaError, match=record.FILE) as caught:
        use(home, HashEmbedder())
    assert caught.value.code == "index_damaged"


def test_a_record_of_another_layout_is_refused(home: Path) -> None:
    with writing_to(home) as writer, writer.change() as changed:
        changed.set_meta("schema", "999")
    with pytest.raises(PlanqaError, match="999") as caught:
        LocalIndex.open(home, HashEmbedder())
    assert caught.value.code == "index_outdated"


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "no header", "other generation"])
def test_a_faiss_file_that_is_not_right_is_made_again(home: Path, damage: str) -> None:
    path = home / dense.FILE
    index = LocalIndex.open(home, HashEmbedder())
    right = answers(index)
    index.close()
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(whole[:-100])
    elif damage == "changed":
        path.write_bytes(whole[:-20] + b"\x01" * 20)
    elif damage == "no header":
        path.write_bytes(b"[]\n" + whole)
    else:
        path.write_bytes(whole.replace(b'"generation": ', b'"generation": 9', 1))
    index = LocalIndex.open(home, HashEmbedder())
    assert answers(index) == right
    index.close()
    ingest([], home, HashEmbedder())
    assert path.read_bytes() == whole


def contents(home: Path) -> dict[str, bytes]:
    """The files of a home; what SQLite's readers share among themselves is none of the index."""
    files = (path for path in home.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files if not path.name.endswith("-shm")}


def test_opening_writes_nothing(home: Path) -> None:
    before = contents(home)
    index = LocalIndex.open(home, HashEmbedder())
    answers(index)
    index.close()
    after = contents(home)
    assert {name: data for name, data in after.items() if data} == {
        name: data for name, data in before.items() if data
    }
