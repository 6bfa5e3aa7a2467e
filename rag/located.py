"""Where in a question its things stand.

In: a text and names of things (concepts of the thesaurus, stems). Out: for each place where one is
named its first and last word, by number.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.analysis import stem
from index.thesaurus import Match, thesaurus, words_of
from rag.answer import Language
from rag.language import is_function_word


def located(text: str, language: Language, names: Iterable[str]) -> list[Match]:
    """The places, in the order of the words; `Match.concept` is the name."""
    wanted = frozenset(names)
    found: list[Match] = []
    covered: set[int] = set()
    for match in thesaurus().matches(text, (language,)):
        if match.concept in wanted:
            found.append(match)
            covered |= set(range(match.first, match.last + 1))
    for i, word in enumerate(words_of(text)):
        if i in covered or is_function_word(word):
            continue
        name = next((s for s in (stem(word, language), stem(word, "lv")) if s in wanted), None)
        if name is not None:
            found.append(Match(name, i, i))
    return sorted(found, key=lambda match: (match.first, match.last, match.concept))
