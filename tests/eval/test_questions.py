"""Question files: what is read, what is refused and how it is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import PlanqaError
from eval.questions import Item, read_files, read_pairs
from tests.eval.building import pair, unanswerable

LINE: dict[str, Any] = pair().model_dump(mode="json")


def write(folder: Path, *lines: object, name: str = "mine.jsonl") -> Path:
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), "utf-8")
    return path


def test_a_pair_makes_an_item_per_language(tmp_path: Path) -> None:
    (number, read), *rest = read_pairs(write(tmp_path, "", LINE))
    assert (number, rest) == (2, [])
    assert list(read.wordings) == ["lv", "en"]
    item = Item(read, "en", "mine", "dev")
    assert (item.id, item.wording.question) == ("p-1.en", "What is repaired?")


def test_a_pair_may_have_one_language(tmp_path: Path) -> None:
    [(_, read)] = read_pairs(write(tmp_path, LINE | {"lv": None}))
    assert list(read.wordings) == ["en"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "riddle"}, "kind: Input should be 'fact'"),
        ({"hint": 1}, "hint: Extra inputs are not permitted"),
        ({"evidence": []}, "needs `documents` and `evidence`"),
        ({"evidence": [[]]}, "evidence.0: List should have at least 1 item"),
        ({"facts": [["  "]]}, "facts.0.0: String should have at least 1 character"),
        ({"kind": "list"}, "`members` is the right set of a `list` question"),
        ({"members": [{"document": "plan", "section": "1"}]}, "`members` is the right set"),
        ({"follow_up": True}, "`follow_up` and `lv.history` do not agree"),
        ({"answerable": False}, "has no gold; empty documents, evidence, facts"),
        ({"lv": None, "en": None}, "needs a question"),
        (
            {"kind": "list", "members": [{"document": "plan", "section": "1", "quote": "x"}]},
            "members.0: a member needs either `section` or `quote`",
        ),
    ],
)
def test_a_wrong_line_is_refused_with_file_line_and_reason(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    path = write(tmp_path, LINE | {"pair": "p-0"}, LINE | change)
    with pytest.raises(PlanqaError) as refused:
        read_pairs(path)
    assert refused.value.code == "bad_questions"
    assert refused.value.message.startswith("mine.jsonl:2: ")
    assert said in refused.value.message


def test_what_is_not_json_is_refused_with_its_column(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match=r"mine\.jsonl:1: not JSON: .* at column 2"):
        read_pairs(write(tmp_path, "{pair: 1}"))


def test_a_repeated_id_is_refused_with_the_line_it_repeats(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match=r"mine\.jsonl:3: pair `p-1` stands at line 1"):
        read_pairs(write(tmp_path, LINE, "", LINE))


def test_two_files_may_not_share_an_id(tmp_path: Path) -> None:
    paths = [write(tmp_path, LINE), write(tmp_path, LINE, name="other.jsonl")]
    with pytest.raises(PlanqaError, match=r"`p-1` stands in mine\.jsonl and in other\.jsonl"):
        read_files(paths)


def test_no_question_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError) as refused:
        read_files([write(tmp_path, "")])
    assert refused.value.code == "no_questions"


def test_an_unanswerable_pair_needs_no_gold() -> None:
    assert unanswerable("u-1").documents == []
