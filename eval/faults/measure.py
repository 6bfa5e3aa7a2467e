"""The bench of planted faults: cases in, what the checker says of each, and the table, out.

A fault is caught when the checker does not support the statement, whatever it names as the reason;
a true statement that it does not support is a false alarm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.faults.planting import FAULTS, Case, Fault
from eval.faults.statements import HALVES, Half
from rag.support import StatementChecker, Support


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker says of a case."""

    case: Case
    support: Support


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` statements were not supported."""

    rejected: int
    n: int

    @property
    def value(self) -> float:
        """The share, NaN of none."""
        return self.rejected / self.n if self.n else math.nan


def judge(checker: StatementChecker, cases: Sequence[Case]) -> list[Verdict]:
    """The checker's word on every case, in order."""
    checker.prepare([(case.statement, [case.passage]) for case in cases])
    return [
        Verdict(case, checker.check(case.statement, [case.passage], case.language))
        for case in cases
    ]


def share(verdicts: Sequence[Verdict], faults: Sequence[Fault | None], half: Half) -> Share:
    """The rejected statements with one of these faults (None: the true ones) in a half."""
    chosen = [v for v in verdicts if v.case.fault in faults and v.case.half == half]
    return Share(sum(not v.support.supported for v in chosen), len(chosen))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a kind of fault, all faults or the true statements, by half."""

    name: str
    shares: dict[Half, Share]


def table(verdicts: Sequence[Verdict]) -> list[Row]:
    """Catch rate by kind of fault and over all, then false alarms, in both halves."""
    kinds: list[tuple[str, Sequence[Fault | None]]] = [(fault, [fault]) for fault in FAULTS]
    kinds += [("all faults", FAULTS), ("true statements", [None])]
    return [
        Row(name, {half: share(verdicts, faults, half) for half in HALVES})
        for name, faults in kinds
    ]


def as_json(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The table and every verdict, to be kept beside other runs."""
    rows = {
        row.name: {
            half: {"rejected": one.rejected, "n": one.n, "share": one.value}
            for half, one in row.shares.items()
        }
        for row in table(verdicts)
    }
    cases = [
        {
            "base": v.case.base,
            "half": v.case.half,
            "language": v.case.language,
            "fault": v.case.fault,
            "statement": v.case.statement,
            "passage": v.case.passage.id,
            "found": list(v.support.faults),
        }
        for v in verdicts
    ]
    return {"table": rows, "cases": cases}
