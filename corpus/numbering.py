"""Which numbered lines are headings: the longest run of numbers that follow one another.

In: lines that carry a number such as `3.2.1.` before or after a title. Out: those that belong to
the heaviest chain in which each number is a proper successor of the one before. Numbers in
tables, references and measurements do not fit into the chain and fall out.
"""

from __future__ import annotations

from dataclasses import dataclass

Number = tuple[int, ...]
_SKIP_COST = 0.6  # a number is missing between two siblings, or a parent has no heading
_START_COST = 0.5  # the chain does not begin at 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading: index of the line, its number, and how much it looks it."""

    line: int
    number: Number
    weight: float


def best_chain(candidates: list[Candidate]) -> list[Candidate]:
    """The heaviest chain of successors, in order; linear in the number of candidates."""
    below: dict[Number, tuple[float, int]] = {}  # best chain that ends at or under a number
    exact: dict[Number, tuple[float, int]] = {}
    before: list[int | None] = []
    totals: list[float] = []
    for index, candidate in enumerate(candidates):
        value, previous = _best_predecessor(candidate.number, below, exact)
        total = value + candidate.weight
        before.append(previous)
        totals.append(total)
        _keep(exact, candidate.number, total, index)
        for depth in range(1, len(candidate.number) + 1):
            _keep(below, candidate.number[:depth], total, index)
    if not totals:
        return []
    index = max(range(len(totals)), key=lambda i: (totals[i], -i))
    chain: list[Candidate] = []
    cursor: int | None = index
    while cursor is not None:
        chain.append(candidates[cursor])
        cursor = before[cursor]
    return chain[::-1]


def _keep(best: dict[Number, tuple[float, int]], number: Number, total: float, index: int) -> None:
    if number not in best or total > best[number][0]:
        best[number] = (total, index)


def _best_predecessor(
    number: Number,
    below: dict[Number, tuple[float, int]],
    exact: dict[Number, tuple[float, int]],
) -> tuple[float, int | None]:
    starts_well = all(part == 1 for part in number)
    options: list[tuple[float, int | None]] = [(0.0 if starts_well else -_START_COST, None)]
    for depth in range(1, len(number) + 1):
        head, last, rest = number[: depth - 1], number[depth - 1], number[depth:]
        missing = sum(part != 1 for part in rest) + (len(rest) > 0)
        for step in (1, 2, 3):
            if last - step >= 0 and (*head, last - step) in below:
                value, index = below[(*head, last - step)]
                options.append((value - _SKIP_COST * (step - 1 + missing), index))
        if head in exact:
            value, index = exact[head]
            skipped = (last > 1) + missing
            options.append((value - _SKIP_COST * skipped, index))
    return max(options, key=lambda option: option[0])
