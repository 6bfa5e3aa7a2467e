"""Coordination: things that a question names as alternatives, or one beside the other.

In: a question's text. Out: sets of topic names that a comma, "or" or "and" joins: "palace or
manor", "railways, trains and stations". For a list any of them will do.
"""

from __future__ import annotations

import itertools
import re

from corpus.letters import bare_fold
from rag.answer import Language
from rag.located import located

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"(?:[\s,/]|\b(?:vai|un|or|and|jeb|ka ari|as well as)\b)+", re.IGNORECASE)
_SIGN = re.compile(r",|/|\b(?:vai|un|or|and|jeb)\b", re.IGNORECASE)


def coordinated(text: str, language: Language, names: frozenset[str]) -> list[frozenset[str]]:
    """Sets of `names` (concepts and stems) that stand side by side in `text`, two or more each."""
    spans = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    sets: list[set[str]] = []
    for before, after in itertools.pairwise(located(text, language, names)):
        apart = after.first > before.last
        between = text[spans[before.last][1] : spans[after.first][0]] if apart else ""
        if not (_SIGN.search(between) and _JOINT.fullmatch(bare_fold(between))):
            continue
        if sets and before.concept in sets[-1]:
            sets[-1].add(after.concept)
        else:
            sets.append({before.concept, after.concept})
    return [frozenset(one) for one in sets]
