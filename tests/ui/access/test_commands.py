"""`planqa keys`: a key is printed once, alone on stdout, and works at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.access.key_store import KeyStore
from ui.cli import run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def test_a_key_is_made_listed_and_revoked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "make", "Portal [b]", "--scope", "write", "--scope", "read"]) == 0
    made = capsys.readouterr()
    key = KeyStore(home).find(made.out.strip())
    assert key is not None
    assert key.scopes == {"read", "write"}
    assert made.out.count("\n") == 1
    assert key.id in made.err
    assert run(["keys", "make", "Reader"]) == 0
    capsys.readouterr()
    assert run(["keys", "list"]) == 0
    table = capsys.readouterr().out
    assert "Portal [b]" in table
    assert made.out.strip() not in table
    assert run(["keys", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["scopes"] for one in listed] == [["read", "write"], ["read"]]
    assert run(["keys", "revoke", key.id]) == 0
    assert capsys.readouterr().out == f"revoked\t{key.id}\n"
    assert KeyStore(home).find(made.out.strip()) is None


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["keys", "make", "x", "--scope", "all"], "all"),
        (["keys", "make", ""], "name"),
        (["keys", "make"], "name"),
        (["keys", "revoke", "nope"], "nope"),
        (["keys", "nonsense"], "nonsense"),
    ],
)
def test_what_is_wrong_is_one_line(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert named in said.err.lower()
