"""Folders, patterns, archives and moved files: which document each file is, and when one goes."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpus.catalog import bundled_folder
from corpus.errors import PlanqaError
from index.ingestion import IngestReport, ingest, remove
from index.local import LocalIndex
from index.originals import FOLDER
from index.record import Record
from index.seal import read_seal
from index.sources import uploaded
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import lexical


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plans for two years, one file name in both."""
    folder = tmp_path / "plans"
    for name, said in (
        ("2023/budget.txt", "Tilti un ceļi."),
        ("2024/budget.txt", "Skolas un bibliotēkas."),
        ("vision.txt", "Zaļa pilsēta."),
        (".hidden/notes.txt", "Nav domāts lasīšanai."),
    ):
        write(folder / name, said)
    return folder


def write(path: Path, said: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"1. Mērķis\n\n{said}\n", encoding="utf-8")
    return path


def run(paths: Sequence[Path], home: Path) -> IngestReport:
    return ingest(paths, home, HashEmbedder())


def texts(home: Path) -> dict[str, str]:
    index = LocalIndex.open(home, HashEmbedder())
    found = {d.id: index.document(d.id).text for d in index.documents()}
    index.close()
    return found


def test_a_folder_is_its_files_and_those_of_one_name_are_told_apart(
    folder: Path, home: Path
) -> None:
    report = run([folder], home)
    assert sorted(report.created) == ["budget", "budget-2024", "vision"]
    assert "Tilti" in texts(home)["budget"]
    assert "Skolas" in texts(home)["budget-2024"]
    again = run([folder], home)
    assert sorted(again.skipped) == ["budget", "budget-2024", "vision"]


def test_each_file_updates_its_own_document(folder: Path, home: Path) -> None:
    run([folder], home)
    write(folder / "2024/budget.txt", "Peldbaseins.")
    report = run([folder], home)
    assert (report.updated, report.created, report.deleted) == (["budget-2024"], [], [])
    assert "Peldbaseins" in texts(home)["budget-2024"]
    assert "Tilti" in texts(home)["budget"]


def test_a_document_whose_file_has_gone_from_a_folder_is_deleted(folder: Path, home: Path) -> None:
    run([folder], home)
    (folder / "vision.txt").unlink()
    report = run([folder], home)
    assert report.deleted == ["vision"]
    assert sorted(texts(home)) == ["budget", "budget-2024"]
    index = LocalIndex.open(home, HashEmbedder())
    assert index.lexical(lexical("Zaļa pilsēta"), 5) == []
    index.close()


def test_what_was_not_named_is_left_alone(folder: Path, home: Path) -> None:
    run([folder], home)
    (folder / "vision.txt").unlink()
    report = run([folder / "2023"], home)
    assert report.deleted == []
    report = run([folder / "2023" / "budget.txt"], home)
    assert report.deleted == []
    assert "vision" in texts(home)


def test_an_empty_folder_deletes_nothing(folder: Path, home: Path) -> None:
    run([folder], home)
    shutil.rmtree(folder)
    folder.mkdir()
    report = run([folder], home)
    assert report.deleted == []
    assert [failure.code for failure in report.failed] == ["folder_empty"]
    assert len(texts(home)) == 3


def test_a_file_that_has_moved_stays_its_document(folder: Path, home: Path) -> None:
    run([folder], home)
    (folder / "vision.txt").rename(folder / "2024" / "new name.txt")
    report = run([folder], home)
    assert (report.created, report.deleted) == ([], [])
    assert "vision" in report.skipped
    write(folder / "2024" / "new name.txt", "Zila pilsēta.")
    assert run([folder], home).updated == ["vision"]


def test_two_files_with_the_same_bytes_are_one_document(folder: Path, home: Path) -> None:
    shutil.copy(folder / "vision.txt", folder / "a copy.txt")
    report = run([folder], home)
    assert sorted(report.created) == ["a-copy", "budget", "budget-2024"]
    assert report.skipped == ["a-copy"]
    write(folder / "vision.txt", "Cita pilsēta.")
    assert run([folder], home).created == ["vision"]


def test_a_file_that_became_a_copy_of_another_leaves_nothing_behind(
    folder: Path, home: Path
) -> None:
    run([folder], home)
    shutil.copy(folder / "2023/budget.txt", folder / "vision.txt")
    report = run([folder], home)
    assert report.deleted == ["vision"]
    assert sorted(texts(home)) == ["budget", "budget-2024"]


def test_a_bundled_plan_is_known_wherever_it_lies(tmp_path: Path, home: Path) -> None:
    copy = tmp_path / "other name.txt"
    shutil.copy(bundled_folder() / "liepaja-iam-2022.txt", copy)
    assert run([copy], home).created == ["liepaja-iam-2022"]
    copy.write_text(copy.read_text(encoding="utf-8") + "\nPapildināts.\n", encoding="utf-8")
    assert run([copy], home).updated == ["liepaja-iam-2022"]


def test_one_changed_paragraph_of_a_long_plan_is_all_that_is_embedded(
    tmp_path: Path, home: Path
) -> None:
    plan = tmp_path / "latgale-programma-2021-2027.txt"
    shutil.copy(bundled_folder() / plan.name, plan)
    first = run([plan], home)
    again = run([plan], home)
    assert (again.skipped, again.embedded) == (first.created, 0)
    text = plan.read_text(encoding="utf-8")
    old = "Datortehnikas un aprīkojuma interneta piekļuves punktos probācijas klientu apkalpošanai"
    assert text.count(old) == 1
    plan.write_text(text.replace(old, f"{old} un apmācībai"), encoding="utf-8")
    changed = run([plan], home)
    assert changed.updated == first.created
    assert changed.passages == first.passages > 1000
    assert changed.embedded == 1


def test_a_pattern_is_what_it_matches(folder: Path, home: Path) -> None:
    report = run([folder / "*" / "*.txt", folder / "*.pdf"], home)
    assert sorted(report.created) == ["budget", "budget-2024"]
    assert [failure.code for failure in report.failed] == ["file_missing"]
    assert "*.pdf" in report.failed[0].reason


def test_an_archive_is_its_files_and_follows_them(tmp_path: Path, home: Path) -> None:
    archive = tmp_path / "pack.zip"

    def pack(**files: str) -> None:
        with ZipFile(archive, "w") as packed:
            for name, said in files.items():
                packed.writestr(f"{name}.txt", f"1. Mērķis\n\n{said}\n")

    pack(one="Ūdens.", two="Gaiss.")
    assert run([archive], home).created == ["one", "two"]
    pack(one="Ūdens.", two="Tīrs gaiss.", three="Zeme.")
    report = run([archive], home)
    assert (report.skipped, report.updated, report.created) == (["one"], ["two"], ["three"])
    pack(two="Tīrs gaiss.")
    assert sorted(run([archive], home).deleted) == ["one", "three"]
    assert list(texts(home)) == ["two"]


def test_a_bad_file_in_an_archive_stops_no_other(tmp_path: Path, home: Path) -> None:
    archive = tmp_path / "pack.zip"
    with ZipFile(archive, "w") as packed:
        packed.writestr("bad.txt", b"\x00\x01\x02" * 50)
        packed.writestr("good.txt", "1. Mērķis\n\nŪdens.\n")
    report = run([archive], home)
    assert report.created == ["good"]
    assert [failure.path for failure in report.failed] == [f"{archive}!/bad.txt"]


def test_an_upload_is_known_by_its_name_without_its_path(home: Path) -> None:
    for name in ("plan.txt", "../../etc/plan.txt", "C:\\x\\plan.txt"):
        text = f"1. Mērķis\n\nTeksts no {len(name)}.\n".encode()
        ingest([uploaded(name, text)], home, HashEmbedder())
    assert list(texts(home)) == ["plan"]
    assert [path.name for path in home.parent.iterdir()] == ["home"]


def test_removed_documents_are_gone_with_vectors_and_originals(folder: Path, home: Path) -> None:
    run([folder], home)
    before = read_seal(home)
    assert remove(["budget", "vision", "budget"], home) == ["budget", "vision"]
    after = read_seal(home)
    assert before is not None
    assert after is not None
    assert after.generation == before.generation + 2
    assert list(texts(home)) == ["budget-2024"]
    assert len(list((home / FOLDER).iterdir())) == 1
    record = Record(home)
    assert len(list(record.sound_vectors(HashEmbedder().fingerprint))) == len(record.rows())
    record.close()
    remove(["budget-2024"], home)
    assert texts(home) == {}


def test_an_unknown_id_removes_nothing(folder: Path, home: Path) -> None:
    run([folder], home)
    with pytest.raises(PlanqaError, match="nowhere") as caught:
        remove(["vision", "nowhere"], home)
    assert caught.value.code == "unknown_document"
    assert "vision" in texts(home)


def test_the_original_of_each_document_is_kept(folder: Path, home: Path) -> None:
    run([folder], home)
    index = LocalIndex.open(home, HashEmbedder())
    assert index.original("vision") == (folder / "vision.txt").read_bytes()
    index.close()


def test_a_file_over_the_limit_is_not_read(folder: Path, home: Path) -> None:
    (folder / "long.txt").write_text("ā" * 2000, encoding="utf-8")
    report = ingest([folder], home, HashEmbedder(), largest=3000)
    assert [failure.code for failure in report.failed] == ["file_too_large"]
    assert "limits.file_bytes" in report.failed[0].reason
    assert len(report.created) == 3
