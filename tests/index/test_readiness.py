"""A home is filled once and wholly, and follows planqa's reader without asking for the files."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from index.document_reader import DirectReader
from index.ingestion import ingest
from index.local import LocalIndex
from index.readiness import FILLING, make_ready
from index.verification import verify
from index.writer import writing_to
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLAN, some_plans

IDS = ["en-headings", "en-numbered", "liepaja-iam-2022", "lv-tasks-as-units"]
# Fills a home and is killed when the second document is to be encoded.
KILLED = """
import os, signal, sys
from pathlib import Path
from index.document_reader import DirectReader
from index.readiness import make_ready
from tests.index.hash_embedder import HashEmbedder

def progress(what, done, of):
    if what.startswith("encoding") and what != "encoding " + first:
        os.kill(os.getpid(), signal.SIGKILL)

home, first, *plans = sys.argv[1:]
make_ready(Path(home), list(map(Path, plans)), HashEmbedder(), DirectReader(), progress)
"""


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    return some_plans(tmp_path / "plans")


def ready(home: Path, plans: list[Path]) -> tuple[list[str], str]:
    """Ids and fingerprint of the home once it is ready."""
    make_ready(home, plans, HashEmbedder(), DirectReader())
    index = LocalIndex.open(home, HashEmbedder())
    found = ([d.id for d in index.documents()], index.fingerprint)
    index.close()
    return found


def age(home: Path, *documents: str) -> None:
    """Say that an older planqa read these documents."""
    with writing_to(home) as writer:
        with writer.change() as record:
            for one in documents:
                record.connection.execute(
                    "UPDATE documents SET made_by = 'reader 1, analysis 1' WHERE id = ?", (one,)
                )
                record.seal_document(one)
        writer.derive()


def test_an_empty_home_is_filled_and_stays_as_it_is(plans: list[Path], tmp_path: Path) -> None:
    first = ready(tmp_path / "home", plans)
    assert first[0] == IDS
    assert ready(tmp_path / "home", plans[:1]) == first


def test_a_filling_that_was_killed_is_finished_the_next_time(
    plans: list[Path], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", KILLED, str(home), plans[0].stem, *map(str, plans)]
    killed = subprocess.run(command, check=False)
    assert killed.returncode == -signal.SIGKILL
    index = LocalIndex.open(home, HashEmbedder())
    assert [d.id for d in index.documents()] == [plans[0].stem]
    index.close()
    assert ready(home, plans) == ready(tmp_path / "other", plans)
    assert not (home / FILLING).exists()


def test_a_home_of_one_s_own_files_is_not_filled(plans: list[Path], tmp_path: Path) -> None:
    ingest(plans[:1], tmp_path / "home", HashEmbedder())
    assert ready(tmp_path / "home", plans[1:])[0] == [plans[0].stem]


def test_what_an_older_planqa_read_is_read_again_from_the_files_kept(
    plans: list[Path], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    before = ready(home, plans)
    age(home, "en-headings", "liepaja-iam-2022")
    for plan in plans:
        plan.unlink()
    with pytest.raises(PlanqaError, match="planqa verify") as caught:
        LocalIndex.open(home, HashEmbedder())
    assert caught.value.code == "index_outdated"
    assert ready(home, plans) == before


def test_verify_reads_again_what_an_older_planqa_read(plans: list[Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = ready(home, plans)
    age(home, "en-numbered")
    said = verify(home, HashEmbedder, mend=False)
    assert [(one.mended, "another version" in one.what) for one in said] == [(False, True)]
    assert [one.mended for one in verify(home, HashEmbedder)] == [True]
    assert verify(home, HashEmbedder) == []
    assert ready(home, plans) == before


def test_an_old_document_without_its_file_is_named_and_holds_up_no_other(
    plans: list[Path], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    ready(home, plans)
    age(home, "en-headings", "en-numbered")
    (tmp_path / "plans" / PLAN).unlink()
    index_of = {path.name: path for path in (home / "originals").iterdir()}
    with writing_to(home) as writer:
        stored = {s.description.id: s.description.sha256 for s in writer.record.stored()}
    index_of[stored["en-numbered"]].unlink()
    report = ingest([], home, HashEmbedder())
    assert report.updated == ["en-headings"]
    assert [(one.path, one.code) for one in report.failed] == [("en-numbered", "original_missing")]
    assert "planqa remove en-numbered" in report.failed[0].reason
