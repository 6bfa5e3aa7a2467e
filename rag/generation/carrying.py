"""Whether sentences in a model's words carry what a quote says, so that the quote may go.

In: a quote, and the sentences that cite it. Out: a verdict on the safe side: a quote that says
anything more stays in the answer, below the sentences.
"""

from __future__ import annotations

import re

from corpus.letters import bare_fold
from index.thesaurus import words_of
from rag.passage_terms import PassageTerms

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_NAME = re.compile(r"(?<![.!?:;“„\"«\s])\s+[„“\"«(]?([^\W\d_a-zāčēģīķļņšūž][\w-]+)")
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_a-zāčēģīķļņšūž]{2,}[\w-]*)\b")
_STEM = 5  # letters by which an inflected name is known again
_SHARE = 0.7  # of the weight of what the quote names
_LEAST_CONCEPTS = 2  # across languages stems say nothing, and one concept too little


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text; digits grouped by spaces count as one number."""
    return frozenset(_NUMBER.findall(_GROUPED.sub("", text)))


def names(text: str) -> frozenset[str]:
    """Names and abbreviations of a text, folded; a capital that begins a sentence tells nothing."""
    found = [*_NAME.findall(text), *_ABBREVIATION.findall(text)]
    return frozenset(bare_fold(name) for name in found)


def holds_names(wanted: frozenset[str], text: str) -> bool:
    """Whether each name stands in `text`, in any inflection."""
    said = [bare_fold(word) for word in words_of(text)]
    return all(any(_same(name, word) for word in said) for name in wanted)


def _same(name: str, word: str) -> bool:
    length = min(len(name), max(_STEM, len(name) - 3))
    return word == name if len(name) < _STEM else word.startswith(name[:length])


def carried(quote: str, said: str, languages: tuple[str, str], terms: PassageTerms) -> bool:
    """Whether `said` has the numbers, names and most of the matter of `quote`.

    Args:
        quote: the words of a document.
        said: all sentences that cite it.
        languages: of the quote and of what is said.
        terms: weighs what they name.
    """
    if not numbers(quote) <= numbers(said) or not holds_names(names(quote), said):
        return False
    there, here = (
        terms.terms(text, language) for text, language in zip((quote, said), languages, strict=True)
    )
    if languages[0] != languages[1]:
        there = frozenset(term for term in there if term.startswith(("#", "@")))
        if len(there) < _LEAST_CONCEPTS:
            return False
    total = sum(map(terms.weight, there))
    return total > 0 and sum(map(terms.weight, there & here)) >= _SHARE * total
