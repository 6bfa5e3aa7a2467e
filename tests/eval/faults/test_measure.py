"""The table of the bench, and what it says of the checker."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.faults.measure import Share, Verdict, as_json, share, table
from eval.faults.planting import FAULTS, Case, cases
from eval.faults.statements import bases
from rag.support import Support

LEAST_CAUGHT = 0.95
MOST_ALARMS = 0.10


@pytest.fixture(scope="module")
def few() -> list[Case]:
    """All that is made of the first four statements."""
    return cases(bases()[:4])


def verdicts(few: list[Case], faults: tuple[str, ...]) -> list[Verdict]:
    return [Verdict(case, Support(not faults, faults)) for case in few]


def test_a_checker_that_refuses_everything_catches_all_and_alarms_always(few: list[Case]) -> None:
    rows = {row.name: row.shares for row in table(verdicts(few, ("meaning",)))}
    assert rows["all faults"]["report"].value == 1
    assert rows["true statements"]["report"].value == 1
    assert rows["true statements"]["report"].n > 0


def test_one_that_believes_everything_catches_nothing(few: list[Case]) -> None:
    rows = {row.name: row.shares for row in table(verdicts(few, ()))}
    assert [*rows] == [*FAULTS, "all faults", "true statements"]
    assert all(one.rejected == 0 for shares in rows.values() for one in shares.values())


def test_the_share_of_nothing_is_undefined(few: list[Case]) -> None:
    assert math.isnan(share([], [None], "report").value)
    assert Share(1, 4).value == 0.25
    assert share(verdicts(few, ("date",)), ["year"], "report").n == sum(
        case.fault == "year" and case.half == "report" for case in few
    )


def test_every_verdict_is_kept(few: list[Case]) -> None:
    saved = json.loads(json.dumps(as_json(verdicts(few, ("date", "name")))))
    assert len(saved["cases"]) == len(few)
    assert saved["cases"][0]["found"] == ["date", "name"]
    assert saved["cases"][0]["fault"] is None


@pytest.mark.long
def test_faults_are_caught_and_true_statements_left_alone(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["faults", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    (saved,) = tmp_path.glob("*.json")
    rows = json.loads(saved.read_text("utf-8"))["table"]
    assert rows["all faults"]["report"]["share"] >= LEAST_CAUGHT
    assert rows["true statements"]["report"]["share"] <= MOST_ALARMS
    assert rows["all faults"]["report"]["n"] >= 300
