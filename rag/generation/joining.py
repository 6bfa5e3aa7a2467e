"""From sentences that hold and the quotes they rest on to one answer.

In: an answer in quotes, and sentences of a model, each with the numbers of the quotes it cites.
Out: the sentences, and below them the quotes that they do not carry. Left out are sentences that
copy most of a quote, and those that would put quotes out of sight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.letters import bare_fold, tokens
from rag.answer import Kind, Language
from rag.draft import Draft, Statement
from rag.generation.carrying import carried
from rag.generation.room import in_sight

_LISTING = ("attribute", "definition")  # kinds of answers whose quotes are one list
_COPIED = 0.5  # share of a quote that sentences may say again word for word


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as a statement of the answer; `cited` counts the draft's statements from 1."""

    statement: Statement
    cited: tuple[int, ...]


class Joining:
    """Joins sentences to one draft.

    Args:
        draft: the answer in quotes.
        kind: of the question.
        language: of the sentences.
        language_of: the language of a document, by its id.
    """

    def __init__(
        self, draft: Draft, kind: Kind, language: Language, language_of: Callable[[str], str]
    ) -> None:
        self._draft = draft
        self._language = language
        self._language_of = language_of
        self._quoted = [quoted_words(one) for one in draft.statements]
        self._copied = [0] * len(self._quoted)
        self._one_list = kind in _LISTING or self._quoted[0].endswith(":")

    def repeats(self, one: Said) -> bool:
        """Whether a quote says it word for word, and too much of that quote would be said twice.

        Ask once for each sentence, in their order.
        """
        words = one.statement.words
        place = next((i for i, quoted in enumerate(self._quoted) if _within(words, quoted)), None)
        if place is None:
            return False
        if self._copied[place] + len(words) > _COPIED * len(self._quoted[place]):
            return True
        self._copied[place] += len(words)
        return False

    def fitting(self, said: Sequence[Said]) -> list[Said]:
        """The sentences for which there is room above the quotes that stay.

        Of those that are too many, one that stands for no quote goes before one that does, and
        the last before the first.
        """
        fitting = list(said)
        while fitting:
            staying = self._staying(fitting)
            if in_sight(self._draft, [one.statement for one in fitting], staying):
                break
            places = range(len(fitting))
            needless = [i for i in places if self._staying(_without(fitting, i)) == staying]
            fitting = _without(fitting, needless[-1] if needless else places[-1])
        return fitting

    def joined(self, said: Sequence[Said]) -> Draft:
        """The answer that begins with these sentences."""
        sentences = tuple(one.statement for one in said)
        left = [self._draft.statements[place] for place in self._staying(said)]
        if not left:
            return Draft("", sentences)
        return replace(self._draft, statements=(*sentences, *left))

    def _staying(self, said: Sequence[Said]) -> list[int]:
        """Places of the quotes that stay; what is one list stays or goes together."""
        every = range(len(self._draft.statements))
        left = [place for place in every if not self._carried(place, said)]
        return list(every) if left and self._one_list else left

    def _carried(self, place: int, said: Sequence[Said]) -> bool:
        quoted = self._quoted[place]
        cited = (one.statement.words for one in said if place + 1 in one.cited)
        # What is said word for word is better quoted.
        text = " ".join(words for words in cited if not _within(words, quoted))
        passage = self._draft.statements[place].quotes[0].evidence.passage
        languages = (self._language_of(passage.document), self._language)
        return bool(text) and carried(quoted, text, languages)


def quoted_words(statement: Statement) -> str:
    """What a statement quotes, without quotation marks."""
    return " ".join(quote.text for quote in statement.quotes)


def _within(words: str, quoted: str) -> bool:
    """Whether the words stand in the quote one after another."""
    said, there = (" ".join(["", *tokens(bare_fold(text)), ""]) for text in (words, quoted))
    return said in there


def _without(said: Sequence[Said], place: int) -> list[Said]:
    return [one for i, one in enumerate(said) if i != place]
