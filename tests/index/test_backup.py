"""What a backup holds is what a restore puts back; a damaged one puts back nothing."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpus.errors import PlanqaError
from index.backup import MANIFEST, backup, restore
from index.ingestion import ingest
from index.local import LocalIndex
from index.seal import read_seal
from index.verification import verify
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import edit, some_plans


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    return some_plans(tmp_path / "plans")[:3]


@pytest.fixture
def home(tmp_path: Path, plans: list[Path]) -> Path:
    ingest(plans, tmp_path / "home", HashEmbedder())
    return tmp_path / "home"


def state(home: Path) -> tuple[str, list[tuple[str, bytes | None]]]:
    index = LocalIndex.open(home, HashEmbedder())
    found = [(d.id, index.original(d.id)) for d in index.documents()]
    index.close()
    return index.fingerprint, found


def test_a_backup_is_restored_on_another_home(home: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "kept.planqa", tmp_path / "other"
    assert backup(home, file) == restore(other, file)
    assert state(other) == state(home)
    assert verify(other, HashEmbedder) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "kept.planqa", "other", "plans"]


def test_a_backup_is_taken_while_a_reader_holds_an_older_state(
    home: Path, plans: list[Path], tmp_path: Path
) -> None:
    reader = LocalIndex.open(home, HashEmbedder())
    edit(plans[0], "replace 1,200 windows", "replace 900 windows")
    ingest(plans, home, HashEmbedder())
    backup(home, tmp_path / "kept")
    restore(tmp_path / "other", tmp_path / "kept")
    assert state(tmp_path / "other") == state(home)
    reader.close()


def test_an_index_is_replaced_only_when_told_and_then_as_a_newer_generation(
    home: Path, plans: list[Path], tmp_path: Path
) -> None:
    backup(home, tmp_path / "kept")
    before = state(home)
    edit(plans[0], "replace 1,200 windows", "replace 900 windows")
    ingest(plans, home, HashEmbedder())
    seal = read_seal(home)
    with pytest.raises(PlanqaError, match="--replace") as caught:
        restore(home, tmp_path / "kept")
    assert caught.value.code == "home_not_empty"
    reader = LocalIndex.open(home, HashEmbedder())
    restore(home, tmp_path / "kept", replace=True)
    assert "replace 900 windows" in reader.document("en-numbered").text
    reader.close()
    assert state(home) == before
    after = read_seal(home)
    assert seal is not None
    assert after is not None
    assert after.generation > seal.generation


@pytest.mark.parametrize("damage", ["cut", "flipped", "text", "other file", "leads out", "missing"])
def test_a_backup_that_is_not_sound_is_refused_and_nothing_is_put_back(
    home: Path, tmp_path: Path, damage: str
) -> None:
    file, other = tmp_path / "kept", tmp_path / "other"
    backup(home, file)
    data = file.read_bytes()
    if damage == "cut":
        file.write_bytes(data[:-200])
    elif damage == "flipped":
        file.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    elif damage == "text":
        file.write_text("no backup")
    elif damage == "missing":
        file.unlink()
    else:
        name = "x.txt" if damage == "other file" else "originals/../../../out"
        with ZipFile(file, "w") as archive:
            archive.writestr(name, "x")
            sums = {name: name.removeprefix("originals/")}
            said = {"planqa": "backup", "schema": 2, "files": sums}
            archive.writestr(MANIFEST, json.dumps(said))
    with pytest.raises(PlanqaError) as caught:
        restore(other, file)
    assert caught.value.code == ("file_missing" if damage == "missing" else "backup_invalid")
    assert not (other / "record.sqlite").exists()
    assert not (tmp_path / "out").exists()


def test_a_backup_never_overwrites_a_file(home: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("something else")
    with pytest.raises(PlanqaError) as caught:
        backup(home, tmp_path / "kept")
    assert caught.value.code == "file_exists"
    assert (tmp_path / "kept").read_text() == "something else"
    with pytest.raises(PlanqaError, match="no folder"):
        backup(home, tmp_path / "nowhere" / "kept")
