"""`Assistant`: from a question to a cited answer, step by step."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace

from corpus.errors import PlanqaError
from index.embedder import Embedder
from index.protocol import PassageIndex
from rag.abstention import NAME, Found, certain, signals, threshold
from rag.answer import Answer, AskRequest, Kind, RankedPassage, Status
from rag.answer_type import holds
from rag.compose.attribute import compose_attribute, names_unit
from rag.compose.comparison import SIDES, compose_comparison, document_sides, sides
from rag.compose.context import Context
from rag.compose.definition import compose_definition
from rag.compose.fact import compose_fact
from rag.compose.lists import compose_list, has_units
from rag.draft import Draft
from rag.logistic import Logistic, model
from rag.passage_terms import PassageTerms
from rag.phrases import phrase
from rag.question import Question, analyse
from rag.rendering import Renderer, ranked_passage
from rag.retrieval import Ranking, Retriever, Scored
from rag.settings import Settings
from rag.sides import both_sides
from rag.units import Units
from rag.verification import verified

GENERATOR = "extractive"
_LONGEST_ABBREVIATION = 8  # letters; a longer word in capitals is a name
_SURE = 0.99  # confidence in what is read off the outline
_COMPOSERS: dict[Kind, Callable[[Context], Draft]] = {
    "fact": compose_fact,
    "attribute": compose_attribute,
    "list": compose_list,
    "comparison": compose_comparison,
    "definition": compose_definition,
}


def _of_the_form(question: Question, draft: Draft) -> bool:
    """Whether a draft holds an answer of the form asked for, where the form is a telling one."""
    forms = set(question.answer_types) & {"percent", "date", "money", "length", "person"}
    said = " ".join(statement.text for statement in draft.statements)
    return not forms or any(holds(form, said) for form in forms)


def _abbreviation(term: str) -> bool:
    """Whether a term is an abbreviation: only its definition answers what it means."""
    return (
        len(term) <= _LONGEST_ABBREVIATION
        and sum(c.isupper() or c.isdigit() for c in term) > len(term) / 2
    )


def _exist(context: Context) -> bool:
    """Whether every section that the question names by number is in a document in scope."""
    return all(context.units.numbered(n, context.scope) for n in context.question.numbers)


def _has_two_sides(context: Context) -> bool:
    """Whether the question names two documents, or two units by their titles."""
    return len(document_sides(context)) >= SIDES or len(sides(context)) >= SIDES


def _leading(found: Found, sure: float) -> list[Scored]:
    """The ranking with the passages of the draft in front: a unit's, where it was rolled up."""
    ranked = {scored.passage.id: scored for scored in found.ranking.passages}
    chosen = []
    for passage in found.draft.passages():
        known = ranked.pop(passage.id, None) or Scored(passage, 0.0, 0.0, 0.0, 0.0, 0.0)
        chosen.append(replace(known, score=max(known.score, sure)))
    least = min((scored.score for scored in chosen), default=1.0)
    return [*chosen, *(replace(one, score=min(one.score, least)) for one in ranked.values())]


class Assistant:
    """Answers questions from one generation of an index. Safe to call from several threads."""

    def __init__(self, index: PassageIndex, embedder: Embedder, settings: Settings) -> None:
        self.index = index
        self.embedder = embedder
        self.settings = settings
        self._terms = PassageTerms(index)
        self._units = Units(index, self._terms)
        self._retriever = Retriever(index, embedder, self._terms, settings.retrieval)
        self._abstention = model(NAME)

    def with_relevance(self, relevance: Logistic) -> Assistant:
        """The same assistant with another model of relevance; for calibration."""
        other = copy(self)
        other._retriever = Retriever(
            self.index, self.embedder, self._terms, self.settings.retrieval, relevance
        )
        return other

    def ask(self, request: AskRequest) -> Answer:
        """Answer a question.

        Raises:
            PlanqaError: `unknown_document` when the request names a document that is not there.
        """
        started = time.perf_counter()
        work = self._work(request)
        seen = signals(work, self._terms)
        sure = _SURE if certain(work) else self._abstention.probability(seen)
        sure = 0.0 if work.draft.empty else sure
        found = not work.draft.empty and sure >= threshold(self._abstention, work.kind)
        status: Status = self._status(work, seen) if found else self._silence(work)
        return self._answer(request, work, status, sure, started)

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

    def _work(self, request: AskRequest) -> Found:
        scope = self._scope(request.documents)
        question = analyse(request)
        ranking = self._retriever.rank(question, scope)
        kind, draft = self._compose(question, ranking, scope)
        return Found(question, kind, ranking, verified(draft, self.index))

    def search(
        self, query: str, limit: int, documents: list[str] | None = None
    ) -> list[RankedPassage]:
        """The passages that match a query best, ranked."""
        scope = self._scope(documents)
        ranking = self._retriever.rank(analyse(AskRequest(question=query)), scope)
        return [ranked_passage(scored) for scored in ranking.passages[:limit]]

    def _scope(self, documents: list[str] | None) -> Sequence[str] | None:
        if documents is None:
            return None
        known = {description.id for description in self.index.documents()}
        unknown = [document for document in documents if document not in known]
        if unknown:
            raise PlanqaError(
                "unknown_document",
                f"there is no document {unknown[0]!r}; known are: {', '.join(sorted(known))}",
                404,
            )
        return documents

    def _compose(
        self, question: Question, ranking: Ranking, scope: Sequence[str] | None
    ) -> tuple[Kind, Draft]:
        """The draft of the question's kind; a fact where that kind has nothing to say."""
        context = Context(
            question, ranking, scope, self.index, self._units, self._terms,
            self.settings.retrieval,
        )  # fmt: skip
        kind = question.kind
        if kind in ("attribute", "comparison") and not _exist(context):
            return kind, Draft("")
        if question.doubled and not question.answer_types and _has_two_sides(context):
            kind = "comparison"
        if kind == "comparison":
            both = both_sides(context, self._retriever, self._compose)
            if not both.empty:
                return kind, both
        if kind == "comparison" and not _has_two_sides(context) and len(question.numbers) < SIDES:
            kind = "attribute" if question.roles else "fact"
        if kind == "attribute" and not names_unit(context):
            kind = "fact"
        draft = _COMPOSERS[kind](context)
        if kind == "attribute" and not _of_the_form(question, draft):
            draft = Draft("")
        undefined = kind == "definition" and not any(_abbreviation(t) for t in question.terms[:1])
        unlisted = kind == "list" and not has_units(context)
        if draft.empty and (undefined or unlisted or kind in ("attribute", "comparison")):
            kind, draft = "fact", compose_fact(context)
        return kind, draft

    def _answer(
        self, request: AskRequest, work: Found, status: Status, sure: float, started: float
    ) -> Answer:
        language = work.question.language
        renderer = Renderer(self.index, self._units, language)
        draft = work.draft
        if status in ("not_found", "off_topic"):
            draft = Draft(phrase(status, language))
        elif status == "partial":
            draft = replace(draft, lead=f"{phrase('partial', language)} {draft.lead}")
        text, items = renderer.markdown(draft)
        return Answer(
            question=request.question,
            language=language,
            kind=work.kind,
            status=status,
            answer=text,
            citations=renderer.citations,
            items=items,
            passages=[ranked_passage(s) for s in _leading(work, sure)[: request.limit]],
            confidence=round(sure, 4),
            generator=GENERATOR,
            index=self.index.fingerprint,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
        )
