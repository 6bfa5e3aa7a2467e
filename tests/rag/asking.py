"""A whole assistant over real plans, with the hashed embedder where the model does not matter.

In: files. Out: an `Asker`, which answers questions, composes without abstaining, and checks that
what an answer cites is what the documents say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.model import Passage, Section
from corpus.span import Span, fold
from index.embedder import Embedder
from index.ingestion import ingest
from index.local import LocalIndex
from index.protocol import PassageIndex
from rag.answer import Answer, AskRequest, Turn
from rag.assistant import Assistant
from rag.compose.context import Context
from rag.draft import Draft
from rag.models import models
from rag.passage_terms import PassageTerms
from rag.question import analyse
from rag.retrieval import Retriever
from rag.settings import Settings
from rag.units import Units
from rag.verification import verified
from tests.index.hash_embedder import HashEmbedder

SILENT = ("not_found", "off_topic")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LABEL = re.compile(r"^\*\*.+?\*\*: ")  # a unit or document, whose title may have years
_STATEMENT = re.compile(r"^- (.*?)((?: \[\d+\])+)$")


def request(question: str, before: str | None = None, **fields: Any) -> AskRequest:
    """A request; `before` is the question of the turn before."""
    history = [Turn(question=before)] if before else None
    return AskRequest(question=question, history=history, **fields)


@dataclass(frozen=True)
class Asker:
    """An assistant, and the parts it works with."""

    assistant: Assistant
    terms: PassageTerms
    units: Units
    retriever: Retriever

    @property
    def index(self) -> PassageIndex:
        return self.assistant.index

    def ask(self, question: str, before: str | None = None, **fields: Any) -> Answer:
        """The answer, with all it cites checked."""
        answer = self.assistant.ask(request(question, before, **fields))
        self.check(answer)
        return answer

    def context(self, question: str, documents: Sequence[str] | None = None) -> Context:
        """What a composer gets for a question."""
        read = analyse(request(question))
        ranking = self.retriever.rank(read, documents)
        settings = self.assistant.settings.retrieval
        return Context(read, ranking, documents, self.index, self.units, self.terms, settings)

    def compose(
        self,
        composer: Callable[[Context], Draft],
        question: str,
        documents: Sequence[str] | None = None,
    ) -> Draft:
        """The verified draft of one composer."""
        return verified(composer(self.context(question, documents)), self.index)

    def unit(self, number: str) -> Section:
        """The only unit with this number."""
        (found,) = [unit for unit in self.units.all.values() if unit.number == number]
        return found

    def passage(self, part: str) -> Passage:
        """The only passage whose text holds `part`."""
        every = [p for d in self.index.documents() for p in self.index.passages(d.id)]
        (found,) = [passage for passage in every if part in passage.text]
        return found

    def check(self, answer: Answer) -> None:
        """Every citation is verbatim, every mark has its citation, every number its source."""
        for citation in answer.citations:
            text = self.index.document(citation.document).text
            assert fold(text[citation.start : citation.end]) == citation.quote
            assert citation.lines[0] == text.count("\n", 0, citation.start) + 1
        quotes = {citation.number: citation.quote for citation in answer.citations}
        assert list(quotes) == list(range(1, len(quotes) + 1))
        spans = [(c.document, c.start, c.end) for c in answer.citations]
        assert len(set(spans)) == len(spans)
        said = [
            (_LABEL.sub("", found[1]), [int(mark) for mark in re.findall(r"\[(\d+)\]", found[2])])
            for line in answer.answer.splitlines()
            if (found := _STATEMENT.match(line)) and not answer.items
        ]
        values = [v for item in answer.items for found in item.fields.values() for v in found]
        said += [(value.text, [value.citation]) for value in values]
        for text, marks in said:
            cited = "".join("".join(quotes[mark].split()) for mark in marks)
            missing = [n for n in _NUMBER.findall(text) if n not in cited]
            assert not missing, f"{missing} of {text!r} do not stand in what it cites"
        if answer.status in SILENT:
            assert not answer.citations
            assert not answer.items


def opened(home: Path, files: Sequence[Path], embedder: Embedder | None = None) -> Asker:
    """An assistant over an index of these files, made in `home`."""
    embedder = embedder or HashEmbedder()
    report = ingest(files, home, embedder)
    assert not report.failed
    index = LocalIndex.open(home, embedder)
    settings = Settings(home=home)
    terms = PassageTerms(index)
    retriever = Retriever(index, embedder, terms, settings.retrieval, models().relevance)
    return Asker(Assistant(index, embedder, settings), terms, Units(index, terms), retriever)


def span_of(text: str, part: str) -> Span:
    """Where `part` stands in `text`, once."""
    assert text.count(part) == 1
    return Span(text.index(part), text.index(part) + len(part))
