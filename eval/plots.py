"""Scores and estimates in, SVG images as text out."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.aggregate import Estimates, table
from eval.catalog import BY_KEY
from eval.evaluate import Score
from eval.metrics.abstention import risk_coverage

# Told apart also by the colour-blind (Okabe and Ito, 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555")
_STYLE: dict[str, Any] = {
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e5e7eb",
    "svg.fonttype": "none",
    "svg.hashsalt": "planqa",
}


def risk_coverage_plot(scores: Mapping[str, Sequence[Score]]) -> str:
    """Risk (mean loss of what is answered) against the share of questions answered, by system."""
    with style.context(_STYLE):
        figure, axes = _figure(5.6, 3.4)
        for colour, (name, one) in zip(_cycle(len(scores)), scores.items(), strict=True):
            columns = table(one)
            coverage, risk = risk_coverage(columns.confidence, columns.values["loss"])
            axes.step(coverage, risk, where="post", label=name, color=colour, linewidth=1.6)
        axes.set(xlabel="Coverage: share of questions answered", ylabel="Risk: mean loss")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.legend(frameon=False, fontsize=8)
        return _svg(figure, "Risk-coverage curve of each system")


def interval_plot(estimates: Mapping[str, Estimates], keys: Sequence[str]) -> str:
    """Each metric's value and 95 % interval, one row a metric, one mark a system."""
    with style.context(_STYLE):
        figure, axes = _figure(7.6, 0.5 + 0.46 * len(keys))
        offsets = np.linspace(0.3, -0.3, max(2, len(estimates)))
        for colour, offset, (name, values) in zip(
            _cycle(len(estimates)), offsets, estimates.items(), strict=False
        ):
            heights = [len(keys) - 1 - row + offset for row in range(len(keys))]
            middles = [values[key].value for key in keys]
            axes.hlines(
                heights, [values[key].low for key in keys], [values[key].high for key in keys],
                color=colour, linewidth=1.4,
            )  # fmt: skip
            axes.plot(middles, heights, "o", color=colour, markersize=3.6, label=name)
        axes.set_yticks(range(len(keys)), [BY_KEY[key].label for key in reversed(keys)])
        axes.set(xlim=(0, 1.02))
        axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
        return _svg(figure, "Metrics with their 95 % intervals")


def latency_plot(scores: Mapping[str, Sequence[Score]]) -> str:
    """Share of the questions answered within a time, by system; the time axis is logarithmic."""
    with style.context(_STYLE):
        figure, axes = _figure(5.6, 3.0)
        for colour, (name, one) in zip(_cycle(len(scores)), scores.items(), strict=True):
            times = np.sort([score.values["latency_ms"] for score in one])
            shares = np.arange(1, times.size + 1) / times.size
            axes.step(times, shares, where="post", label=name, color=colour, linewidth=1.6)
        axes.set_xscale("log")
        axes.set(xlabel="Milliseconds", ylabel="Share of answers", ylim=(0, 1.02))
        axes.legend(frameon=False, fontsize=8)
        return _svg(figure, "Share of answers within a time")


def _cycle(count: int) -> list[str]:
    return [COLOURS[place % len(COLOURS)] for place in range(count)]


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _svg(figure: Figure, title: str) -> str:
    """The figure as an `<svg>` element that names itself to a screen reader."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Title": title})
    text = buffer.getvalue()
    return text[text.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{title}"', 1)
