"""All metrics of one saved answer together, and of a saved run."""

from __future__ import annotations

from math import isnan

import pytest

from eval.catalog import METRICS
from eval.evaluate import loss, measure, score_rows
from eval.gold import resolve
from eval.questions import Item, Pair
from rag.answer import Answer
from tests.eval.building import TEXT, answer, cite, pair, passage, row, saved, sources, unanswerable


def item(asked: Pair, language: str = "lv") -> Item:
    return Item(asked, "lv" if language == "lv" else "en", "mine", "dev")


def values(asked: Item, given: Answer) -> dict[str, float]:
    return measure(saved(asked, given), asked, resolve(asked.pair, sources()), sources())


def test_a_right_answer_is_right_in_every_respect() -> None:
    start = TEXT.index("Salabot")
    found = values(
        item(pair(units=[{"document": "plan", "section": "1.1"}])),
        answer(
            "Programmā teikts, ka jāsalabo tilts: «Salabot tiltu pār Daugavu.» [1]",
            citations=[cite("Salabot  tiltu\npār Daugavu.")],
            passages=[passage(start, start + 27)],
        ),
    )
    right = ["evidence_recall_8000", "ndcg_10", "mrr", "unit_retrieved", "unit_cited"]
    right += ["citation_precision", "citation_recall", "coverage", "fact_recall", "language"]
    assert {key: found[key] for key in right} == dict.fromkeys(right, 1.0)
    assert (found["false_refusal"], found["loss"], found["latency_ratio"]) == (0, 0, 2)
    assert isnan(found["set_f1"])
    assert isnan(found["false_answer"])


def test_a_refusal_of_an_answerable_question_loses_all_it_should_have_said() -> None:
    refused = answer("Nav atbildes. [1]", "not_found", citations=[cite("tiltu")])
    found = values(item(pair()), refused)
    assert (found["false_refusal"], found["fact_recall"], found["citation_recall"]) == (1, 0, 0)
    assert found["loss"] == 1
    assert isnan(found["citation_precision"])
    assert isnan(found["coverage"])


def test_an_unanswerable_question_has_no_evidence_to_find() -> None:
    found = values(item(unanswerable("u")), answer("Tilts. [1]", citations=[cite("tiltu")]))
    assert (found["false_answer"], found["loss"]) == (1, 1)
    assert isnan(found["evidence_recall_8000"])
    assert isnan(found["citation_precision"])
    assert isnan(found["fact_recall"])


def test_a_list_loses_what_its_set_lacks() -> None:
    members = [{"document": "plan", "section": one} for one in ("1.1", "1.2")]
    found = values(item(pair(kind="list", members=members)), answer(items=[row("1.1")]))
    assert found["loss"] == pytest.approx(1 - found["set_f1"])
    assert found["set_f1"] == pytest.approx(2 / 3)
    assert found["set_exact"] == 0
    assert isnan(loss(True, float("nan"), float("nan")))


def test_rows_are_scored_in_the_order_of_the_items_and_missing_ones_left_out() -> None:
    items = [item(pair(name), language) for name in ("a", "b") for language in ("lv", "en")]
    rows = [saved(one, answer("tiltu")) for one in reversed(items[1:])]
    scores = score_rows(rows, items, sources())
    assert [one.item.id for one in scores] == ["a.en", "b.lv", "b.en"]
    line = scores[0].line()
    assert line["set_f1"] is None
    assert line["fact_recall"] == 1.0


def test_every_metric_of_an_item_is_in_the_catalogue_or_feeds_one_that_is() -> None:
    found = values(item(pair()), answer())
    feeding = {"loss", "latency_ms", "latency_ratio"}
    derived = {"balanced_accuracy", "auroc", "aurc", "gap_fact_recall", "gap_evidence_recall"}
    derived |= {"latency_p50", "latency_p95", "latency_ratio_p50"}
    assert found.keys() - feeding == {metric.key for metric in METRICS} - derived
