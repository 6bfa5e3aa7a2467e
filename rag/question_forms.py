"""The forms of answer that a question asks for: a share, a date, a sum.

In: the cues of a question. Out: forms (`rag.answer_type`).
"""

from __future__ import annotations

import re

from index.thesaurus import Match
from rag.answer_type import TYPES
from rag.question_pattern import Tokens

# Forms that one word may ask for: what a longer cue says of them goes before.
_ALIKE = ({"form.length", "form.duration"}, {"form.date", "form.time"})
# A price per square metre is no area, what is used per thousand euros is no sum, and "how much did
# emissions fall", "by how much", asks for a difference.
_NO_FORM = {
    "form.money": re.compile(
        r"\b(?:uz|per) (?:\w+ )?(?:eiro|eur|euros?)\b"
        r"|\bhow much (?:did|do|does|will|would|has|have) (?!.*\b(?:money|fund|cash|budget|cost"
        r"|spend|spent|pric|pay|paid|wage|salar|incom|revenue|turnover|rent|tax|debt|fee|tariff|fare))"
        r".*\b(?:drop|f[ae]ll|r[io]se|gr[eo]w|declin|decreas|increas|shr[iu]nk|chang|reduc|improv)"
        r"|\bby how much\b(?!.*\b(?:cost|budget|price|euro|pound|spen[dt]|fund|pay|tax|fee))"
    ),
    "form.area": re.compile(r"\b(?:par|per) (?:kvadrat|hektar|square|hectare|acre)"),
}


def read_forms(found: list[Match], tokens: Tokens) -> tuple[str, ...]:
    """The forms asked for; "how many" alone asks for any number."""
    named = {
        match.concept
        for match in found
        if not _opens_clause(match, found, tokens) and not _said_more_fully(match, found)
    }
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


def _said_more_fully(match: Match, found: list[Match]) -> bool:
    """Whether a longer cue says what a word is about that may ask for two forms: "how long is the
    path", "length of time", "by what time"."""
    alike = next((forms for forms in _ALIKE if match.concept in forms), set[str]())
    return any(
        other.concept in alike - {match.concept}
        and other.first <= match.last
        and match.first <= other.last
        and other.last - other.first > match.last - match.first
        for other in found
    )


def _opens_clause(match: Match, found: list[Match], tokens: Tokens) -> bool:
    """Whether a "when" only opens a clause: "how many people are left when the plan ends"."""
    asks = [other for other in found if other.concept == "ask.word"]
    alone = match.concept == "form.date" and any(
        match.first == match.last == ask.first == ask.last for ask in asks
    )
    before = any(ask.last < match.first for ask in asks)
    asked_too = any(tokens.joins(match.first - back) for back in (1, 2, 3))  # "and as of when"
    return alone and before and not asked_too
