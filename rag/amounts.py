"""Amounts: what a question bounds by a number or a date, or asks the greatest or least of.

`rag.question_amounts` reads them from a question, `rag.judging` holds rows to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from index.dates import Date

Relation = Literal["above", "least", "below", "most", "highest", "lowest"]
Side = Literal["begin", "end"]
MONEY = "money"  # the unit of what costs, in whatever currency
DATE = "date"


@dataclass(frozen=True, slots=True)
class Amount:
    """One bound.

    `value` is None for the greatest and the least; `unit` is that of `rag.quantities`, MONEY, DATE
    or None where it is unsaid. `words` are the words that say it, by number, and no topic;
    `counted` those behind the number, which may say what it counts. `side` is which end of a
    period a date bounds.
    """

    relation: Relation
    said: str
    words: frozenset[int]
    value: Decimal | Date | None = None
    unit: str | None = None
    counted: tuple[int, ...] = ()
    side: Side | None = None

    def admits(self, value: Decimal | Date) -> bool:
        """Whether a value lies within the bound; one of another kind does not."""
        own = self.value
        if isinstance(value, Date) and isinstance(own, Date):
            cut = value.cut(own)
            vague = cut != own and cut == own.cut(value)  # 2027, where July 2027 bounds
            return not vague and self._holds(cut, own)
        if isinstance(value, Decimal) and isinstance(own, Decimal):
            return self._holds(value, own)
        return False

    def _holds(self, value: Any, own: Any) -> bool:
        return bool(
            {
                "above": value > own,
                "least": value >= own,
                "below": value < own,
                "most": value <= own,
            }.get(self.relation, False)
        )

    @property
    def greatest(self) -> bool:
        """Whether it asks for the greatest or the least, and bounds nothing."""
        return self.relation in ("highest", "lowest")
