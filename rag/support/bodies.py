"""Bodies that Latvian names by one capital: "Daugavpils pilsētas pašvaldība".

In: a statement and its source, both in Latvian. Out: the bodies whose words do not stand together
in what is said, nor in one title above it: a name made up of the words of both is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.letters import tokens
from index.thesaurus import thesaurus
from rag.language import is_function_word
from rag.support.forms import forms
from rag.support.source import Source, alone

_LANGUAGE = "lv"
# Concepts whose words end the name of a body.
_FIELDS = frozenset(("government", "international", "regions-associations", "universities"))
_CONCEPTS = frozenset(("local-government",))
_OF = re.compile(r"[sauo]$")  # endings of genitives, which all but the last word are
_LONGEST = 6  # words of a name
_SHORTEST = 3  # of which two may be said of any place: "Rēzeknes pašvaldība"


def missing_bodies(statement: str, source: Source) -> list[str]:
    """The bodies in a Latvian `statement` whose words `source` does not have together."""
    together = [source.stems]
    together += [alone(title, _LANGUAGE).stems for title in source.frame.splitlines()]
    return [
        " ".join(name)
        for name in _bodies(statement)
        if not any(_all_in(name, stems) for stems in together)
    ]


def _bodies(statement: str) -> Iterator[list[str]]:
    """Runs of a capitalised word and small ones, the last of which is a kind of body."""
    words = tokens(statement)
    known = thesaurus().concepts
    ends = {
        match.last
        for match in thesaurus().matches(statement, (_LANGUAGE,))
        if match.concept in _CONCEPTS or known[match.concept].field in _FIELDS
    }
    for end in sorted(ends):
        start = end
        while start > 0 and end - start < _LONGEST and _goes_on(words[start]):
            start -= 1
        name = words[start : end + 1]
        if len(name) >= _SHORTEST and _is_name(name) and " ".join(name) in statement:
            yield name


def _is_name(words: Sequence[str]) -> bool:
    return words[0][0].isupper() and all(_OF.search(word) for word in words[:-1])


def _goes_on(word: str) -> bool:
    return word[0].islower() and not is_function_word(word)


def _all_in(name: Sequence[str], stems: frozenset[str]) -> bool:
    return all(forms(word, _LANGUAGE) & stems for word in name)
