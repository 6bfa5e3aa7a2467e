"""Every metric that a run reports: its key, its name, what it means and which way is better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "neither"]
Unit = Literal["share", "count", "ms", "ratio"]


@dataclass(frozen=True, slots=True)
class Metric:
    """`key` names it in files and floors, `label` in tables. `group` is its block in the report."""

    key: str
    label: str
    meaning: str
    group: str
    better: Better = "higher"
    unit: Unit = "share"


METRICS = (
    Metric(
        "evidence_recall_8000", "Evidence recall, 8,000 characters",
        "share of the evidence groups found in the first 8,000 characters of ranked passages",
        "Retrieval",
    ),
    Metric(
        "evidence_recall_10", "Evidence recall, 10 passages",
        "share of the evidence groups found in the first ten ranked passages", "Retrieval",
    ),
    Metric("ndcg_10", "nDCG@10", "how far up the first ten passages evidence stands", "Retrieval"),
    Metric("mrr", "MRR", "one over the rank of the first passage with evidence", "Retrieval"),
    Metric(
        "unit_retrieved", "Unit first, retrieved",
        "share of the units asked about among as many units from the top of the passages",
        "Retrieval",
    ),
    Metric(
        "unit_cited", "Unit first, cited",
        "the same, among the units of the answer's citations", "Retrieval",
    ),
    Metric("fact_recall", "Fact recall", "share of the expected facts in the answer", "Answer"),
    Metric(
        "citation_precision", "Citation precision",
        "share of the citations that overlap gold evidence", "Answer",
    ),
    Metric(
        "citation_recall", "Citation recall",
        "share of the evidence groups that a citation overlaps", "Answer",
    ),
    Metric("coverage", "Sentences cited", "share of the statements that bear a citation", "Answer"),
    Metric(
        "quote_fidelity", "Quote fidelity",
        "share of the citations whose quote is the text of their span", "Answer",
    ),
    Metric(
        "number_fidelity", "Number fidelity",
        "share of the answer's numbers that stand in a cited span", "Answer",
    ),
    Metric(
        "statement_support", "Statements held",
        "share of the statements whose numbers, dates and names their own citations hold", "Answer",
    ),
    Metric(
        "removed_statements", "Removed statements",
        "share of a language model's statements that were left out, in its answers", "Model",
        "neither",
    ),
    Metric(
        "in_own_words", "In the model's words",
        "share of the answers it was asked for in which a language model's words stand", "Model",
        "neither",
    ),
    Metric("language", "Language right", "share of the answers in the asker's language", "Answer"),
    Metric(
        "answer_chars", "Answer length", "characters of the answer, marks left out", "Answer",
        "neither", "count",
    ),
    Metric("citations", "Citations", "citations in an answer", "Answer", "neither", "count"),
    Metric("set_f1", "List F1", "harmonic mean of the list's precision and recall", "Lists"),
    Metric("set_precision", "List precision", "share of listed entries that belong", "Lists"),
    Metric("set_recall", "List recall", "share of the right set that is listed", "Lists"),
    Metric("set_exact", "List exact", "share of lists with all that belong and no more", "Lists"),
    Metric(
        "balanced_accuracy", "Balanced accuracy",
        "mean of the answerable questions answered and the unanswerable ones refused",
        "Abstention",
    ),
    Metric(
        "false_answer", "False answers", "share of unanswerable questions that are answered",
        "Abstention", "lower",
    ),
    Metric(
        "false_refusal", "False refusals", "share of answerable questions that are refused",
        "Abstention", "lower",
    ),
    Metric(
        "auroc", "AUROC of confidence",
        "chance that an answerable question is the more confident of two", "Abstention",
    ),
    Metric(
        "aurc", "Area under risk-coverage", "mean risk over all coverages", "Abstention", "lower"
    ),
    Metric(
        "gap_fact_recall", "Fact recall, lv less en",
        "mean difference of fact recall between the languages of a pair; 0 is best",
        "Languages", "neither",
    ),
    Metric(
        "gap_evidence_recall", "Evidence recall, lv less en",
        "the same for evidence recall at 8,000 characters", "Languages", "neither",
    ),
    Metric("latency_p50", "Latency, median", "milliseconds", "Speed", "lower", "ms"),
    Metric("latency_p95", "Latency, 95 %", "milliseconds", "Speed", "lower", "ms"),
    Metric(
        "latency_ratio_p50", "Latency, encodings",
        "median latency as a multiple of encoding the question alone", "Speed", "lower", "ratio",
    ),
)  # fmt: skip

BY_KEY = {metric.key: metric for metric in METRICS}
KEYS = tuple(BY_KEY)
HEADLINE = (
    "evidence_recall_8000", "fact_recall", "citation_precision", "citation_recall", "set_f1",
    "set_exact", "balanced_accuracy", "false_answer", "number_fidelity", "quote_fidelity",
    "statement_support", "removed_statements", "language",
)  # fmt: skip


def shown(key: str, value: float) -> str:
    """The value as tables show it: three decimals for shares, a dash for NaN."""
    if math.isnan(value):
        return "–"
    unit = BY_KEY[key].unit
    if unit == "ratio":
        return f"{value:.1f}×"
    return (f"{value:.3f}" if unit == "share" else f"{value:,.0f}").replace("-", "−")
