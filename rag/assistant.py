"""`Assistant`: from a question to a cited answer, step by step."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from corpus.errors import unknown_document
from index.embedder import Embedder
from index.protocol import PassageIndex
from rag.abstention import Found, certain, signals
from rag.answer import SILENT, Answer, AskRequest, Kind, RankedPassage, Status
from rag.choosing import by_kind, compose
from rag.compose.context import Context
from rag.draft import Draft
from rag.gaps import gap_in
from rag.listing import listing_signals
from rag.models import Models, models
from rag.passage_terms import PassageTerms
from rag.phrases import phrase
from rag.question import Question, analyse, readings
from rag.rendering import Renderer, ranked_passage
from rag.retrieval import Ranking, Retriever, Scored
from rag.settings import EXTRACTIVE, Settings
from rag.units import Units
from rag.verification import verified

if TYPE_CHECKING:
    from rag.generation.phrasing import Phrased, Phrasing
    from rag.generation.protocol import Generator
    from rag.generation.writing import Told
    from rag.reranking import Reranker

_MARKS = re.compile(r"(?: \[\d+\])+$", re.MULTILINE)
_SURE = 0.99  # confidence in what is read off the outline


def _leading(found: Found, sure: float, limit: int) -> list[Scored]:
    """The first `limit` of the ranking with the passages of the draft in front, at least as likely
    as the answer."""
    ranked = {scored.passage.id: scored for scored in found.ranking.matching()}
    chosen = []
    for passage in found.draft.passages():
        known = ranked.pop(passage.id, None) or Scored(passage, 0.0, 0.0, 0.0, 0.0, 0.0)
        chosen.append(known.scored(max(known.score, sure)))
    least = min((scored.score for scored in chosen), default=1.0)
    rest = islice(ranked.values(), max(0, limit - len(chosen)))
    return [*chosen[:limit], *[one.scored(min(one.score, least)) for one in rest]]


class Assistant:
    """Answers questions from one generation of an index. Safe to call from several threads."""

    def __init__(
        self,
        index: PassageIndex,
        embedder: Embedder,
        settings: Settings,
        generator: Generator | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.settings = settings
        self.generator = generator
        self.reranker = reranker
        self._terms = PassageTerms(index)
        self._units = Units(index, self._terms)
        self._models = models()
        self._retriever = self._made_retriever()
        self._phrasing = self._made_phrasing()

    def _made_phrasing(self) -> Phrasing | None:
        if self.generator is None:
            return None
        # Who has no language model never imports what it takes to hold one to the sources.
        from rag.generation.phrasing import Phrasing

        return Phrasing(self.generator, self.index, self.embedder, self._terms, self.settings)

    def through(self, index: PassageIndex, embedder: Embedder) -> Assistant:
        """The same assistant, which searches and encodes through what stands before its index and
        its embedder. What was worked out of the passages on opening is shared."""
        other = copy(self)
        other.index, other.embedder = index, embedder
        other._retriever = other._made_retriever()
        other._phrasing = other._made_phrasing()
        return other

    def with_models(self, learned: Models) -> Assistant:
        """The same assistant with other models; for calibration."""
        other = copy(self)
        other._models = learned
        other._retriever = other._made_retriever()
        return other

    def _made_retriever(self) -> Retriever:
        return Retriever(
            self.index, self.embedder, self._terms, self.settings.retrieval, self._models.relevance
        )

    def quoting(self) -> Assistant:
        """The same assistant without a language model."""
        other = copy(self)
        other.generator, other._phrasing = None, None
        return other

    @property
    def threshold(self) -> float:
        """The probability from which on an answer is given."""
        return self._models.abstention.weights["threshold"]

    def ask(self, request: AskRequest, told: Callable[[str], None] | None = None) -> Answer:
        """Answer a question.

        Args:
            request: the question.
            told: is called with the Markdown of each statement that a language model wrote, as
                soon as it is found to hold; the whole answer may still turn out another.

        Raises:
            PlanqaError: `unknown_document` when the request names a document that is not there.
        """
        started = time.perf_counter()
        deadline = self._phrasing.deadline() if self._phrasing else None
        asked = request
        if self._phrasing and deadline:
            asked = self._phrasing.understood(request, deadline)
        work = self._work(asked)
        seen = signals(work, self._terms)
        sure = _SURE if certain(work) else self._models.abstention.probability(seen)
        sure = 0.0 if work.empty else max(sure, work.draft.told)
        found = not work.empty and sure >= self.threshold
        status: Status = self._status(work, seen) if found else self._silence(work)
        phrased = None
        if self._phrasing and deadline and found:
            phrased = self._phrasing.phrased(
                work.question, work.draft, deadline, self._hear(work, told)
            )
        answer = self._answer(request, work, status, sure, phrased)
        if asked is not request:
            answer.understood = asked.question
        answer.elapsed_ms = round((time.perf_counter() - started) * 1000, 3)
        return answer

    def _hear(self, work: Found, told: Callable[[str], None] | None) -> Told | None:
        """`told`, as the writer calls it. The marks are those of the whole answer; a row has none
        yet, since rows above it may get theirs first."""
        if told is None:
            return None
        renderer = Renderer(self.index, self._units, work.question.language)

        def hear(draft: Draft) -> None:
            text, items = renderer.markdown(draft)
            told(_MARKS.sub("", text) if items else text)

        return hear

    def _status(self, work: Found, seen: Mapping[str, float]) -> Status:
        """Partial when several things were asked for and not all of them were found."""
        several = len(work.question.answer_types) > 1 and work.kind == "fact"
        return "partial" if several and seen["form"] < 1 else "answered"

    def _silence(self, work: Found) -> Status:
        """Off topic when the question names nothing that any document names, and no role."""
        question, groups = work.question, work.ranking.groups
        firm = [group for group in groups if not group.plain]
        named = any(self._terms.known(term) for group in firm for term in group.terms)
        cued = question.roles or question.unit_kinds or question.numbers or question.terms
        return "not_found" if named or cued else "off_topic"

    def examine(self, request: AskRequest) -> tuple[Found, dict[str, float]]:
        """What an answer would be made of, and what silence is decided by; for calibration."""
        work = self._work(request)
        return work, signals(work, self._terms)

    def listing(self, request: AskRequest) -> dict[str, float]:
        """What tells whether a list is asked for; for calibration."""
        return listing_signals(self.context(request))

    def context(self, request: AskRequest) -> Context:
        """What an answer is composed from; for calibration."""
        scope = self._scope(request.documents)
        return self._context(*self._understood(request, scope), scope)

    def drafted(self, context: Context, kind: Kind) -> tuple[Kind, Draft]:
        """What fits one by one, as an answer of a kind; for calibration."""
        return by_kind(context, kind, self._models, self._retriever)

    def _work(self, request: AskRequest) -> Found:
        scope = self._scope(request.documents)
        question, ranking = self._understood(request, scope)
        context = self._context(question, ranking, scope)
        kind, draft = compose(context, self._models, self._retriever)
        draft = verified(draft, self.index)
        gap = gap_in(question, kind, draft, self._terms, self._units)
        return Found(question, kind, ranking, draft, gap)

    def _understood(
        self, request: AskRequest, scope: Sequence[str] | None
    ) -> tuple[Question, Ranking]:
        """The reading of a request that the documents answer best, and its ranking."""
        read = [self._units.calling(one, scope) for one in readings(request)]
        found = [(one, self._ranked(one, scope)) for one in read]
        return max(found, key=lambda one: one[1].passages[0].score if one[1].passages else 0.0)

    def _ranked(self, question: Question, scope: Sequence[str] | None) -> Ranking:
        ranking = self._retriever.rank(question, scope)
        return self.reranker.reranked(question.asked, ranking) if self.reranker else ranking

    def search(
        self, query: str, limit: int, documents: list[str] | None = None
    ) -> list[RankedPassage]:
        """The passages that match a query best, ranked."""
        scope = self._scope(documents)
        ranking = self._ranked(analyse(AskRequest(question=query)), scope)
        return [self._ranked_passage(scored) for scored in ranking.matching()[:limit]]

    def _ranked_passage(self, scored: Scored) -> RankedPassage:
        """A passage as it was found, with what it says to a language model besides."""
        passage = scored.passage
        if passage.id in self._terms.cut:
            passage = self.index.passage(passage.id)
        return ranked_passage(scored._replace(passage=passage))

    def _scope(self, documents: list[str] | None) -> Sequence[str] | None:
        if documents is None:
            return None
        known = {description.id for description in self.index.documents()}
        unknown = [document for document in documents if document not in known]
        if unknown:
            raise unknown_document(unknown, known)
        return documents

    def _context(
        self, question: Question, ranking: Ranking, scope: Sequence[str] | None
    ) -> Context:
        return Context(
            question, ranking, scope, self.index, self._units, self._terms,
            self.settings.retrieval,
        )  # fmt: skip

    def _answer(
        self,
        request: AskRequest,
        work: Found,
        status: Status,
        sure: float,
        phrased: Phrased | None,
    ) -> Answer:
        language = work.question.language
        renderer = Renderer(self.index, self._units, language)
        draft = phrased.draft if phrased else work.draft
        if status in SILENT:
            said = phrase(status, language)
            if work.gap and status == "not_found":
                said += f" {phrase(work.gap.name, language, value=work.gap.value)}"
            draft = Draft(said)
        elif status == "partial":
            draft = replace(draft, lead=f"{phrase('partial', language)} {draft.lead}".strip())
        text, items = renderer.markdown(draft)
        return Answer(
            question=request.question,
            language=language,
            kind=work.kind,
            status=status,
            answer=text,
            citations=renderer.citations,
            items=items,
            passages=[self._ranked_passage(s) for s in _leading(work, sure, request.limit)],
            confidence=round(sure, 4),
            generator=(phrased.by if phrased else None) or EXTRACTIVE,
            index=self.index.fingerprint,
            elapsed_ms=0.0,
            understood=work.question.written_out,
            notes=[*draft.notes, *(phrased.notes if phrased else ())],
            writing=phrased.writing if phrased else None,
        )
