"""The command line: bad input is one line on stderr and exit code 2, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _planqa(*arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ask", ""], "question is empty"),
        (["ask", "  \t "], "question is empty"),
        (["ask", "a" * 2001], "2001 characters"),
        (["ask", "Kas ir\x07 IAM?"], "U+0007"),
        (["ask", "Kas ir \udcff?"], "not valid UTF-8"),
        (["ask"], "question"),
        (["ask", "a", "b"], "b"),
        (["ask", "a", "--language", "de"], "de"),
        (["ask", "a", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["show", "x"], "index"),
        (["documents"], "index"),
        (["ingest"], "paths"),
        (["remove"], "ID"),
        (["remove", "x"], "index"),
        (["verify"], "index"),
        (["backup", "kept"], "index"),
        (["restore", "nowhere"], "nowhere"),
        (["serve", "--port", "x"], "--port"),
        (["serve", "--port", "70000"], "port"),
        (["serve", "--host", "203.0.113.1"], "203.0.113.1"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("planqa: ")
    assert named in lines[0]
    assert captured.out == ""


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("PLANQA_SERVER__PORT", "x", "server.port"),
        ("PLANQA_SERVER", "{", "server"),
        ("PLANQA_EMBEDDING__BATCH_SIZE", "0", "embedding.batch_size"),
    ],
)
def test_a_setting_that_does_not_hold_is_named(
    variable: str,
    value: str,
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)
    assert run(["documents"]) == 2
    assert named in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"server = [", b"server = 3\n", b"nonsense = 1\n", b"\xff"])
def test_a_broken_settings_file_is_told(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "planqa.toml").write_bytes(content)
    assert run(["documents"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_bytes_that_are_no_text_are_refused_by_the_process_itself() -> None:
    done = _planqa("ask", b"Kas ir \xff?")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    probe = (
        "import json, sys; from ui.cli import run; code = run(['--help']);"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=True,
    )
    code, modules = json.loads(done.stderr)
    assert code == 0
    assert b"ingest" in done.stdout
    assert not {"torch", "gradio", "fastapi", "sentence_transformers", "faiss"} & set(modules)


@pytest.mark.parametrize(
    "command",
    [
        "ingest",
        "remove",
        "verify",
        "backup",
        "restore",
        "ask",
        "serve",
        "documents",
        "show",
        "eval",
    ],
)
def test_every_command_explains_itself(command: str) -> None:
    done = _planqa(command, "--help")
    assert done.returncode == 0, done.stderr
    assert b"Usage: planqa" in done.stdout
