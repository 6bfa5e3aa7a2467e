"""A run folder in, one score per item and system out: every metric as a pure function."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.gold import Gold, resolve
from eval.metrics import (
    abstention,
    citation,
    facts,
    fidelity,
    language,
    retrieval,
    sets,
    statement,
    support,
)
from eval.questions import Item
from eval.saved import RunFolder, SavedAnswer
from eval.source import Library, library


@dataclass(frozen=True, slots=True)
class Score:
    """An item's metrics for one system; `values` maps a metric's key to a number or NaN."""

    item: Item
    confidence: float
    values: Mapping[str, float]

    def line(self) -> dict[str, object]:
        """The score as a JSON object, NaN as null."""
        values = {key: None if math.isnan(one) else one for key, one in self.values.items()}
        return {
            "item": self.item.id,
            "split": self.item.split,
            "confidence": self.confidence,
        } | values


def measure(row: SavedAnswer, item: Item, gold: Gold, sources: Library) -> dict[str, float]:
    """All per-item metrics of one saved answer, by key; see eval/catalog.py for what they mean."""
    answer, answerable = row.answer, item.pair.answerable
    ranked = retrieval.places(answer.passages)
    ranks = retrieval.first_ranks(ranked, gold.groups)
    budgeted = retrieval.first_ranks(retrieval.within_budget(answer.passages), gold.groups)
    answered = not answer.silent
    cited = answer.citations if answered else []
    listed = sets.score(answer, gold.members, sources)
    stated = facts.fact_recall(answer, item.pair.facts)
    share = {
        "evidence_recall_8000": retrieval.recall(budgeted),
        "evidence_recall_10": retrieval.recall(ranks, retrieval.DEPTH),
        "ndcg_10": retrieval.ndcg(ranks),
        "mrr": retrieval.reciprocal_rank(ranks),
        "unit_retrieved": retrieval.unit_accuracy(ranked, gold, sources),
        "unit_cited": retrieval.unit_accuracy(citation.cited_places(cited), gold, sources),
        "citation_precision": citation.precision(cited, gold),
        "citation_recall": citation.recall(cited, gold),
        "coverage": statement.coverage(answer.answer) if answered else retrieval.NAN,
        "quote_fidelity": fidelity.quote_fidelity(answer, sources),
        "number_fidelity": fidelity.number_fidelity(answer, sources) if answered else retrieval.NAN,
        "fact_recall": stated,
        "set_precision": listed.precision,
        "set_recall": listed.recall,
        "set_f1": listed.f1,
        "set_exact": listed.exact,
        "false_answer": abstention.false_answer(answer, answerable),
        "false_refusal": abstention.false_refusal(answer, answerable),
        "language": language.language_right(answer, item.language),
        "statement_support": support.statement_support(answer) if answered else retrieval.NAN,
        "removed_statements": support.removed_share(answer),
        "in_own_words": support.in_own_words(answer),
        "loss": loss(answerable, stated, listed.f1),
    }
    return share | {
        "answer_chars": float(len(statement.without_marks(answer.answer))),
        "citations": float(len(answer.citations)) if answered else retrieval.NAN,
        "latency_ms": row.latency_ms,
        "latency_ratio": row.latency_ms / row.encode_ms if row.encode_ms else retrieval.NAN,
    }


def loss(answerable: bool, fact_recall: float, set_f1: float) -> float:
    """What answering costs: 1 where there is no answer, else what the answer lacks.

    A list is judged by its set, any other answer by its facts; NaN where neither is gold.
    """
    if not answerable:
        return 1.0
    return 1 - (fact_recall if math.isnan(set_f1) else set_f1)


def score_rows(rows: Sequence[SavedAnswer], items: Sequence[Item], sources: Library) -> list[Score]:
    """Score a system's rows in the order of the items; items without a row are left out."""
    by_item = {row.item: row for row in rows}
    return [
        Score(
            item,
            by_item[item.id].answer.confidence,
            measure(by_item[item.id], item, resolve(item.pair, sources), sources),
        )
        for item in items
        if item.id in by_item
    ]


def score_run(run: RunFolder, systems: Sequence[str] | None = None) -> dict[str, list[Score]]:
    """Scores of each system of a run (of those named, else of all)."""
    names = systems or run.systems()
    sources, items = library(run.documents()), run.items()
    return {name: score_rows(run.rows(name), items, sources) for name in names}
