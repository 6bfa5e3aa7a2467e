"""Floors: what falls below them, and that they only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from eval.bootstrap import Estimate
from eval.floors import breaches, raised, read_floors, write_floors

SIDES = {"at_least": {"fact_recall": 0.8, "set_f1": 0.5}, "at_most": {"false_answer": 0.1}}


def found(**values: float) -> dict[str, Estimate]:
    return {key: Estimate(value, value, value, 10) for key, value in values.items()}


def test_a_figure_below_its_floor_or_above_its_ceiling_is_a_breach() -> None:
    kept = found(fact_recall=0.8, set_f1=0.9, false_answer=0.1)
    assert breaches(kept, SIDES) == []
    broken = breaches(found(fact_recall=0.7999, set_f1=0.9, false_answer=0.2), SIDES)
    assert [str(one) for one in broken] == [
        "Fact recall: 0.7999, must be at least 0.8",
        "False answers: 0.2000, must be at most 0.1",
    ]


def test_an_undefined_figure_is_a_breach() -> None:
    [broken] = breaches(found(fact_recall=float("nan"), set_f1=1, false_answer=0), SIDES)
    assert broken.metric == "fact_recall"


def test_floors_rise_to_two_decimals_and_never_sink() -> None:
    better = raised(found(fact_recall=0.8765, set_f1=0.4, false_answer=0.0312), SIDES)
    assert better == {
        "at_least": {"fact_recall": 0.87, "set_f1": 0.5},
        "at_most": {"false_answer": 0.04},
    }
    worse = raised(found(fact_recall=0.1, set_f1=float("nan"), false_answer=0.9), SIDES)
    assert worse == SIDES


@pytest.mark.parametrize("value", [0.29, 0.57, 1.0])
def test_a_figure_of_two_decimals_is_its_own_floor(value: float) -> None:
    sides = {"at_least": {"fact_recall": 0.0}, "at_most": {"false_answer": 1.0}}
    risen = raised(found(fact_recall=value, false_answer=value), sides)
    assert risen == {"at_least": {"fact_recall": value}, "at_most": {"false_answer": value}}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    write_floors({"dev": SIDES, "test": SIDES}, path)
    assert read_floors(path) == {"dev": SIDES, "test": SIDES}


def test_the_file_that_comes_with_planqa_is_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    write_floors(read_floors(), path)
    assert read_floors(path) == read_floors()
    assert read_floors()["dev"]["at_least"]


@pytest.mark.parametrize("content", ["[dev.at_least]\nspeed = 1", "[dev.near]\nmrr = 1", "["])
def test_a_floor_of_an_unknown_metric_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(content)
    with pytest.raises(PlanqaError) as refused:
        read_floors(path)
    assert refused.value.code == "bad_floors"
