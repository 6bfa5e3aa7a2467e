"""An answer in; whether its own words are in the asker's language out."""

from __future__ import annotations

import re

from simplemma import langdetect

from eval.metrics.statement import QUOTED, statements, without_marks
from rag.answer import Answer, Language

_WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST = 3


def own_words(answer: Answer) -> list[str]:
    """Words of the first statement that the answer does not take from a document."""
    first = next(iter(statements(answer.answer)), None)
    text = without_marks(first.text) if first else ""
    for taken in sorted(_taken(answer), key=len, reverse=True):
        text = text.replace(taken, " ")
    return _WORD.findall(QUOTED.sub(" ", text))


def language_right(answer: Answer, asked: Language) -> float:
    """1 when the answer says it is in the language asked, and its own words are; else 0.

    The words are judged by simplemma's dictionaries; fewer than three are too few to judge.
    """
    if answer.language != asked:
        return 0.0
    words = own_words(answer)
    if len(words) < FEWEST:
        return 1.0
    shares = dict(langdetect(" ".join(words), lang=("lv", "en")))
    other = "en" if asked == "lv" else "lv"
    return float(shares.get(asked, 0) >= shares.get(other, 0))


def _taken(answer: Answer) -> set[str]:
    titles = {item.title for item in answer.items}
    for one in answer.citations:
        titles |= {one.quote, one.title, one.heading or ""}
    return {title for title in titles if title.strip()}


def language_of(text: str) -> Language:
    """Latvian or English, whichever more of the words belong to; Latvian where neither leads."""
    shares = dict(langdetect(text, lang=("lv", "en")))
    return "en" if shares.get("en", 0) > shares.get("lv", 0) else "lv"
