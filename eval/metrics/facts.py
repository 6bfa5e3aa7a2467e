"""An answer and the facts expected in it in; which of them it states out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from eval.metrics.retrieval import NAN
from eval.metrics.statement import without_marks
from rag.answer import Answer

ROOM = 1_200
_DASH = re.compile(r"[\u2010-\u2015\u2212\u00ad]")
_MARKUP = re.compile(r"[*_`«»„“”\"'’]")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+|[^\W\d]+|[^\w\s]")


def normalised(text: str) -> str:
    """Case, diacritics, quotation marks and emphasis dropped, dashes alike, thousands joined."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in decomposed if not unicodedata.combining(one))
    plain = _MARKUP.sub("", _DASH.sub("-", plain))
    return _THOUSANDS.sub("", plain)


@lru_cache(maxsize=4096)
def _pattern(alias: str) -> re.Pattern[str]:
    """The alias as a pattern that ignores white space and starts at the start of a word.

    The end stays open, so that a stem finds its inflections; but a number is a whole number.
    """
    tokens = _TOKEN.findall(normalised(alias))
    if not tokens:
        raise ValueError(f"the alias {alias!r} holds no word or number")
    before, after = r"(?<!\w)" if tokens[0][0].isalnum() else "", ""
    if tokens[0].isdigit():
        before = r"(?<!\w)(?<!\d,)" + (r"(?<!\d\.)" if len(tokens[0]) < 3 else "")
    if tokens[-1].isdigit():
        after = r"(?!\d)(?!,\d)" + (r"(?!\.\d)" if len(tokens[-1]) < 3 else "")
    elif len(alias) <= 3:
        after = r"(?!\w)"
    return re.compile(before + r"\s*".join(map(re.escape, tokens)) + after)


def states(text: str, aliases: Sequence[str]) -> bool:
    """Whether the normalised text states the fact by any of its aliases."""
    return any(_pattern(alias).search(text) for alias in aliases)


def shown_text(answer: Answer, room: int = ROOM) -> str:
    """What a reader takes in: the first `room` characters, and what the items' cells say."""
    parts = [without_marks(answer.answer)[:room]]
    for item in answer.items:
        parts += [item.section, item.title]
        parts += [value.text for cell in item.fields.values() for value in cell]
    return "\n".join(parts)


def missed(answer: Answer, facts: Sequence[Sequence[str]]) -> list[str]:
    """First alias of each fact that the answer does not state; a refusal states none."""
    if answer.silent:
        return [aliases[0] for aliases in facts]
    text = normalised(shown_text(answer))
    return [aliases[0] for aliases in facts if not states(text, aliases)]


def fact_recall(answer: Answer, facts: Sequence[Sequence[str]]) -> float:
    """Share of the expected facts that the answer states; NaN where none is expected."""
    if not facts:
        return NAN
    return (len(facts) - len(missed(answer, facts))) / len(facts)
