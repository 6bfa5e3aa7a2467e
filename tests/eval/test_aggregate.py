"""Means, special statistics and their intervals."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from eval.aggregate import difference, estimates
from eval.bootstrap import draws, estimate
from eval.catalog import KEYS, shown
from eval.evaluate import Score
from eval.grouping import grouped
from eval.questions import Item
from rag.answer import Language
from tests.eval.building import pair, unanswerable

NAN = float("nan")
BLANK = dict.fromkeys(
    (*KEYS, "loss", "latency_ms", "latency_ratio"), NAN
)  # fmt: skip


def score(name: str, language: Language, answerable: bool = True, **values: float) -> Score:
    asked = pair(name) if answerable else unanswerable(name)
    confidence = values.pop("confidence", 0.5)
    return Score(Item(asked, language, "mine", "dev"), confidence, BLANK | values)


def facts(*values: float, language: Language = "lv") -> list[Score]:
    return [score(f"p-{n}", language, fact_recall=value) for n, value in enumerate(values)]


def test_a_mean_leaves_undefined_items_out() -> None:
    found = estimates(facts(1, 0, NAN, 1))["fact_recall"]
    assert found.value == pytest.approx(2 / 3)
    assert found.n == 3
    assert isnan(estimates(facts(NAN))["fact_recall"].value)
    assert estimates([]) == {}


def test_the_interval_is_that_of_the_percentile_bootstrap() -> None:
    values = np.random.default_rng(1).random(200)
    found = estimates(facts(*values))["fact_recall"]
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert found.low == pytest.approx(values.mean() - half, abs=0.01)
    assert found.high == pytest.approx(values.mean() + half, abs=0.01)


def test_items_of_a_pair_are_drawn_together() -> None:
    weights = draws(["a", "a", "b"], resamples=50)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 0] + weights[:, 2] == 2).all()
    one = estimates(facts(*[0, 1] * 20))["fact_recall"]
    both = estimates(facts(*[0, 1] * 20) + facts(*[0, 1] * 20, language="en"))["fact_recall"]
    assert (both.low, both.high) == (one.low, one.high)


def test_draws_do_not_change_from_run_to_run() -> None:
    assert (draws(["a", "b", "c"]) == draws(["a", "b", "c"])).all()


def test_balanced_accuracy_weighs_both_kinds_alike() -> None:
    scores = [score(f"a-{n}", "lv", false_refusal=float(n == 0)) for n in range(4)]
    scores += [score("u-0", "lv", False, false_answer=1), score("u-1", "lv", False, false_answer=0)]
    assert estimates(scores)["balanced_accuracy"].value == pytest.approx((0.75 + 0.5) / 2)


def test_auroc_and_risk_use_the_confidence() -> None:
    scores = [score("a", "lv", confidence=0.9, loss=0), score("b", "lv", confidence=0.4, loss=0.5)]
    scores += [score("u", "lv", False, confidence=0.5, loss=1)]
    found = estimates(scores)
    assert found["auroc"].value == 0.5
    assert found["aurc"].value == pytest.approx((0 + 0.5 + 0.5) / 3)


def test_the_gap_is_the_mean_over_complete_pairs_latvian_less_english() -> None:
    scores = facts(1, 1, 0) + facts(0.5, NAN, language="en")
    assert estimates(scores)["gap_fact_recall"].value == 0.5
    assert isnan(estimates(facts(1, 1))["gap_fact_recall"].value)


def test_latencies_are_quantiles() -> None:
    scores = [score(f"p-{n}", "lv", latency_ms=n, latency_ratio=2) for n in range(1, 101)]
    found = estimates(scores)
    assert (found["latency_p50"].value, found["latency_p95"].value) == (50, 95)
    assert found["latency_ratio_p50"].value == 2
    assert found["latency_p95"].low <= 95 <= found["latency_p95"].high


def test_a_paired_difference_is_surer_than_the_intervals_of_both() -> None:
    hard = np.random.default_rng(2).random(60)
    ours, theirs = facts(*hard), facts(*(hard - 0.05))
    found = difference(ours, theirs, ["fact_recall"])["fact_recall"]
    assert [found.value, found.low, found.high] == pytest.approx([0.05] * 3)
    assert found.excludes_zero
    one = estimates(ours)["fact_recall"]
    assert one.low < estimates(theirs)["fact_recall"].value < one.high


def test_a_difference_is_over_shared_items_in_any_order() -> None:
    ours = facts(1, 0, 1)
    theirs = facts(0, 0)[::-1] + facts(1, language="en")
    found = difference(ours, theirs, ["fact_recall"])["fact_recall"]
    assert (found.value, found.n) == (0.5, 2)
    assert difference(ours, facts(1, language="en")) == {}


def test_an_estimate_without_a_value_has_no_interval() -> None:
    found = estimate(NAN, np.array([NAN, NAN]), 0)
    assert isnan(found.low)
    assert not found.excludes_zero
    assert shown("fact_recall", found.value) == "–"


def test_groups_take_an_item_under_each_of_its_documents() -> None:
    both = Score(Item(pair("b", documents=["plan", "cits"]), "lv", "mine", "dev"), 0.5, BLANK)
    scores = [both, score("a", "en"), score("u", "lv", False)]
    assert {name: len(one) for name, one in grouped(scores, "document").items()} == {
        "(none)": 1, "cits": 1, "plan": 2,
    }  # fmt: skip
    assert list(grouped(scores, "kind")) == ["fact", "unanswerable"]
    assert list(grouped(scores, "language")) == ["en", "lv"]
