"""Estimates and eval/floors.toml in; which floors a run falls below, or risen floors, out.

A floor never sinks: raising writes a figure only where the run is better than the floor.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PlanqaError
from eval.aggregate import Estimates
from eval.catalog import BY_KEY

FLOORS = Path(__file__).with_name("floors.toml")
_HEAD = """\
# What a run must reach on each split; `planqa eval floors RUN` checks it, and CI checks dev.
# `planqa eval floors RUN --raise` writes better figures, cut to two decimals. Floors only rise
# (and ceilings only sink).
"""
Bounds = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Breach:
    """A metric on the wrong side of its bound; NaN is on the wrong side."""

    metric: str
    value: float
    bound: float
    at_least: bool

    def __str__(self) -> str:
        side = "at least" if self.at_least else "at most"
        return f"{BY_KEY[self.metric].label}: {self.value:.4f}, must be {side} {self.bound:g}"


def read_floors(path: Path = FLOORS) -> Bounds:
    """Bounds by split and side: `{"dev": {"at_least": {...}, "at_most": {...}}}`.

    Raises:
        PlanqaError: `bad_floors` when the file is not readable or names an unknown metric.
    """
    try:
        bounds: Bounds = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PlanqaError("bad_floors", f"{path}: {error}.", 422) from None
    for sides in bounds.values():
        for side, metrics in sides.items():
            unknown = metrics.keys() - BY_KEY.keys()
            if unknown or side not in ("at_least", "at_most"):
                wrong = min(unknown, default=side)
                raise PlanqaError("bad_floors", f"{path}: `{wrong}` is not known.", 422)
    return bounds


def breaches(estimates: Estimates, sides: Mapping[str, Mapping[str, float]]) -> list[Breach]:
    """Bounds that the estimates do not keep."""
    found: list[Breach] = []
    for side, metrics in sides.items():
        for metric, bound in metrics.items():
            value, at_least = estimates[metric].value, side == "at_least"
            kept = value >= bound if at_least else value <= bound
            if not kept:
                found.append(Breach(metric, value, bound, at_least))
    return found


def raised(
    estimates: Estimates, sides: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """The bounds moved to the estimates where those are better."""
    return {
        side: {
            metric: _better(bound, estimates[metric].value, side == "at_least")
            for metric, bound in metrics.items()
        }
        for side, metrics in sides.items()
    }


def write_floors(bounds: Bounds, path: Path = FLOORS) -> None:
    """Write the file anew, in the order of the bounds."""
    blocks = [
        f"[{split}.{side}]\n" + "".join(f"{key} = {bound:g}\n" for key, bound in metrics.items())
        for split, sides in bounds.items()
        for side, metrics in sides.items()
    ]
    path.write_text("\n".join([_HEAD, *blocks]), "utf-8")


def _better(bound: float, value: float, at_least: bool) -> float:
    if math.isnan(value):
        return bound
    # The epsilon keeps 0.29, which is 0.28999… in binary, from being cut to 0.28.
    if at_least:
        return max(bound, math.floor(value * 100 + 1e-9) / 100)
    return min(bound, math.ceil(value * 100 - 1e-9) / 100)
