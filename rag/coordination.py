"""Coordination: things that a question names as alternatives, or one beside the other.

In: a question's text. Out: sets of topic names that a comma, "or" or "and" joins: "palace or
manor", "railways, trains and stations". For a list any of them will do.
"""

from __future__ import annotations

import itertools
import re

from corpus.letters import bare_fold
from index.analysis import stem
from index.thesaurus import thesaurus
from rag.answer import Language
from rag.language import is_function_word

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"(?:[\s,/]|\b(?:vai|un|or|and|jeb|ka ari|as well as)\b)+", re.IGNORECASE)
_SIGN = re.compile(r",|/|\b(?:vai|un|or|and|jeb)\b", re.IGNORECASE)


def coordinated(text: str, language: Language, names: frozenset[str]) -> list[frozenset[str]]:
    """Sets of `names` (concepts and stems) that stand side by side in `text`, two or more each."""
    spans = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    words = [text[start:end] for start, end in spans]
    found: list[tuple[int, int, str]] = []
    covered: set[int] = set()
    for match in thesaurus().matches(text, (language,)):
        if match.concept in names:
            found.append((match.first, match.last, match.concept))
            covered |= set(range(match.first, match.last + 1))
    for i, word in enumerate(words):
        for name in (stem(word, language), stem(word, "lv")):
            if i not in covered and name in names and not is_function_word(word):
                found.append((i, i, name))
                break
    found.sort()
    sets: list[set[str]] = []
    for before, after in itertools.pairwise(found):
        between = text[spans[before[1]][1] : spans[after[0]][0]] if after[0] > before[1] else ""
        if not (_SIGN.search(between) and _JOINT.fullmatch(bare_fold(between))):
            continue
        if sets and before[2] in sets[-1]:
            sets[-1].add(after[2])
        else:
            sets.append({before[2], after[2]})
    return [frozenset(one) for one in sets]
