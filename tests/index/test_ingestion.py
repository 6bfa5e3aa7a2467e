"""From files to the next generation of an index, and what can go wrong on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.catalog import bundled_plans
from corpus.errors import PlanqaError
from index.ingestion import LOCK, ingest
from index.local import LocalIndex
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import lexical
from tests.index.made_home import PLAN, edit, some_plans

IDS = ["en-headings", "en-numbered", "liepaja-iam-2022", "lv-tasks-as-units"]


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    return some_plans(tmp_path / "plans")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "home"


def passage_ids(home: Path, document: str) -> list[str]:
    index = LocalIndex.open(home, HashEmbedder())
    found = [passage.id for passage in index.passages(document)]
    index.close()
    return found


def state(home: Path) -> tuple[str, int, list[str]]:
    """Fingerprint, generation and ids of an index."""
    index = LocalIndex.open(home, HashEmbedder())
    found = (index.fingerprint, index.generation, [d.id for d in index.documents()])
    index.close()
    return found


def test_new_files_are_created_and_counted(plans: list[Path], home: Path) -> None:
    embedder = HashEmbedder()
    report = ingest(plans, home, embedder)
    assert sorted(report.created) == IDS
    assert (report.updated, report.skipped, report.failed) == ([], [], [])
    index = LocalIndex.open(home, embedder)
    assert report.passages == sum(index.passage_count(document) for document in IDS)
    assert report.embedded == len(embedder.encoded) == len(set(embedder.encoded))
    index.close()


def test_unchanged_files_are_skipped_and_change_nothing(plans: list[Path], home: Path) -> None:
    ingest(plans, home, HashEmbedder())
    before, embedder = state(home), HashEmbedder()
    report = ingest(plans, home, embedder)
    assert sorted(report.skipped) == IDS
    assert (report.created, report.updated, report.passages, report.embedded) == ([], [], 0, 0)
    assert embedder.encoded == []
    assert state(home) == before


def test_a_changed_file_is_updated_and_only_its_new_text_is_encoded(
    plans: list[Path], home: Path
) -> None:
    ingest(plans, home, HashEmbedder())
    before = state(home)
    edit(plans[0], "train 20 energy advisers", "train 35 energy advisers")
    embedder = HashEmbedder()
    report = ingest(plans, home, embedder)
    assert report.updated == ["en-numbered"]
    assert len(report.skipped) == 3
    assert report.embedded == len(embedder.encoded) == 1
    assert "train 35 energy advisers" in embedder.encoded[0]
    after = state(home)
    assert after[0] != before[0]
    assert after[1] > before[1]


def test_removing_a_paragraph_keeps_the_ids_of_the_others(plans: list[Path], home: Path) -> None:
    ingest(plans, home, HashEmbedder())
    before = passage_ids(home, "en-numbered")
    edit(plans[0], "b) replace 1,200 windows;\n", "")
    report = ingest(plans[:1], home, HashEmbedder())
    after = passage_ids(home, "en-numbered")
    assert report.embedded == 0
    assert len(after) == len(before) - 1
    assert [passage for passage in before if passage in set(after)] == after


def test_nothing_of_the_old_text_is_found_after_an_update(plans: list[Path], home: Path) -> None:
    ingest(plans, home, HashEmbedder())
    edit(plans[0], "set up 200 bicycle stands at schools", "open a repair shop")
    ingest(plans, home, HashEmbedder())
    embedder = HashEmbedder()
    index = LocalIndex.open(home, embedder)
    hits = index.dense(embedder.encode_questions(["bicycle stands at schools"])[0], 1000)
    ids = {p.id for document in IDS for p in index.passages(document)}
    assert {hit.passage for hit in hits} == ids
    found = index.lexical(lexical("stands", "en"), 1000)
    assert all("stands at schools" not in index.passage(hit.passage).text for hit in found)
    index.close()


def test_files_that_fail_are_named_and_stop_no_other(plans: list[Path], home: Path) -> None:
    folder = plans[0].parent
    (folder / "blank.txt").write_text(" \n\n")
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (folder / "noise.txt").write_bytes(bytes(range(1, 256)) * 9)
    bad = [folder / name for name in ("gone.txt", "blank.txt", "photo.txt", "noise.txt")]
    report = ingest([*bad, *plans], home, HashEmbedder())
    assert sorted(report.created) == IDS
    assert [one.path for one in report.failed] == [*map(str, bad)]
    reasons = [one.reason for one in report.failed]
    for reason, said in zip(
        reasons, ["there is no file", "is empty", "none of the formats", "UTF-8"],
        strict=True,
    ):  # fmt: skip
        assert said in reason


def test_two_files_that_would_be_one_document_do_not_replace_each_other(
    plans: list[Path], home: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "elsewhere" / plans[0].name
    twin.parent.mkdir()
    twin.write_text("# Another plan\n\n## Goal\n\nClean water.\n", encoding="utf-8")
    report = ingest([plans[0], twin], home, HashEmbedder())
    assert report.created == ["en-numbered", "en-numbered-elsewhere"]
    index = LocalIndex.open(home, HashEmbedder())
    for document, path in zip(report.created, [plans[0], twin], strict=True):
        assert index.document(document).text == path.read_text(encoding="utf-8")
        assert index.document(document).description.source == path.name
    index.close()


def test_a_file_that_becomes_unreadable_leaves_its_document(plans: list[Path], home: Path) -> None:
    ingest(plans, home, HashEmbedder())
    before = state(home)
    plans[0].write_bytes(b"")
    report = ingest(plans, home, HashEmbedder())
    assert [one.path for one in report.failed] == [str(plans[0])]
    assert state(home) == before


def test_two_builds_have_the_same_fingerprint(plans: list[Path], tmp_path: Path) -> None:
    ingest(plans, tmp_path / "one", HashEmbedder())
    ingest(plans[::-1], tmp_path / "two", HashEmbedder())
    assert state(tmp_path / "one")[::2] == state(tmp_path / "two")[::2]


def test_a_way_there_and_back_gives_the_same_fingerprint(plans: list[Path], home: Path) -> None:
    ingest(plans, home, HashEmbedder())
    before = state(home)
    edit(plans[0], "replace 1,200 windows", "replace 900 windows")
    ingest(plans, home, HashEmbedder())
    edit(plans[0], "replace 900 windows", "replace 1,200 windows")
    ingest(plans, home, HashEmbedder())
    after = state(home)
    assert after[0] == before[0]
    assert after[1] == before[1] + 2


def test_the_bundled_plans_build_the_same_index_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        report = ingest(bundled_plans(), tmp_path / name, HashEmbedder(dimension=64))
        assert len(report.created) == 5
        assert report.failed == []
    embedder = HashEmbedder(dimension=64)
    one, two = (LocalIndex.open(tmp_path / name, embedder) for name in ("one", "two"))
    assert one.fingerprint == two.fingerprint
    one.close()
    two.close()


def test_another_model_gives_another_fingerprint_and_takes_all_over(
    plans: list[Path], home: Path
) -> None:
    ingest(plans, home, HashEmbedder())
    before, other = state(home), HashEmbedder("other")
    report = ingest([], home, other)
    assert report.embedded == len(other.encoded) > 0
    index = LocalIndex.open(home, other)
    assert [d.id for d in index.documents()] == before[2]
    assert index.fingerprint != before[0]
    vector = other.encode_questions(["heating networks in the Old Harbour"])[0]
    assert "heating network" in index.passage(index.dense(vector, 1)[0].passage).text
    index.close()


def test_a_reader_keeps_answering_from_the_state_it_opened(plans: list[Path], home: Path) -> None:
    embedder = HashEmbedder()
    ingest(plans, home, embedder)
    reader = LocalIndex.open(home, embedder)
    vector = embedder.encode_questions(["bicycle stands"])[0]
    query = lexical("bicycle stands", "en")
    before = reader.dense(vector, 5), reader.lexical(query, 5), reader.document("en-numbered")
    edit(plans[0], "set up 200 bicycle stands at schools", "nothing any more")
    ingest(plans, home, embedder)
    now = reader.dense(vector, 5), reader.lexical(query, 5), reader.document("en-numbered")
    assert now == before
    fresh = LocalIndex.open(home, embedder)
    assert fresh.generation > reader.generation
    assert fresh.lexical(query, 5) != before[1]
    reader.close()
    fresh.close()


def test_progress_tells_what_is_done(plans: list[Path], home: Path) -> None:
    told: list[tuple[str, int, int]] = []
    ingest(plans, home, HashEmbedder(), lambda *step: told.append(step))
    assert ("reading", 0, 4) in told
    assert ("reading", 4, 4) in told
    encoding = [step for step in told if step[0] == "encoding liepaja-iam-2022"]
    assert encoding
    assert encoding[-1][1] == encoding[-1][2]


def test_a_home_that_another_process_writes_to_is_busy(
    plans: list[Path], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(plans[:1], home, HashEmbedder())
    before = state(home)
    monkeypatch.setattr("index.lock.LOCK_SECONDS", 0.2)
    with FileLock(home / LOCK), pytest.raises(PlanqaError, match="try again") as caught:
        ingest(plans, home, HashEmbedder())
    assert (caught.value.code, caught.value.status) == ("index_busy", 503)
    assert state(home) == before
    assert ingest(plans, home, HashEmbedder()).created


def test_a_home_that_cannot_be_made_is_refused(plans: list[Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(PlanqaError, match="PLANQA_HOME") as caught:
        ingest(plans, tmp_path / "file" / "home", HashEmbedder())
    assert caught.value.code == "home_unwritable"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("step", ["put", "advance"])
def test_a_kill_between_vectors_and_documents_leaves_the_old_state(
    plans: list[Path], home: Path, step: str
) -> None:
    ingest(plans, home, HashEmbedder())
    before = state(home)
    edit(plans[0], "replace 1,200 windows", "replace 900 windows")
    script = f"""
import os, signal
from pathlib import Path
import corpus.reader
from index.ingestion import ingest
from index.record import Record
from tests.index.hash_embedder import HashEmbedder
corpus.reader.detect_language = lambda text: "lv"  # loading all dictionaries takes seconds
Record.{step} = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
ingest([Path({str(plans[0])!r})], Path({str(home)!r}), HashEmbedder())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert state(home) == before
    report = ingest(plans, home, HashEmbedder())
    assert report.updated == ["en-numbered"]
    assert report.embedded == 0, "the vectors were on disk already"


def test_an_acknowledged_document_is_there_after_a_kill(plans: list[Path], home: Path) -> None:
    script = f"""
import os
from pathlib import Path
import corpus.reader
from index import ingestion
from index.dense import DenseIndex
from tests.index.hash_embedder import HashEmbedder
corpus.reader.detect_language = lambda text: "lv"  # loading all dictionaries takes seconds
DenseIndex.save = lambda *given: os._exit(9)
ingestion.ingest([Path({str(plans[0])!r})], Path({str(home)!r}), HashEmbedder())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == 9
    assert plans[0].name == PLAN
    assert state(home)[2] == ["en-numbered"]


def test_a_page_that_names_its_publisher_is_read_anew_when_it_changes(home: Path) -> None:
    """Only documents of the catalogue keep the title that they had."""
    page = home.parent / "page.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    head = '<head><meta property="og:site_name" content="Marsh Council"></head>'
    for title in ("Homes", "Affordable homes"):
        said = f"<html>{head}<body><h1>{title}</h1><p>A fifth is affordable.</p></body></html>"
        page.write_text(said, encoding="utf-8")
        ingest([page], home, HashEmbedder())
    with closing(LocalIndex.open(home, HashEmbedder())) as index:
        (description,) = index.documents()
    assert (description.title, description.publisher) == ("Affordable homes", "Marsh Council")
