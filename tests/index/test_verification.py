"""Damage to any file of an index is found, and what can be made again is."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from index import dense, originals, schema
from index import seal as seals
from index.embedder import Embedder
from index.ingestion import ingest
from index.lexical import FILE as LISTS
from index.local import LocalIndex
from index.record import Record
from index.verification import Finding, verify
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import lexical
from tests.index.made_home import PLANS, edit, some_plans

FLIPS = 60  # bytes changed in each file, one after the other, spread over all of it


def fingerprint(home: Path) -> str:
    index = LocalIndex.open(home, HashEmbedder())
    found = index.fingerprint
    index.close()
    return found


def answers(home: Path) -> object:
    """What a reader says: documents, and what searches find."""
    index = LocalIndex.open(home, HashEmbedder())
    vector = HashEmbedder().encode_questions(["bicycle stands"])[0]
    found = (
        [index.document(d.id) for d in index.documents()],
        index.dense(vector, 20),
        [(hit.passage, round(hit.score, 9)) for hit in index.lexical(lexical("stands", "en"), 20)],
    )
    index.close()
    return found


def no_model() -> Embedder:
    pytest.fail("the model was opened")


def checked(home: Path, *, mend: bool = True) -> list[Finding]:
    return verify(home, HashEmbedder, mend=mend)


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    return some_plans(tmp_path / "plans")


@pytest.fixture
def home(tmp_path: Path, plans: list[Path]) -> Path:
    ingest(plans, tmp_path / "home", HashEmbedder())
    return tmp_path / "home"


@pytest.fixture
def small_home(tmp_path: Path) -> Path:
    """One short document, so that looking through all of it takes no time."""
    plan = tmp_path / "plan" / "lv-codes.txt"
    plan.parent.mkdir()
    shutil.copy(PLANS / plan.name, plan)
    home = tmp_path / "small"
    ingest([plan], home, HashEmbedder(dimension=16))
    return home


def flipped(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1 << (position % 8)
    path.write_bytes(bytes(data))


def places(size: int) -> list[int]:
    """First and last byte, and some in between, another in each test run of another size."""
    chosen = random.Random(size)
    return sorted({0, size - 1, *(chosen.randrange(size) for _ in range(FLIPS))})


def test_a_sound_index_has_no_findings_and_needs_no_model(home: Path) -> None:
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    assert verify(home, no_model) == []
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_one_changed_byte_is_found_in_every_file(small_home: Path) -> None:
    files = [path for path in small_home.rglob("*") if path.is_file() and path.stat().st_size]
    assert {path.name for path in files} > {schema.FILE, dense.FILE, seals.FILE}
    for path in files:
        whole = path.read_bytes()
        for position in places(len(whole)):
            flipped(path, position)
            found = verify(small_home, no_model, mend=False)
            assert found, f"byte {position} of {path.name}"
            assert path.name in {Path(finding.file).name for finding in found}
            path.write_bytes(whole)
    assert verify(small_home, no_model) == []


def test_one_changed_byte_of_a_log_that_readers_hold_open_is_found(
    small_home: Path, tmp_path: Path
) -> None:
    reader = LocalIndex.open(small_home, HashEmbedder(dimension=16))
    plan = tmp_path / "plan" / "lv-codes.txt"
    plan.write_text(plan.read_text(encoding="utf-8") + "\nPapildus teksts.\n", encoding="utf-8")
    assert ingest([plan], small_home, HashEmbedder(dimension=16)).updated
    log = small_home / schema.LOG
    copy = tmp_path / "copy"
    whole = log.read_bytes()
    assert len(whole) > 10_000
    for position in places(len(whole)):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(small_home, copy, ignore=shutil.ignore_patterns("*-shm"))
        flipped(copy / schema.LOG, position)
        with pytest.raises(PlanqaError) as caught:
            LocalIndex.open(copy, HashEmbedder(dimension=16))
        assert caught.value.code == "index_damaged"
        assert schema.LOG in caught.value.message
    reader.close()


def test_a_log_that_has_gone_is_found(small_home: Path, tmp_path: Path) -> None:
    reader = LocalIndex.open(small_home, HashEmbedder(dimension=16))
    (tmp_path / "plan" / "second.txt").write_text("1. Mērķis\n\nTīrs ūdens.\n", encoding="utf-8")
    ingest([tmp_path / "plan" / "second.txt"], small_home, HashEmbedder(dimension=16))
    copy = tmp_path / "copy"
    shutil.copytree(small_home, copy, ignore=shutil.ignore_patterns("*-shm", "*-wal"))
    with pytest.raises(PlanqaError) as caught:
        LocalIndex.open(copy, HashEmbedder(dimension=16))
    assert caught.value.code == "index_damaged"
    reader.close()


@pytest.mark.parametrize("name", [schema.FILE, dense.FILE, LISTS, seals.FILE])
def test_what_is_damaged_is_made_again_with_the_same_answers(home: Path, name: str) -> None:
    right, before = answers(home), fingerprint(home)
    size = (home / name).stat().st_size
    for position in (size // 3, size // 2, size - 30):
        flipped(home / name, position)
        found = checked(home)
        assert found
        assert all(finding.mended for finding in found), found
        assert answers(home) == right
        assert fingerprint(home) == before
        assert checked(home) == []


def test_a_damaged_index_is_refused_on_opening_and_not_written_to(
    home: Path, plans: list[Path]
) -> None:
    flipped(home / schema.FILE, 9000)
    damaged = (home / schema.FILE).read_bytes()
    for use in (LocalIndex.open, lambda *given: ingest(plans, *given)):
        with pytest.raises(PlanqaError, match="planqa verify") as caught:
            use(home, HashEmbedder())
        assert caught.value.code == "index_damaged"
    assert (home / schema.FILE).read_bytes() == damaged


@pytest.mark.parametrize("gone", ["original", "file", "both"])
def test_a_damaged_document_is_read_again_or_named(
    home: Path, plans: list[Path], gone: str
) -> None:
    text = plans[0].read_bytes()
    data = bytearray((home / schema.FILE).read_bytes())
    start = data.find(b"replace 1,200 windows")
    assert start > 0
    while start > 0:
        data[start] ^= 1
        start = data.find(b"replace 1,200 windows", start)
    (home / schema.FILE).write_bytes(bytes(data))
    if gone in ("file", "both"):
        plans[0].unlink()
    if gone in ("original", "both"):
        for path in (home / originals.FOLDER).iterdir():
            if path.read_bytes() == text:
                path.unlink()
    found = checked(home)
    index = LocalIndex.open(home, HashEmbedder())
    ids = [d.id for d in index.documents()]
    if gone == "both":
        [lost] = [finding for finding in found if not finding.mended]
        assert "en-numbered" in lost.what
        assert str(plans[0]) in lost.mend
        assert "en-numbered" not in ids
        assert (home / "damaged.sqlite").is_file()
    else:
        assert all(finding.mended for finding in found)
        assert index.document("en-numbered").text == text.decode()
    assert len(ids) == (3 if gone == "both" else 4)
    index.close()


def test_only_looking_changes_nothing(home: Path) -> None:
    flipped(home / schema.FILE, 5000)
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    found = verify(home, no_model, mend=False)
    assert found
    assert not any(finding.mended for finding in found)
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_a_record_that_is_no_database_any_more_is_replaced_from_nothing(home: Path) -> None:
    (home / schema.FILE).write_bytes(b"gone" * 5000)
    found = checked(home)
    assert any(not finding.mended and "restore" in finding.mend for finding in found)
    assert checked(home) == []


def test_vectors_that_are_damaged_are_encoded_again(home: Path) -> None:
    right = answers(home)
    record = Record(home, writable=True)
    [(text_hash, _), *_] = record.sound_vectors(HashEmbedder().fingerprint)
    record.connection.execute(
        "UPDATE embeddings SET vector = zeroblob(1024) WHERE text_hash = ?", (text_hash,)
    )
    record.close()
    embedder = HashEmbedder()
    found = verify(home, lambda: embedder)
    assert all(finding.mended for finding in found)
    assert len(embedder.encoded) == 1
    assert answers(home) == right


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError) as caught:
        verify(tmp_path, no_model)
    assert caught.value.code == "index_missing"


def test_a_generation_after_mending_is_newer(home: Path, plans: list[Path]) -> None:
    before = seals.read_seal(home)
    assert before is not None
    flipped(home / schema.FILE, 5000)
    checked(home)
    after = seals.read_seal(home)
    assert after is not None
    assert after.generation > before.generation
    edit(plans[0], "replace 1,200 windows", "replace 900 windows")
    assert ingest(plans, home, HashEmbedder()).updated == ["en-numbered"]
