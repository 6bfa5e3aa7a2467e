"""`planqa ask`: one question or a file of them, in each form, with its exit code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from rag.answer import Answer
from tests.rag.asking import Asker
from ui import ask_commands
from ui.ask_commands import rows
from ui.cli import run

_KNOWN = "Which actions concern cycling?"
_UNKNOWN = "What do cycling helmets cost?"


@pytest.fixture(autouse=True)
def _over_the_small_index(asker: Asker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands open the small index, whose embedder no setting names."""
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ask_commands, "open_from", lambda _settings: asker.assistant)


def write(text: str | bytes) -> str:
    Path("asked.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    return "asked.txt"


def test_the_exit_code_says_whether_every_question_was_answered() -> None:
    assert run(["ask", _KNOWN]) == 0
    assert run(["ask", _UNKNOWN]) == 3
    assert run(["ask", "--file", write(f"{_KNOWN}\n\n{_KNOWN}\n")]) == 0
    assert run(["ask", "--file", write(f"{_UNKNOWN}\n{_KNOWN}\n")]) == 3


def test_a_file_is_answered_as_json_lines_in_its_order(
    asker: Asker, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = f"\ufeff{_KNOWN}\r\n{json.dumps({'question': _UNKNOWN, 'id': 7})}\n"
    assert run(["ask", "--json", "--file", write(asked)]) == 3
    answers = [Answer.model_validate_json(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.question for one in answers] == [_KNOWN, _UNKNOWN]
    assert answers[0].answer == asker.ask(_KNOWN).answer


def test_one_question_as_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "--json", _KNOWN, "--language", "lv", "--document", "en-numbered"]) == 0
    answer = Answer.model_validate_json(capsys.readouterr().out)
    assert answer.language == "lv"
    assert {passage.document for passage in answer.passages} == {"en-numbered"}


def test_csv_has_a_row_for_each_cited_value(
    asker: Asker, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", "--csv", "--file", write(f"{_KNOWN}\n{_UNKNOWN}\n")]) == 3
    read = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    answer = asker.ask(_KNOWN)
    listed = [row for row in read if row["question"] == _KNOWN]
    values = sum(len(found) for item in answer.items for found in item.fields.values())
    assert len(listed) == values > 1
    cited = {citation.quote for citation in answer.citations}
    for row in listed:
        assert row["quote"] in cited
        assert row["title"] in {item.title for item in answer.items}
    (silent,) = (row for row in read if row["question"] == _UNKNOWN)
    assert (silent["status"], silent["quote"]) == ("not_found", "")


def test_a_cell_that_looks_like_a_formula_is_text(asker: Asker) -> None:
    answer = asker.ask(_KNOWN)
    cited = [c.model_copy(update={"quote": "=cmd()"}) for c in answer.citations]
    hostile = answer.model_copy(update={"citations": cited, "question": "+1"})
    for row in rows(hostile):
        assert "'=cmd()" in row
        assert row[0] == "'+1"


def test_on_a_terminal_status_and_numbers_are_coloured(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    run(["ask", _KNOWN])
    coloured = capsys.readouterr().out
    assert "\x1b[1;32mAnswered" in coloured
    assert "\x1b[1;36m[1]" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR")
    run(["ask", _KNOWN])
    assert "\x1b[" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "no question"),
        ("\n \n", "no question"),
        (f"{_KNOWN}\n{'a' * 2001}\n", "question 2: the question has 2001"),
        (f"{_KNOWN}\na\x07b\n", "question 2"),
        ('{"ask": "x"}\n', "question 1: the question is empty"),
        (b"\xff\xfe", "not UTF-8 at byte 0"),
    ],
)
def test_a_file_that_cannot_be_asked_is_refused_before_any_answer(
    content: str | bytes, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", "--json", "--file", write(content)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert named in said.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ask"], "question"),
        (["ask", "x", "--file", "y"], "not both"),
        (["ask", "x", "--json", "--csv"], "--csv"),
        (["ask", "--file", "none.txt"], "none.txt"),
    ],
)
def test_what_is_wrong_is_one_line(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert named in capsys.readouterr().err
