"""The focus of a question: what the words right behind its interrogative ask for.

In: "Which construction firm rebuilt the crossing?" Out: the names (concepts and stems) of
"construction firm". A passage that names everything but the focus speaks of the topic and does not
answer.
"""

from __future__ import annotations

import re

from corpus.letters import bare_fold
from index.analysis import stem
from index.thesaurus import thesaurus, words_of
from rag.answer import Language
from rag.language import is_function_word

_WINDOW = 2  # content words behind the interrogative
_ASKS = re.compile(
    r"which|what|whose|how|cik|kura|kuras|kuri|kuru|kurus|kurs|kura|kuram|kuras|kuros|kuriem|kuram"
    r"|kads|kada|kadas|kadi|kadu|kadus|kadam|kados|kadiem|kada"
)
_SKIPPED = frozenset({"many", "much", "daudz", "liels", "liela", "lielu", "other", "citi", "citas"})
# An office is named, and is not called one: "padomniece" answers "kādu amatu".
_OFFICE = re.compile(r"amat[asu]|amats|postenis|posteni|position|post|job|profession|profesij\w+")


def focus(text: str, language: Language) -> frozenset[str]:
    """Names of what is asked for, empty for "who", "when", "why" and the like."""
    words = words_of(text)
    matches = thesaurus().matches(text, (language,))
    found: set[str] = set()
    for i, word in enumerate(words):
        if not _ASKS.fullmatch(bare_fold(word)):
            continue
        behind: list[int] = []
        for j in range(i + 1, min(i + 5, len(words))):
            folded = bare_fold(words[j])
            if _ASKS.fullmatch(folded) or folded in _SKIPPED:
                continue
            if is_function_word(words[j]) or _OFFICE.fullmatch(folded):
                break
            behind.append(j)
            if len(behind) == _WINDOW:
                break
        for j in behind:
            covering = {m.concept for m in matches if m.first <= j <= m.last}
            found |= covering or {stem(words[j], language), stem(words[j], "lv")}
    return frozenset(found)
