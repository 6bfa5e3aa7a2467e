"""In: a statement and the passages it cites. Out: whether they say it, and if not, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from corpus.model import Passage
from index.dates import date_terms
from index.embedder import Embedder
from rag.answer import Language
from rag.language import language_of
from rag.logistic import Logistic, model
from rag.quantities import Quantity, held, quantities
from rag.settings import Settings
from rag.support.counted import broken_ranges, miscounted
from rag.support.entailment import opened
from rag.support.meaning import NAME, Likeness, Nearest, signals
from rag.support.names import missing_names
from rag.support.negation import contradicts, denial
from rag.support.source import Shelf, Source, Sources
from rag.support.telling import Generic, tells
from rag.support.words import Word, content_words


@dataclass(frozen=True, slots=True)
class Support:
    """`faults`: kinds of what the passages do not hold: `number`, `date`, `name`, `negation`,
    `meaning`, and `citation` where no passage is cited at all."""

    supported: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A statement beside its source."""

    statement: str
    language: Language
    words: Sequence[Word]
    source: Source
    nearest: Nearest


class StatementChecker:
    """Holds statements to the passages they cite, and to nothing else. Safe to share by threads.

    Args:
        embedder: for the likeness of meanings.
        settings: all settings.
        shelf: where the passages come from, such as a `PassageIndex`: what their documents are
            called and what these abbreviate.
        weights: instead of those in `rag/support.toml`.

    Raises:
        PlanqaError: when the settings name a model for entailment that cannot be opened.
    """

    def __init__(
        self,
        embedder: Embedder,
        settings: Settings,
        shelf: Shelf | None = None,
        weights: Logistic | None = None,
    ) -> None:
        self._settings = settings.verification
        named = self._settings.entailment
        self._entailment = opened(named) if named else None
        self._likeness = Likeness(embedder)
        self._sources = Sources(shelf)
        self._weights = weights or model(NAME)

    def with_weights(self, weights: Logistic) -> StatementChecker:
        """The same with other weights; what is encoded stays known."""
        other = copy(self)
        other._weights = weights
        return other

    def check(
        self, statement: str, passages: Sequence[Passage], language: Language | None = None
    ) -> Support:
        """Whether `passages`, alone, hold all that `statement` says.

        Args:
            statement: one sentence, without citation marks.
            passages: those it cites.
            language: of the statement; read from it when None.
        """
        if not passages:
            return Support(False, ("citation",))
        compared = self._compare(statement, passages, language)
        faults = tuple(self._faults(compared, passages))
        return Support(not faults, faults)

    def tells(
        self,
        statement: str,
        passages: Sequence[Passage],
        asked: str,
        language: Language,
        generic: Generic,
    ) -> bool:
        """Whether the statement says anything of the passages that the question did not say.

        Args:
            statement: one sentence, without citation marks.
            passages: those it cites; at least one.
            asked: the question.
            language: of the statement and the question.
            generic: which words tell nothing.
        """
        return tells(statement, self._sources.of(passages), asked, language, generic)

    def prepare(self, together: Iterable[tuple[str, Sequence[Passage]]]) -> None:
        """Encode what will be checked in one go, which is quicker than one by one."""
        texts = [
            text
            for statement, passages in together
            for text in (statement, *self._sources.of(passages).sentences)
        ]
        self._likeness.encoded(list(dict.fromkeys(texts)))

    def signals(
        self, statement: str, passages: Sequence[Passage], language: Language | None = None
    ) -> Mapping[str, float]:
        """What the probability of the same meaning is made of."""
        return _signals(self._compare(statement, passages, language))

    def _compare(
        self, statement: str, passages: Sequence[Passage], language: Language | None
    ) -> _Compared:
        said_in = language or language_of(statement)
        source = self._sources.of(passages)
        words = content_words(statement, said_in)
        nearest = self._likeness.nearest(statement, source)
        return _Compared(statement, said_in, words, source, nearest)

    def _faults(self, compared: _Compared, passages: Sequence[Passage]) -> list[str]:
        statement, source = compared.statement, compared.source
        numbers = [
            *_numbers_lacking(statement, source, passages),
            *miscounted(statement, compared.language, source.own, source.language),
            *broken_ranges(statement, source.own),
        ]
        dates = date_terms(statement) - date_terms(f"{source.own}\n{source.frame}")
        names = missing_names(
            statement,
            compared.language,
            source,
            lambda short: self._sources.expansion(short, passages),
        )
        faults = []
        if any(not number.is_year for number in numbers):
            faults.append("number")
        if dates or any(number.is_year for number in numbers):
            faults.append("date")
        if names:
            faults.append("name")
        if _contradicts(compared):
            faults.append("negation")
        if not self._means_the_same(compared):
            faults.append("meaning")
        return faults

    def _means_the_same(self, compared: _Compared) -> bool:
        sure = self._weights.probability(_signals(compared))
        if sure < self._weights.weights["threshold"]:
            return False
        if self._entailment is None:
            return True
        premises = (compared.source.own, compared.nearest.sentence)
        inferred = self._entailment.infer(premises, compared.statement)
        return max(one.entails for one in inferred) >= self._settings.entailed


def _numbers_lacking(statement: str, source: Source, passages: Sequence[Passage]) -> list[Quantity]:
    """The numbers of the statement that the source does not give."""
    said = quantities(source.own)
    titles = quantities(source.frame)
    sections = {passage.section for passage in passages}
    days = {term[1:].split(".")[0] for term in date_terms(statement) if "." in term}
    lacking = [
        number
        for number in quantities(statement)
        if not held(number, said) and number.written not in sections | days
    ]
    # A title's years are those of the plan: only a span of years as a whole may come from there.
    years = {number.written for number in titles if number.is_year}
    spans = {number.written for number in lacking if number.is_year}
    framed = len(spans) >= 2 and spans <= years
    return [number for number in lacking if not (framed and number.is_year)]


def _contradicts(compared: _Compared) -> bool:
    said = frozenset[str]().union(*(word.meant for word in compared.words))
    return contradicts(
        denial(compared.statement, compared.language),
        denial(compared.nearest.sentence, compared.source.language),
        said,
    )


def _signals(compared: _Compared) -> dict[str, float]:
    same = compared.language == compared.source.language
    return signals(compared.words, compared.source, compared.nearest, same_language=same)
