"""The commands that keep an index: what they print, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.ingestion import ingest
from index.schema import FILE
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLANS
from ui.cli import run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two documents, which the commands are pointed at."""
    home = tmp_path / "home"
    ingest([PLANS / "lv-codes.txt", PLANS / "en-headings.md"], home, HashEmbedder())
    monkeypatch.setenv("PLANQA_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return home


def test_removed_documents_are_listed_and_gone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["remove", "lv-codes"]) == 0
    assert capsys.readouterr().out == "deleted\tlv-codes\n"
    assert run(["documents"]) == 0
    listed = capsys.readouterr().out
    assert "en-headings" in listed
    assert "lv-codes" not in listed
    assert run(["remove", "en-headings", "lv-codes"]) == 2
    assert "'lv-codes'" in capsys.readouterr().err
    assert home.is_dir()


def test_a_backup_is_written_once_and_restored_where_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["backup", "kept"]) == 0
    assert capsys.readouterr().out == "2 documents in kept\n"
    assert run(["backup", "kept"]) == 2
    assert run(["restore", "kept"]) == 2
    assert "--replace" in capsys.readouterr().err
    assert run(["restore", "--replace", "kept"]) == 0
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path / "other"))
    capsys.readouterr()
    assert run(["restore", "kept"]) == 0
    assert capsys.readouterr().out == "restored\ten-headings\nrestored\tlv-codes\n"
    assert home.is_dir()


def test_a_sound_index_is_said_to_be_sound(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify"]) == 0
    assert "every file of the index" in capsys.readouterr().out
    assert home.is_dir()


def test_damage_is_listed_one_line_each_with_exit_code_1(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bytearray((home / FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (home / FILE).write_bytes(bytes(data))
    assert run(["documents"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert run(["verify", "--dry-run"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith(f"damaged\t{FILE}\t") for line in lines)
