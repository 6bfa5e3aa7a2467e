"""The commands as processes of their own, on a real index."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.catalog import bundled_folder
from rag.answer import Answer
from tests.e2e.conftest import Server, environment

pytestmark = pytest.mark.e2e

_SECONDS = 180


def _planqa(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        env=environment(home),
        cwd=home.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )


def _is_one_line(done: subprocess.CompletedProcess[str], code: int, *named: str) -> None:
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("planqa: ")
    for name in named:
        assert name in done.stderr


def test_a_list_is_printed_with_its_table_and_sources(server: Server) -> None:
    done = _planqa(server.home, "ask", "Which priorities fund cycling infrastructure?")
    assert done.returncode == 0, done.stderr
    for number in ("3.2.2.2", "3.2.4.2", "3.2.4.3"):
        assert number in done.stdout
    assert "[1] latgale-programma-2021-2027" in done.stdout


def test_json_is_the_same_answer_as_over_http(server: Server) -> None:
    question = "Ko nozīmē ALTUM?"
    done = _planqa(server.home, "ask", question, "--json")
    assert done.returncode == 0, done.stderr
    answer = Answer.model_validate_json(done.stdout).model_dump(mode="json")
    assert answer.pop("elapsed_ms") > 0
    over_http = server.ask(question)
    del over_http["elapsed_ms"]
    assert answer == over_http


def test_no_answer_is_exit_code_3(server: Server) -> None:
    done = _planqa(server.home, "ask", "What is the mayor's salary in Rēzekne?")
    assert done.returncode == 3, done.stderr
    assert "Not in the documents" in done.stdout


def test_an_unknown_document_is_one_line(server: Server) -> None:
    done = _planqa(server.home, "ask", "Kas ir IAM?", "--document", "nope")
    _is_one_line(done, 2, "nope", "liepaja-iam-2022")
    _is_one_line(_planqa(server.home, "show", "nope"), 2, "nope", "liepaja-iam-2022")


def test_a_port_in_use_is_one_line(server: Server) -> None:
    port = server.url.rsplit(":", 1)[1]
    _is_one_line(_planqa(server.home, "serve", "--port", port), 2, port, "--port")


def test_documents_and_their_text_are_printed_as_they_are_stored(server: Server) -> None:
    listed = json.loads(_planqa(server.home, "documents", "--json").stdout)
    assert listed == server.client.get("/documents").json()
    table = _planqa(server.home, "documents").stdout
    for one in listed:
        assert one["id"][:20] in table
    shown = _planqa(server.home, "show", "liepaja-iam-2022", "--text").stdout
    assert shown == server.text("liepaja-iam-2022")
    outline = _planqa(server.home, "show", "latgale-programma-2021-2027", "--outline").stdout
    assert "3.2.4.3 Gudrā mobilitāte" in outline


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_indexed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    good = bundled_folder() / "lps-vizite-brisele-2024.txt"
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b" \n")
    missing = tmp_path / "missing.txt"
    paths = [str(missing), str(empty), str(good)]
    done = _planqa(home, "ingest", *paths)
    assert done.returncode == 1, done.stderr
    for path in (missing, empty):
        assert [line for line in done.stderr.splitlines() if line.startswith(f"planqa: {path}: ")]
    assert "Traceback" not in done.stderr
    assert "created\tlps-vizite-brisele-2024" in done.stdout
    listed = json.loads(_planqa(home, "documents", "--json").stdout)
    assert [one["id"] for one in listed] == ["lps-vizite-brisele-2024"]

    again = _planqa(home, "ingest", str(good))
    assert again.returncode == 0, again.stderr
    assert "skipped\tlps-vizite-brisele-2024" in again.stdout
    assert "0 embedded" in again.stdout
