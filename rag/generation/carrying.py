"""Whether sentences in a model's words say all that a quote says, so that the quote may go.

In: a quote, and the sentences that cite it. Out: a verdict on the safe side: a quote that says
anything more stays in the answer, below the sentences.
"""

from __future__ import annotations

import re

from index.dates import date_terms
from rag.quantities import Quantity, quantities
from rag.support.forms import forms
from rag.support.names import missing_names
from rag.support.source import Source, alone
from rag.support.words import Word, content_words

_OF_A_YEAR = re.compile(r"(?<=\d\.)\s?g(?:ad\w*|\.)")  # what Latvian puts behind a year


def carried(quote: str, said: str, languages: tuple[str, str]) -> bool:
    """Whether `said` has every number, date, name and content word of `quote`.

    In one language a word is there in some inflection of its own: a synonym may say less. In two,
    it is there as the glossary or the thesaurus translates it.

    Args:
        quote: the words of a document.
        said: all sentences that cite it.
        languages: of the quote and of what is said.
    """
    there, here = languages
    source = alone(said, here)
    numbers = quantities(said)
    return (
        all(any(_same(one, other) for other in numbers) for one in quantities(quote))
        and date_terms(quote) <= date_terms(said)
        and not missing_names(quote, there, source)
        and all(
            _said(word, languages, source)
            for word in content_words(_OF_A_YEAR.sub("", quote), there)
        )
    )


def _same(one: Quantity, other: Quantity) -> bool:
    return one.fits(other) and (one.unit, one.bound) == (other.unit, other.bound)


def _said(word: Word, languages: tuple[str, str], source: Source) -> bool:
    if languages[0] == languages[1]:
        return bool(forms(word.written, languages[0]) & source.stems)
    return bool(word.meant & source.stems or word.concepts & source.concepts)
