"""What may stand in an answer of all that a model wrote.

In: a statement of the model and the sources it was given. Out: the faults it has; none, and it
stands. Whether the sources say it is judged by `rag/support`; here is what is wrong at sight.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from simplemma import langdetect

from corpus.model import Passage
from index.analysis import stems
from rag.answer import Language
from rag.generation.statements import Written
from rag.support import StatementChecker
from rag.support.telling import Generic

_LONGEST = 500  # characters of a statement
_UNFIT = re.compile(r"[<>\[\]{}|`\\\x00-\x1f\x7f-\x9f‹›]|https?:|www\.|\*\*|__|^#")
# Words for thousands, and for more; with each, what must stand in a source that has as many.
_GROUP = "[ \\u00a0]?\\d{3}"
_LARGE = tuple(
    (re.compile(rf"\b(?:{words})\w*", re.IGNORECASE), re.compile(there, re.IGNORECASE))
    for words, there in (
        ("tūksto|thousand", rf"tūkst|thousand|\d{_GROUP}"),
        ("miljon|million", rf"milj|mlj|mln|million|\d{_GROUP}{_GROUP}"),
        ("miljard|billion", rf"miljard|mljrd|mlrd|billion|\d{_GROUP}{_GROUP}{_GROUP}"),
    )
)
# Small models stutter; of the 364 true statements of `planqa eval faults` none says more often.
_MOST_SAID = 2  # times that two words follow each other in a sentence
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST = 4  # words that tell a language
_MARGIN = 0.3  # by which the other language must lead


@dataclass(frozen=True, slots=True)
class Numbered:
    """A source as it was numbered for the model: what it says, as passages to be held to.

    `title` stands before what is said of it, and need not be said again.
    """

    passages: tuple[Passage, ...]
    title: str = ""


class Holding:
    """Judges the statements of one answer, in their order.

    Args:
        checker: says whether passages bear a statement out.
        sources: as they were numbered for the model, from 1.
        question: what was asked; a statement must say something besides.
        language: the asker's.
        generic: which words tell nothing.
    """

    def __init__(
        self,
        checker: StatementChecker,
        sources: Sequence[Numbered],
        question: str,
        language: Language,
        generic: Generic,
    ) -> None:
        self._checker = checker
        self._sources = sources
        self._language = language
        self._question = question
        self._generic = generic
        self._said: list[frozenset[str]] = []

    def known(self, written: Written) -> tuple[int, ...]:
        """The numbers it cites that there are."""
        return tuple(n for n in written.cited if 1 <= n <= len(self._sources))

    def faults(self, written: Written) -> tuple[str, ...]:
        """Kinds of faults; `empty` is what says nothing that was not said or asked before."""
        said = frozenset(stems(written.text, self._language))
        found = self._at_sight(written)
        if not found and any(said <= before for before in self._said):
            found = ("empty",)
        if not found:
            found = self._unheld(written)
        if not found:
            self._said.append(said)
        return found

    def _at_sight(self, written: Written) -> tuple[str, ...]:
        """What is wrong whatever the sources say."""
        if not self.known(written):
            return ("citation",)
        if not _fit(written.text, self._language):
            return ("form",)
        return ("language",) if foreign(written.text, self._language) else ()

    def _unheld(self, written: Written) -> tuple[str, ...]:
        """What the sources do not bear out, or what is known without them."""
        cited = [self._sources[n - 1] for n in self.known(written)]
        passages = [passage for source in cited for passage in source.passages]
        if _magnitude(written.text, passages):
            return ("number",)
        faults = self._checker.check(written.text, passages, self._language).faults
        known = "\n".join([self._question, *(source.title for source in cited)])
        told = self._checker.tells(written.text, passages, known, self._language, self._generic)
        return faults or (() if told else ("empty",))


def _magnitude(text: str, passages: Sequence[Passage]) -> bool:
    """Whether a text names thousands or more in words, and no passage has as many."""
    return any(
        said.search(text) and not any(there.search(passage.text) for passage in passages)
        for said, there in _LARGE
    )


def _fit(text: str, language: Language) -> bool:
    """Whether a text can stand in an answer as it is: words, no markup, no address, no stutter."""
    if not _WORD.search(text) or len(text) > _LONGEST or _UNFIT.search(text):
        return False
    pairs = Counter(pairwise(stems(text, language)))
    return max(pairs.values(), default=0) <= _MOST_SAID


def foreign(text: str, language: Language) -> bool:
    """Whether a text is clearly in the other language; names are of none."""
    first, *rest = text.split() or [""]
    plain = " ".join([first, *(word for word in rest if not word[:1].isupper())])
    words = _WORD.findall(plain)
    if len(words) < _FEWEST:
        return False
    shares = dict(langdetect(" ".join(words), lang=("lv", "en")))
    other = "en" if language == "lv" else "lv"
    return float(shares.get(other, 0)) > float(shares.get(language, 0)) + _MARGIN
