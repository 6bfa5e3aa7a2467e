"""The commands over a saved run; what needs the model is in test_end_to_end.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import PlanqaError
from eval.cli import app
from eval.runner import load_questions
from eval.saved import RunFolder
from eval.systems import SYSTEMS, VARIANTS, checked, settings_of
from rag.settings import Settings
from tests.eval.building import pair
from tests.eval.test_report import run as saved_run  # noqa: F401 - a fixture

KEEPS = "[dev.at_least]\nfact_recall = 0.4\n[dev.at_most]\nfalse_answer = 0.2\n"


@pytest.fixture
def run(saved_run: RunFolder) -> RunFolder:  # noqa: F811 - the fixture of that name
    return saved_run


def call(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_report_writes_the_page_of_the_latest_run(run: RunFolder) -> None:
    code, output = call("report", "--out", run.path.parent)
    assert (code, output.strip()) == (0, str(run.path / "report.html"))
    page = (run.path / "report.html").read_text("utf-8")
    test_items = [item.id for item in run.items() if item.split == "test"]
    assert not any(f'id="{one}"' in page for one in test_items)


def test_compare_shows_the_paired_difference(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    code, output = call("compare", "planqa", "langchain", "--out", run.path.parent)
    assert code == 0
    [line] = [one for one in output.splitlines() if "False answers" in one]
    assert "−1.000 … −1.000" in line
    assert "*" in line
    assert "36 questions" in output
    again = call("compare", run.path, f"{run.path}:langchain", "--out", run.path.parent)
    assert "−1.000 … −1.000" in again[1]


def test_compare_on_one_half_counts_its_questions(run: RunFolder) -> None:
    _, output = call("compare", "planqa", "langchain", "--split", "dev", "--out", run.path.parent)
    dev = sum(item.split == "dev" for item in run.items())
    assert f"{dev} questions" in output


def test_floors_fail_below_and_pass_above(run: RunFolder, tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(KEEPS)
    assert call("floors", run.path, "--file", file)[0] == 0
    file.write_text(KEEPS.replace("0.4", "0.95"))
    code, output = call("floors", run.path, "--file", file)
    assert code == 1
    assert "dev: Fact recall: 0.5" in output


def test_raising_moves_the_floors_up_to_the_run(run: RunFolder, tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(KEEPS)
    call("floors", run.path, "--file", file, "--raise")
    assert "fact_recall = 0.5" in file.read_text()
    assert "false_answer = 0\n" in file.read_text()


def test_a_folder_that_is_no_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match="is not the folder of an eval run"):
        call("report", tmp_path)


def test_an_unknown_system_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(PlanqaError, match=r"no system `gpt`; choose from planqa, langchain, dense"):
        call("run", "--systems", "gpt")
    assert checked(["dense", "dense", "planqa"]) == ["dense", "planqa"]


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_variant_differs_from_planqa_in_retrieval_alone(name: str) -> None:
    settings = Settings()
    changed = settings_of(name, settings)
    differing = {
        key
        for key, value in changed.retrieval.model_dump().items()
        if value != getattr(settings.retrieval, key)
    }
    assert differing == set(VARIANTS.get(name, ()))
    assert changed.model_copy(update={"retrieval": settings.retrieval}) == settings


def test_own_questions_are_asked_beside_the_bundled_ones(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    bundled = load_questions("all", [], settings)
    (tmp_path / "questions").mkdir()
    own = tmp_path / "questions" / "mine.jsonl"
    own.write_text(json.dumps(pair("mine-1").model_dump(mode="json")), "utf-8")
    both = load_questions("all", [], settings)
    assert {item.id for item in both.items} - {item.id for item in bundled.items} == {
        "mine-1.lv", "mine-1.en",
    }  # fmt: skip
    assert both.bundled == bundled.bundled
    alone = load_questions("all", [own], settings)
    assert ([item.id for item in alone.items], alone.bundled) == (["mine-1.lv", "mine-1.en"], [])
    halves = [load_questions(half, [], settings).items for half in ("dev", "test")]
    assert sum(map(len, halves)) == len(both.items)
