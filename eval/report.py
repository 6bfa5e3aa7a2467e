"""A run folder in, one self-contained HTML page out: no script, no file beside it, no network."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.errors import PlanqaError
from eval.aggregate import Estimates, difference, estimates
from eval.bootstrap import Estimate
from eval.catalog import BY_KEY, HEADLINE, METRICS, Metric, shown
from eval.evaluate import Score, score_run
from eval.failing import failing_items
from eval.grouping import DIMENSIONS, grouped
from eval.questions import Split
from eval.saved import RunFolder
from eval.source import library

COMPARED = (
    "evidence_recall_8000", "evidence_recall_10", "ndcg_10", "mrr", "unit_retrieved",
    "fact_recall", "citation_precision", "citation_recall", "set_f1", "set_exact",
    "balanced_accuracy", "auroc", "answer_chars", "latency_p50",
)  # fmt: skip

Scores = Mapping[str, Sequence[Score]]


def write_report(run: RunFolder, splits: frozenset[Split] = frozenset({"dev"})) -> Path:
    """Score the run, and write its scores, its aggregates and `report.html`.

    Args:
        run: the run's folder.
        splits: whose failing items the page shows.

    Returns:
        The page's path.
    """
    scores = score_run(run)
    for name, lines in scores.items():
        run.write_scores(name, (score.line() for score in lines))
    whole = {name: estimates(one) for name, one in scores.items()}
    groups = _groups(next(iter(scores.values())))
    _write_aggregates(run.path / "aggregates.json", whole, groups)
    path = run.path / "report.html"
    path.write_text(_page(run, scores, whole, groups, splits), "utf-8")
    return path


Groups = Mapping[str, Mapping[str, tuple[int, Estimates]]]


def _groups(scores: Sequence[Score]) -> Groups:
    return {
        dimension: {
            name: (len(members), estimates(members, HEADLINE))
            for name, members in grouped(scores, dimension).items()
        }
        for dimension in DIMENSIONS
    }


def _page(
    run: RunFolder,
    scores: Scores,
    whole: Mapping[str, Estimates],
    groups: Groups,
    splits: frozenset[Split],
) -> str:
    plots = _plots()
    main = next(iter(scores))
    first = scores[main]
    others = [name for name in scores if name != main]
    template = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    ).get_template("report.html.j2")
    return template.render(
        config=run.config(),
        items=len(first),
        pairs=len({score.item.pair.pair for score in first}),
        systems=list(scores),
        main=main,
        estimates=whole,
        blocks=_blocks(),
        catalog=BY_KEY,
        headline=HEADLINE,
        compared=COMPARED,
        differences={name: difference(first, scores[name], COMPARED) for name in others},
        groups=groups,
        splits=sorted(splits),
        shown_items=sum(score.item.split in splits for score in first),
        failing=failing_items(first, run.rows(main), library(run.documents()), splits),
        interval_plot=Markup(plots.interval_plot(whole, HEADLINE)),
        risk_plot=Markup(plots.risk_coverage_plot(scores)),
        latency_plot=Markup(plots.latency_plot(scores)),
        shown=shown,
        between=between,
        signed=signed,
        tone=tone,
    )


def _plots() -> ModuleType:
    """The plots, whose library only evaluation needs.

    Raises:
        PlanqaError: `missing_extra` when it is not installed.
    """
    try:
        return importlib.import_module("eval.plots")
    except ModuleNotFoundError as error:
        message = f"The report needs {error.name}; install it with `pip install planqa[eval]`."
        raise PlanqaError("missing_extra", message, 500) from None


def _blocks() -> dict[str, list[Metric]]:
    blocks: dict[str, list[Metric]] = {}
    for metric in METRICS:
        blocks.setdefault(metric.group, []).append(metric)
    return blocks


def between(key: str, one: Estimate, form: Callable[[str, float], str] = shown) -> str:
    """The interval, each end in the given form; empty where it is undefined."""
    return "" if math.isnan(one.low) else f"{form(key, one.low)} … {form(key, one.high)}"


def signed(key: str, value: float) -> str:
    """A difference with its sign."""
    return f"+{shown(key, value)}" if value > 0 else shown(key, value)


def tone(key: str, one: Estimate) -> str:
    """`up` where the difference is surely for the better, `down` where surely for the worse."""
    better = BY_KEY[key].better
    if not one.excludes_zero or better == "neither":
        return ""
    return "up" if (one.value > 0) == (better == "higher") else "down"


def _write_aggregates(path: Path, whole: Mapping[str, Estimates], groups: Groups) -> None:
    """Values and intervals as JSON, NaN as null."""
    content = {
        "systems": {name: _plain(one) for name, one in whole.items()},
        "groups": {
            dimension: {name: _plain(one) for name, (_, one) in rows.items()}
            for dimension, rows in groups.items()
        },
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False), "utf-8")


def _plain(one: Estimates) -> dict[str, dict[str, float | None]]:
    return {
        key: {name: None if math.isnan(part) else part for name, part in asdict(value).items()}
        for key, value in one.items()
    }
