"""What the benchmarks share: times, their spread, a table, a file of figures.

In: times in seconds. Out: a table on stdout, and `bench/results/NAME.json`.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).resolve().parent / "results"
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Spread:
    """Some measurements: how many, their median, 95th percentile, least and most."""

    n: int
    p50: float
    p95: float
    least: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(
        n=len(values),
        p50=float(np.percentile(values, 50)),
        p95=float(np.percentile(values, 95)),
        least=min(values),
        most=max(values),
    )


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What `work` returns, and the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def processors_of(process: int) -> float:
    """Seconds of processors that a process has used so far (proc_pid_stat(5))."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(name: str, title: str, rows: dict[str, Spread], **figures: Any) -> None:
    """Print the rows as a table with the single figures below it, and write all of it down."""
    table = Table("", "n", "p50", "p95", "least", "most", title=title)
    for label, row in rows.items():
        table.add_row(label, str(row.n), *map(_short, (row.p50, row.p95, row.least, row.most)))
    console = Console(width=100)
    console.print(table)
    for label, figure in figures.items():
        console.print(f"{label.replace('_', ' ')}: {figure}", highlight=False)
    machine = {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        # More than there are cores: others were at work, and only ratios say something.
        "load_of_15_minutes": round(os.getloadavg()[2], 1),
    }
    threads = os.environ.get("OMP_NUM_THREADS")
    set_first = f"OMP_NUM_THREADS={threads} " if threads else ""
    command = f"{set_first}python bench/{Path(sys.argv[0]).name} {' '.join(sys.argv[1:])}".strip()
    console.print(f"{command}; {machine}", highlight=False)
    written = {
        "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "command": command,
        "machine": machine,
        "rows": {label: asdict(row) for label, row in rows.items()},
        "figures": figures,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"written to {path}", highlight=False)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
