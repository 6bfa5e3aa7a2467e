"""`Writer`: an answer in a model's words, as far as the documents bear them out.

In: a question and the verified draft of its answer. Out: a draft in which sentences of the model
stand for the quotes that they carry; else the draft as it was. What the model sees is what the
draft quotes, so that it can neither add evidence nor decide whether there is an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Passage
from index.protocol import PassageIndex
from rag.answer_type import holds
from rag.draft import Draft, Evidence, Quote, Row, Statement
from rag.generation.holding import Holding, Numbered
from rag.generation.joining import Joining, Said, quoted_words
from rag.generation.prompt import Source, answer_prompt, rows_prompt
from rag.generation.protocol import Deadline, GenerationFailed, Generator, Prompt, Reason
from rag.generation.statements import StatementReader, Written
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.settings import GeneratorSettings
from rag.support import StatementChecker

_PLACE = 2  # titles above a passage that the model is shown
# Roles that may well be answered by a word that many passages have, such as "municipalities".
_SHORT = frozenset(("implementers", "partners", "funding", "territory"))
Told = Callable[[Draft], None]
"""Called with a draft of one statement or row that holds, as soon as it does."""


@dataclass(slots=True)
class Outcome:
    """What came of it.

    `draft` is the answer; `used` says that words of the model stand in it. `written` counts its
    statements, `faults` those that were left out, by what was wrong first. `failed` says why there
    was no text.
    """

    draft: Draft
    used: bool = False
    written: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    failed: Reason | None = None

    def left_out(self, fault: str, count: int = 1) -> None:
        """Count statements that do not stand in the answer."""
        if count:
            self.faults[fault] += count


class Writer:
    """Lets a model phrase answers. Safe to call from several threads."""

    def __init__(
        self,
        generator: Generator,
        checker: StatementChecker,
        index: PassageIndex,
        terms: PassageTerms,
        settings: GeneratorSettings,
    ) -> None:
        self._generator = generator
        self._checker = checker
        self._index = index
        self._terms = terms
        self._settings = settings

    def written(
        self, question: Question, draft: Draft, deadline: Deadline, told: Told | None = None
    ) -> Outcome:
        """The answer in the model's words, where they hold; `told` hears of each that does."""
        outcome = Outcome(draft)
        rows = any(row.fields for row in draft.rows)
        if not rows and not draft.statements:
            return outcome
        try:
            if rows:
                self._rows(question, draft, deadline, outcome, told)
            else:
                self._sentences(question, draft, deadline, outcome, told)
        except GenerationFailed as error:
            outcome.failed = error.reason
            outcome.draft, outcome.used = draft, False
        return outcome

    def _sentences(
        self,
        question: Question,
        draft: Draft,
        deadline: Deadline,
        outcome: Outcome,
        told: Told | None,
    ) -> None:
        shown = draft.statements[: self._settings.passages]
        sources = [
            Source(_place(one.quotes[0].evidence.passage), quoted_words(one)) for one in shown
        ]
        prompt = answer_prompt(question.asked, sources, question.language, self._settings.tokens)
        numbered = [Numbered(tuple(_as_quoted(quote) for quote in one.quotes)) for one in shown]
        holding = self._holding(question, numbered)
        joining = Joining(draft, question.kind, question.language, self._language_of)
        said: list[Said] = []
        for written in self._held(prompt, holding, deadline, outcome):
            cited = holding.known(written)
            one = Said(_statement(written, cited, shown), cited)
            if joining.repeats(one):
                outcome.left_out("empty")
                continue
            said.append(one)
            if told is not None:
                told(Draft("", (one.statement,)))
        fitting = joining.fitting(said)
        outcome.left_out("room", len(said) - len(fitting))
        if fitting and _answers(question, draft, fitting):
            outcome.draft = joining.joined(fitting)
            outcome.used = True

    def _holding(self, question: Question, numbered: Sequence[Numbered]) -> Holding:
        generic = _never if _SHORT.intersection(question.roles) else self._terms.common
        return Holding(self._checker, numbered, question.asked, question.language, generic)

    def _language_of(self, document: str) -> str:
        return self._index.document(document).description.language

    def _rows(
        self,
        question: Question,
        draft: Draft,
        deadline: Deadline,
        outcome: Outcome,
        told: Told | None,
    ) -> None:
        """Each row gets at most one sentence, and no row comes or goes."""
        telling = [i for i, row in enumerate(draft.rows) if row.fields][: self._settings.passages]
        rows = [draft.rows[i] for i in telling]
        sources = [Source(f"{row.label} {row.title}", _cells(row)) for row in rows]
        prompt = rows_prompt(question.asked, sources, question.language, self._settings.tokens)
        numbered = [Numbered(_row_passages(row), row.title) for row in rows]
        holding = self._holding(question, numbered)
        words: dict[int, str] = {}
        for written in self._held(prompt, holding, deadline, outcome):
            cited = holding.known(written)
            if len(cited) != 1 or telling[cited[0] - 1] in words:
                outcome.left_out("citation")
                continue
            place = telling[cited[0] - 1]
            words[place] = written.text
            if told is not None:
                told(Draft("", rows=(replace(draft.rows[place], words=written.text),)))
        if words:
            phrased = (replace(row, words=words.get(i, "")) for i, row in enumerate(draft.rows))
            outcome.draft = replace(draft, rows=tuple(phrased))
            outcome.used = True

    def _held(
        self, prompt: Prompt, holding: Holding, deadline: Deadline, outcome: Outcome
    ) -> Iterator[Written]:
        """The statements that hold, as they come; the others are counted."""
        reader = StatementReader()
        for found in self._read(prompt, reader, deadline):
            if not deadline.left:
                raise GenerationFailed("slow", "the statements were not checked in time")
            outcome.written += 1
            faults = holding.faults(found)
            if faults:
                outcome.left_out(faults[0])
            else:
                yield found

    def _read(
        self, prompt: Prompt, reader: StatementReader, deadline: Deadline
    ) -> Iterator[Written]:
        for piece in self._generator.write(prompt, deadline):
            yield from reader.feed(piece)
        yield from reader.end()


def _never(_: frozenset[str]) -> bool:
    return False


def _answers(question: Question, draft: Draft, said: Sequence[Said]) -> bool:
    """Whether this is an answer: it rests on the best evidence, and has the form asked for."""
    text = " ".join(one.statement.words for one in said)
    quoted = " ".join(statement.text for statement in draft.statements)
    forms = [form for form in question.answer_types if holds(form, quoted)]
    leads = any(1 in one.cited for one in said)
    return leads and all(holds(form, text) for form in forms)


def _statement(written: Written, cited: Sequence[int], shown: Sequence[Statement]) -> Statement:
    quotes = tuple(quote for number in cited for quote in shown[number - 1].quotes)
    return Statement(quotes, words=written.text)


def _place(passage: Passage) -> str:
    return " › ".join(passage.breadcrumb[-_PLACE:])


def _as_quoted(quote: Quote) -> Passage:
    """The passage with no more text than the citation will show."""
    return _narrowed(quote.evidence, quote.text)


def _narrowed(evidence: Evidence, text: str) -> Passage:
    return replace(evidence.passage, text=text, context=None)


def _cells(row: Row) -> str:
    return "; ".join(text for found in row.fields.values() for text, _ in found)


def _row_passages(row: Row) -> tuple[Passage, ...]:
    return tuple(_narrowed(one, text) for found in row.fields.values() for text, one in found)
