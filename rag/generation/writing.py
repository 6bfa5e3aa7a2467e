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
from rag.generation.carrying import carried
from rag.generation.holding import Holding, Numbered
from rag.generation.prompt import Source, answer_prompt, rows_prompt
from rag.generation.protocol import Deadline, GenerationFailed, Generator, Prompt, Reason
from rag.generation.statements import StatementReader, Written
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.settings import GeneratorSettings
from rag.support import StatementChecker

_PLACE = 2  # titles above a passage that the model is shown
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
        sources = [Source(_place(one.quotes[0].evidence.passage), _words(one)) for one in shown]
        prompt = answer_prompt(question.asked, sources, question.language, self._settings.tokens)
        numbered = [Numbered(tuple(_as_quoted(quote) for quote in one.quotes)) for one in shown]
        holding = Holding(self._checker, numbered, question.asked, question.language)
        said: list[tuple[Written, tuple[int, ...]]] = []
        for written in self._held(prompt, holding, deadline, outcome):
            cited = holding.known(written)
            said.append((written, cited))
            if told is not None:
                told(Draft("", (_statement(written, cited, shown),)))
        if said and self._answers(question, draft, said):
            outcome.draft = self._joined(question, draft, shown, said)
            outcome.used = True

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
        numbered = [Numbered(_row_passages(row)) for row in rows]
        holding = Holding(self._checker, numbered, question.asked, question.language)
        words: dict[int, str] = {}
        for written in self._held(prompt, holding, deadline, outcome):
            cited = holding.known(written)
            if len(cited) != 1 or telling[cited[0] - 1] in words:
                outcome.faults["citation"] += 1
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
                outcome.faults[faults[0]] += 1
            else:
                yield found

    def _read(
        self, prompt: Prompt, reader: StatementReader, deadline: Deadline
    ) -> Iterator[Written]:
        for piece in self._generator.write(prompt, deadline):
            yield from reader.feed(piece)
        yield from reader.end()

    def _answers(
        self, question: Question, draft: Draft, said: Sequence[tuple[Written, tuple[int, ...]]]
    ) -> bool:
        """Whether this is an answer: it rests on the best evidence, and has the form asked for."""
        text = " ".join(written.text for written, _ in said)
        quoted = " ".join(statement.text for statement in draft.statements)
        forms = [form for form in question.answer_types if holds(form, quoted)]
        leads = any(1 in cited for _, cited in said)
        return leads and all(holds(form, text) for form in forms)

    def _joined(
        self,
        question: Question,
        draft: Draft,
        shown: Sequence[Statement],
        said: Sequence[tuple[Written, tuple[int, ...]]],
    ) -> Draft:
        """The sentences, and below them the quotes that they do not carry.

        A role's items stay together: all of them are carried, or all stay.
        """
        sentences = tuple(_statement(written, cited, shown) for written, cited in said)
        left = [
            statement
            for number, statement in enumerate(draft.statements, 1)
            if not self._carried(number, statement, question.language, said)
        ]
        if not left:
            return Draft("", sentences)
        several = question.kind in ("attribute", "definition")
        return replace(draft, statements=(*sentences, *(draft.statements if several else left)))

    def _carried(
        self,
        number: int,
        statement: Statement,
        language: str,
        said: Sequence[tuple[Written, tuple[int, ...]]],
    ) -> bool:
        text = " ".join(written.text for written, cited in said if number in cited)
        document = statement.quotes[0].evidence.passage.document
        languages = (self._index.document(document).description.language, language)
        return bool(text) and carried(_words(statement), text, languages, self._terms)


def _statement(written: Written, cited: Sequence[int], shown: Sequence[Statement]) -> Statement:
    quotes = tuple(quote for number in cited for quote in shown[number - 1].quotes)
    return Statement(quotes, words=written.text)


def _words(statement: Statement) -> str:
    """What a statement quotes, without quotation marks."""
    return " ".join(quote.text for quote in statement.quotes)


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
