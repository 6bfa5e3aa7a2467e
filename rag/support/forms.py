"""The forms of a word, and what may stand for it in Latvian and English.

In: a word and its language. Out: stems. The forms of one text's words are compared with the
meanings of another's: meanings on both sides would meet in words of several senses.
"""

from __future__ import annotations

import re
from functools import lru_cache

import simplemma

from index.analysis import stem
from index.glossary import glossary

_PREFIX = re.compile(r"^(?:aiz|par|pie|ap|at|ie|iz|no|pa|sa|uz)(?=\w{5})")


@lru_cache(maxsize=50_000)
def meanings(word: str, language: str) -> frozenset[str]:
    """Stems of the word and of what may stand for it, in Latvian and English."""
    own = forms(word, language)
    return own.union(*(glossary().synonyms(form, language) for form in own))


@lru_cache(maxsize=50_000)
def forms(word: str, language: str) -> frozenset[str]:
    """Stems of the word itself."""
    own = stem(word, language)
    if language != "lv":
        return frozenset((own, stem(word, "lv")))
    # The stemmer keeps the forms of a verb apart; the glossary has its infinitive.
    infinitive = stem(simplemma.lemmatize(word.lower(), lang="lv"), "lv")
    return frozenset((own, infinitive, *(_PREFIX.sub("", form) for form in (own, infinitive))))
