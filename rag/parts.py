"""The parts of a question that asks of two things: each as a question of its own.

In: "Who runs the trains, and who the airport?", "Water versus waste: the same money?". Out: "Who
runs the trains", "who the airport"; "Water: the same money?", "waste: the same money?".
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
_AND = r"[\s,;–—-]+(?:un|bet|and|but|while|savukart)\b[\s,;–—-]*(?:turklat|also)?\s*"
_ASKS = (
    r"(?:(?:no|ar|par|pec|uz|pie|with|by|in|for|whose)\s)?(?:kas|ko|ka|kam|kurs|kura|kuri|kuru|kuras|kuram"
    r"|kurus|kads|kada|kadi|kadu|kadus|kadas|kadiem|kadam|kur|kad|cik|kapec|who|whom|what|how|where|which|why|when)\b"
)
_ANEW = re.compile(rf"{_AND}(?={_ASKS})")
_JOINT = re.compile(
    r"[\s,]*(?:\b(?:un|vai|and|or|versus|vs|pret|against|with|ar|than|neka)\b|/)[\s.,]*"
)
_LEAST = 2  # words of a part that asks


def parts(text: str, language: Language, names: frozenset[str]) -> tuple[str, ...]:
    """The two parts, or none where the question is one.

    Args:
        text: the question.
        language: its language.
        names: what it names: concepts and stems.
    """
    return _clauses(text) or _without_each_other(text, language, names)


def _clauses(text: str) -> tuple[str, ...]:
    """A question that asks twice, cut where it asks anew: "who …, and who …"."""
    folded = _same_length(text)
    first = re.search(_ASKS, folded)
    if first is None:
        return ()
    # "Un ka" is "and that"; "un kā" asks.
    cuts = [
        m
        for m in _ANEW.finditer(folded)
        if m.start() > first.end()
        and len(_WORD.findall(text[: m.start()])) > _LEAST
        and not re.match(r"ka\b", text[m.end() :])
    ]
    if not cuts:
        return ()
    cut = cuts[0]
    one, other = text[: cut.start()], text[cut.end() :]
    opening = text[: first.start()].strip(" ,:;–—-")
    # What stands before the first asking is said of both: "On housing: what does A, and what B".
    return (one, f"{opening}: {other}" if opening else other)


def _without_each_other(text: str, language: Language, names: frozenset[str]) -> tuple[str, ...]:
    """A question that sets two things beside each other, once without the one, once without the
    other."""
    spans = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[tuple[int, int]] = []
    covered: set[int] = set()
    for match in thesaurus().matches(text, (language,)):
        if match.concept in names and not covered & set(range(match.first, match.last + 1)):
            found.append((match.first, match.last))
            covered |= set(range(match.first, match.last + 1))
    for i, (start, end) in enumerate(spans):
        word = text[start:end]
        known = {stem(word, language), stem(word, "lv")} & names
        if i not in covered and known and not is_function_word(word):
            found.append((i, i))
    folded = _same_length(text)
    for one, other in itertools.pairwise(sorted(found)):
        if one[1] >= other[0]:
            continue
        between = spans[one[1]][1], spans[other[0]][0]
        if _JOINT.fullmatch(folded, *between):
            head, tail = text[: spans[one[0]][0]], text[spans[other[1]][1] :]
            first = text[spans[one[0]][0] : spans[one[1]][1]]
            second = text[spans[other[0]][0] : spans[other[1]][1]]
            return (f"{head}{first}{tail}", f"{head}{second}{tail}")
    return ()


def _same_length(text: str) -> str:
    """`text` folded letter by letter, so that places in it are places in `text`."""
    return "".join(folded if len(folded := bare_fold(c)) == 1 else c for c in text)
