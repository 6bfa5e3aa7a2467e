"""The real assistant, the real model and the baseline, asked the dev half by the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.saved import latest_run

pytestmark = pytest.mark.long


def invoke(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANQA_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def out(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    code, _ = invoke("run", "--systems", "planqa,langchain", "--out", folder)
    assert code == 0
    assert (home / "questions").exists() is False
    return folder


def test_planqa_keeps_its_floors_on_dev(out: Path) -> None:
    code, output = invoke("floors", "--out", out)
    assert code == 0, output


def test_planqa_finds_more_evidence_than_the_chunks(out: Path) -> None:
    found = json.loads((latest_run(out).path / "aggregates.json").read_text("utf-8"))["systems"]
    ours, theirs = (found[name]["evidence_recall_8000"] for name in ("planqa", "langchain"))
    # The baseline's own figure on these plans; far from it, it would be no fair baseline.
    assert theirs["value"] == pytest.approx(0.67, abs=0.08)
    assert ours["value"] > theirs["high"]


def test_the_page_is_written(out: Path) -> None:
    assert (latest_run(out).path / "report.html").stat().st_size > 50_000


@pytest.mark.usefixtures("out")
def test_own_questions_with_a_wrong_quote_are_refused_by_line(home: Path, tmp_path: Path) -> None:
    line = {
        "pair": "mine-1",
        "kind": "fact",
        "answerable": True,
        "documents": ["daugavpils-iam-2022"],
        "en": {"question": "When did the city join the Covenant of Mayors?"},
        "evidence": [[{"document": "daugavpils-iam-2022", "quote": "It never did."}]],
    }
    file = tmp_path / "mine.jsonl"
    file.write_text("\n" + json.dumps(line), "utf-8")
    code, output = invoke("add", file)
    assert code == 2
    assert "mine.jsonl:2: `daugavpils-iam-2022` does not hold the quote `It never did.`" in output
    assert not (home / "questions").exists()
    line["evidence"] = [[{"document": "daugavpils-iam-2022", "quote": "mēru pakta iniciatīvai"}]]
    file.write_text(json.dumps(line), "utf-8")
    assert invoke("add", file)[0] == 0
    assert (home / "questions" / "mine.jsonl").is_file()
