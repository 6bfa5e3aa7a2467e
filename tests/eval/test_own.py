"""An evaluator's own question file: checked line by line, then kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from eval.own import add, faults
from tests.eval.building import pair, sources


def write(folder: Path, *lines: object) -> Path:
    path = folder / "mine.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines))
    return path


def line(name: str, **changes: object) -> dict[str, object]:
    return pair(name).model_dump(mode="json") | changes


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    quote = [[{"document": "plan", "quote": "Nav tādas vietas"}]]
    path = write(
        tmp_path, line("a"), "{", line("a"), line("c", evidence=quote), line("d"), line("e", kind=1)
    )
    assert [fault[:40] for fault in faults(path, ["d"], sources())] == [
        "mine.jsonl:2: not JSON: Expecting proper"[:40],
        "mine.jsonl:3: the pair id `a` stands at ",
        "mine.jsonl:4: `plan` does not hold the q",
        "mine.jsonl:5: the pair id `d` stands in ",
        "mine.jsonl:6: kind: Input should be 'fac",
    ]


def test_a_faultless_file_is_copied(tmp_path: Path) -> None:
    path = write(tmp_path, line("a"), line("b"))
    assert faults(path, [], sources()) == []
    copy, count = add(path, tmp_path / "home" / "questions")
    assert (copy.name, count) == ("mine.jsonl", 2)
    assert copy.read_bytes() == path.read_bytes()
    assert add(copy, copy.parent) == (copy, 2)


def test_another_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "questions"
    add(write(tmp_path, line("a")), folder)
    with pytest.raises(PlanqaError) as refused:
        add(write(tmp_path, line("b")), folder)
    assert refused.value.code == "questions_exist"
    assert '"a"' in (folder / "mine.jsonl").read_text()


def test_an_empty_or_missing_file_is_a_fault(tmp_path: Path) -> None:
    assert faults(write(tmp_path, ""), [], sources()) == ["mine.jsonl: holds no question."]
    with pytest.raises(PlanqaError, match="cannot be read"):
        faults(tmp_path / "none.jsonl", [], sources())
