"""`Phrasing`: all that an assistant asks of a language model.

In: a request before it is answered, and a draft before it is rendered. Out: the request with its
follow-up written out, and the draft in the model's words; with notes in the asker's language on
what did not come of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.embedder import Embedder
from index.protocol import PassageIndex
from rag.answer import AskRequest, Language, Writing
from rag.draft import Draft
from rag.generation.protocol import Deadline, Generator
from rag.generation.rewriting import rewritten
from rag.generation.writing import Outcome, Told, Writer
from rag.passage_terms import PassageTerms
from rag.phrases import phrase
from rag.question import Question, analyse
from rag.settings import Settings
from rag.support import StatementChecker

# Left out, but nothing that the sources would deny: what tells nothing, and what has no room.
_NO_FAULTS = ("empty", "room")


@dataclass(frozen=True, slots=True)
class Phrased:
    """A draft as it goes out; `by` is the model whose words stand in it, if any do."""

    draft: Draft
    by: str | None
    writing: Writing
    notes: tuple[str, ...]


class Phrasing:
    """Lets a model write, within limits. Safe to call from several threads."""

    def __init__(
        self,
        generator: Generator,
        index: PassageIndex,
        embedder: Embedder,
        terms: PassageTerms,
        settings: Settings,
    ) -> None:
        self._generator = generator
        self._settings = settings.generator
        checker = StatementChecker(embedder, settings, index)
        self._writer = Writer(generator, checker, index, terms, settings.generator)

    def deadline(self) -> Deadline:
        """When an answer that begins now must have been written."""
        return Deadline(self._settings.seconds)

    def understood(self, request: AskRequest, deadline: Deadline) -> AskRequest:
        """The request with its follow-up written out, where that can be trusted; else as it is."""
        if not self._settings.rewrite or not request.history:
            return request
        read = analyse(request)
        text = rewritten(request, read, self._generator, deadline)
        if text is None:
            return request
        alone = {"question": text, "history": None, "language": read.language}
        return request.model_copy(update=alone)

    def phrased(
        self, question: Question, draft: Draft, deadline: Deadline, told: Told | None
    ) -> Phrased:
        """The draft in the model's words, as far as they hold."""
        outcome = self._writer.written(question, draft, deadline, told)
        removed = outcome.faults.total() - sum(outcome.faults[kind] for kind in _NO_FAULTS)
        writing = Writing(
            model=self._generator.name,
            statements=outcome.written,
            removed=removed,
            faults=dict(sorted(outcome.faults.items())),
            failed=outcome.failed,
        )
        by = self._generator.name if outcome.used else None
        return Phrased(outcome.draft, by, writing, _notes(outcome, removed, question.language))


def _notes(outcome: Outcome, removed: int, language: Language) -> tuple[str, ...]:
    if outcome.failed is not None:
        why = phrase(f"note_{outcome.failed}", language)
        return (phrase("note_failed", language, why=why),)
    if not outcome.used:
        unused = "note_needless" if outcome.written else "note_silent"
        return (phrase("note_unsupported" if removed else unused, language),)
    if removed:
        name = "note_removed_one" if removed == 1 else "note_removed"
        return (phrase(name, language, count=removed),)
    return ()
