"""The forms of answer that a question asks for: a share, a date, a sum.

In: the cues of a question. Out: forms (`rag.answer_type`).
"""

from __future__ import annotations

import re

from index.thesaurus import Match
from rag.answer_type import TYPES
from rag.question_pattern import Tokens

# "For how long" asks for no length, and a price per square metre is no area.
_NO_FORM = {
    "form.length": re.compile(r"\bfor how long "),
    "form.area": re.compile(r"\b(?:par|per) (?:kvadrat|hektar|square|hectare|acre)"),
}


def read_forms(found: list[Match], tokens: Tokens) -> tuple[str, ...]:
    """The forms asked for; "how many" alone asks for any number."""
    named = {match.concept for match in found if not _opens_clause(match, found, tokens)}
    if _asks_of_money(found):
        named.discard("form.money")
    named -= {form for form, words in _NO_FORM.items() if words.search(tokens.line)}
    forms = tuple(kind for kind in TYPES if f"form.{kind}" in named)
    return tuple(kind for kind in forms if kind != "number") or forms


def _asks_of_money(found: list[Match]) -> bool:
    """Whether money is but what a share or a date is of: "what percentage of the wage"."""
    asks = [match for match in found if match.concept == "ask.word"]
    others = [m for m in found if m.concept in ("form.percent", "form.date")]
    money = [
        m for m in found if m.concept == "form.money" and not any(m.covers(one) for one in others)
    ]
    asked = any(m.covers(ask) or m.first == ask.last + 1 for m in others for ask in asks)
    return asked and not any(m.covers(ask) for m in money for ask in asks)


def _opens_clause(match: Match, found: list[Match], tokens: Tokens) -> bool:
    """Whether a "when" only opens a clause: "how many people are left when the plan ends"."""
    asks = [other for other in found if other.concept == "ask.word"]
    alone = match.concept == "form.date" and any(
        match.first == match.last == ask.first == ask.last for ask in asks
    )
    before = any(ask.last < match.first for ask in asks)
    asked_too = any(tokens.joins(match.first - back) for back in (1, 2, 3))  # "and as of when"
    return alone and before and not asked_too
