"""Draws how search grows with the passages.

In: `bench/results/scale.json`, as `scale.py` writes it. Out: docs/pictures/scaling.svg, or the file
that the argument names.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator
from measure import RESULTS

from eval.plots import COLOURS

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "scaling.svg"
_SEARCHES = {"dense": "vectors", "lexical": "words", "dense + lexical": "both"}
_MOST_RATIO, _LEAST_RECALL = 6, 0.98
_STYLE = {
    "font.size": 9,
    "axes.grid": True,
    "grid.color": "#e5e7eb",
    "svg.hashsalt": "planqa",
    "svg.fonttype": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def main(path: Path) -> None:
    """Draw time, recall, room and building side by side, each against the number of passages."""
    measured = json.loads((RESULTS / "scale.json").read_text(encoding="utf-8"))
    rows, figures = measured["rows"], measured["figures"]
    sizes = {int(name.replace(",", "")): name for name in figures}
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(9.6, 6.2), layout="constrained")
        search, recall, room, building = figure.subplots(2, 2).flat
        _search(search, sizes, rows)
        _parts(room, sizes, figures, "bytes a passage", "Bytes a passage")
        _parts(
            building, sizes, figures, "built, s of the processor", "Building, s of the processor"
        )
        building.set_yscale("log")
        room.set_ylim(bottom=0)
        for number, name in enumerate(("dense", "lexical")):
            values = [figures[one][f"recall@10, {name}"] for one in sizes.values()]
            recall.plot(list(sizes), values, "o-", color=COLOURS[number], label=_SEARCHES[name])
        recall.axhline(_LEAST_RECALL, color=COLOURS[-1], linestyle=":", label=str(_LEAST_RECALL))
        recall.set(title="Recall@10 against exact search", ylim=(0.95, 1.003))
        for axes in (search, recall, room, building):
            _finish(axes, list(sizes))
        figure.savefig(path, metadata={"Date": None})


def _search(axes: Axes, sizes: dict[int, str], rows: dict[str, Any]) -> None:
    """The 95th percentile of each search, and what it may be at most: a multiple of the time at the
    least size, as it was beside each."""
    for number, (key, label) in enumerate(_SEARCHES.items()):
        values = [rows[f"{one}: {key}, processor"]["p95"] for one in sizes.values()]
        axes.plot(list(sizes), values, "o-", color=COLOURS[number], label=label)
    beside = "the least size, dense + lexical, processor"
    most = [_MOST_RATIO * rows[f"{one}: {beside}"]["p95"] for one in sizes.values()]
    label = f"{_MOST_RATIO} times both at {min(sizes):,}"
    axes.plot(list(sizes), most, ":", color=COLOURS[-1], label=label)
    axes.set(title="A question, ms of the processor, 95th percentile", ylim=(0, None))


def _parts(
    axes: Axes, sizes: dict[int, str], figures: dict[str, Any], key: str, title: str
) -> None:
    for place, name in enumerate(("dense", "lexical")):
        # What took no time to speak of has no place on a logarithmic scale.
        values = [figures[one][key][place] or math.nan for one in sizes.values()]
        axes.plot(list(sizes), values, "o-", color=COLOURS[place], label=_SEARCHES[name])
    axes.set(title=title)


def _finish(axes: Axes, sizes: list[int]) -> None:
    axes.set_xscale("log")
    axes.set_xticks(sizes)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(_short))
    axes.set_xlabel("passages")
    axes.legend(frameon=False, fontsize=8)


def _short(size: float, _: int) -> str:
    return f"{size / 1e6:.3g} million" if size >= 1e6 else f"{size:,.0f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
