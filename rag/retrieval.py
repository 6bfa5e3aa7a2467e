"""Retrieval: the passages of the documents in scope, ranked for a question.

In: a question. Out: a ranking with the scores that made it. Dense and lexical search are fused
with how much of the topic a passage names in either language (see `rag.topic`); what the question
says of documents and roles moves passages up.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from corpus.model import Passage
from index.analysis import grams, is_ordinary, stems
from index.embedder import Embedder
from index.protocol import Hit, LexicalQuery, PassageIndex
from index.thesaurus import thesaurus
from rag.alignment import alignment
from rag.coverage import coverage
from rag.fusion import Signal, fuse
from rag.language import language_of
from rag.logistic import Logistic
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.question_topic import NAMES
from rag.relevance import Relevance
from rag.settings import RetrievalSettings
from rag.topic import Group, spellings, topic_groups

_LARGE = 20_000  # passages from which on an index is not searched language by language
_MORE = 5  # times as many candidates of all languages then


_NONE: Mapping[str, float] = MappingProxyType({})


class Scored(NamedTuple):
    """A passage with the signals it came from, each 0 to 1.

    `score` is the probability that it holds the answer (`rag.relevance`), of one of the first;
    further down it is only an order. `fused` is the score of the searches together, `signals`
    what the probability was made from. A tuple, since hundreds are made for a question.
    """

    passage: Passage
    score: float
    fused: float
    dense: float
    lexical: float
    coverage: float
    signals: Mapping[str, float] = _NONE

    def scored(self, score: float) -> Scored:
        """The same with another score."""
        return Scored(self.passage, score, *self[2:])


_Found = tuple[Passage, float, float, float, float]
"""A passage with its fused score, its dense and its lexical one, and its coverage of the topic."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages, best first, for a topic.

    `standout` is how far the highest cosine to the question lies above the mean of the dense
    results, in standard deviations and as a multiple of what chance would give; unlike the cosine
    itself it depends little on the language of the question and the number of passages.
    `withheld` are passages that match but speak to a language model alone (`rag.instructions`).
    """

    passages: tuple[Scored, ...]
    groups: tuple[Group, ...]
    documents: tuple[str, ...]
    standout: float
    withheld: tuple[Scored, ...] = ()

    def matching(self) -> list[Scored]:
        """All passages that match, those that are never quoted in their places."""
        return sorted((*self.passages, *self.withheld), key=lambda s: -s.score)


class Retriever:
    """Ranks the passages of one index."""

    def __init__(
        self,
        index: PassageIndex,
        embedder: Embedder,
        terms: PassageTerms,
        settings: RetrievalSettings,
        relevance: Logistic,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._terms = terms
        self._settings = settings
        self._relevance = relevance

    def rank(self, question: Question, scope: Sequence[str] | None) -> Ranking:
        """Rank the passages of the documents in `scope` (None: all)."""
        groups = self._topic(question)
        named = self.named_documents(question)
        dense, lexical = self._dense(question, scope), self._lexical(question, scope)
        found = {h.passage for h in (*dense, *lexical)}
        if groups:
            found |= self._named(groups, scope)
        out = self._terms.withheld & found
        kept = [hit for hit in dense if hit.passage not in out]
        heard = [hit for hit in lexical if hit.passage not in out]
        scored = self._scored(question, groups, named, kept, heard, found - out)
        withheld = self._scored(question, groups, named, dense, lexical, found) if out else []
        return Ranking(
            tuple(scored),
            groups,
            named,
            _standout([h.score for h in kept], self._settings.candidates),
            tuple(one for one in withheld if one.passage.id in out),
        )

    def _scored(
        self,
        question: Question,
        groups: tuple[Group, ...],
        named: tuple[str, ...],
        dense: list[Hit],
        lexical: list[Hit],
        candidates: Set[str],
    ) -> list[Scored]:
        """The candidates with their scores, best first."""
        settings = self._settings
        signals = [
            Signal({h.passage: h.score for h in dense}, settings.dense_weight),
            Signal({h.passage: h.score for h in lexical}, settings.lexical_weight),
        ]
        ids = list(candidates)
        passages = [self._terms.read(self._index.passage(p)) for p in ids]
        covered = coverage(groups, ids, self._terms)
        total, each = fuse(signals, ids)
        total = total + settings.topic_weight * covered
        total += settings.role_weight * np.array([p.role in question.roles for p in passages])
        total += settings.document_weight * np.array([p.document in named for p in passages])
        columns = (column.tolist() for column in (total, *each, covered))
        found = list(zip(passages, *columns, strict=True))
        found.sort(key=lambda one: (-one[1], one[0].document, one[0].ordinal))
        return self._by_relevance(found, Relevance(question, groups, named, self._terms))

    def _topic(self, question: Question) -> tuple[Group, ...]:
        if not self._settings.thesaurus:
            return ()
        return topic_groups(question, self._terms, synonyms=self._settings.glossary)

    def _by_relevance(self, found: list[_Found], relevance: Relevance) -> list[Scored]:
        """The first passages by how likely they hold the answer, the rest as they come."""
        if not found:
            return []
        best = found[0][1]
        if not self._settings.reranked:
            return [_scored(one, one[1] / (best or 1.0)) for one in found]
        first, rest = found[: self._settings.reranked], found[self._settings.reranked :]
        passages, fused, dense, lexical, covered = map(list, zip(*first, strict=True))
        searches: dict[str, list[float]] = {
            "dense": dense,
            "lexical": lexical,
            "coverage": covered,
            "behind": [best - one for one in fused],
        }
        signals = relevance.signals(passages, searches)
        rows = np.stack(list(signals.values()), axis=1).tolist()
        likely = self._relevance.probabilities(signals)
        ranked = [
            _scored(one, score, dict(zip(signals, row, strict=True)))
            for one, score, row in zip(first, likely, rows, strict=True)
        ]
        ranked.sort(key=lambda s: (-s.score, s.passage.document, s.passage.ordinal))
        most = ranked[-1].score / ((rest[0][1] if rest else 0.0) or 1.0)
        return [*ranked, *[_scored(one, one[1] * most) for one in rest]]

    def named_documents(self, question: Question) -> tuple[str, ...]:
        """Documents that the question names by a place, publisher or word of their titles.

        A term counts when it tells fewer than half of the documents apart from the rest. Where a
        name does, a concept such as "development" names no others; nor does an ordinary word in
        capitals beside a name: "Brackenholme Borough Council" is not that of the Wexbury Borough.
        """
        known = thesaurus().concepts
        own = _own_names(question)
        names = {term for name in own for term in spellings(name, question, self._terms)}
        names |= {f"#{c}" for c in question.concepts if known[c].field in NAMES}
        if own != question.names and not self._titled(names):
            return ()  # the body so called is of no document's place
        return self._titled(names) or self._titled({f"#{c}" for c in question.concepts})

    def _titled(self, asked: Set[str]) -> tuple[str, ...]:
        """The documents that these terms tell apart by their titles and publishers."""
        found: dict[str, int] = {}
        documents = self._terms.of_document
        for term in sorted(asked):
            holders = [d for d, terms in documents.items() if term in terms]
            if holders and (len(holders) * 2 < len(documents) or len(documents) == 1):
                for document in holders:
                    found[document] = found.get(document, 0) + 1
        return tuple(found)

    def _dense(self, question: Question, scope: Sequence[str] | None) -> list[Hit]:
        if not self._settings.dense_weight:
            return []
        vector = self._embedder.encode_questions([question.asked])[0]
        count = self._settings.candidates
        found = alignment(self._embedder.fingerprint) if self._settings.aligned else None
        if found is None:
            return self._index.dense(vector, count, scope)
        vector = found.aligned(vector, language_of(question.asked))
        languages = self._languages(scope)
        if len(languages) < 2:
            return self._index.dense(vector, count, scope)
        if scope is None and len(self._terms.of) > _LARGE:
            # Searching each language by itself would read all of a large index.
            hits = [
                (self._language(hit.passage), hit)
                for hit in self._index.dense(vector, _MORE * count, None)
            ]
        else:
            hits = [
                (language, hit)
                for language, documents in languages.items()
                for hit in self._index.dense(vector, count, documents)
            ]
        level = {language: found.level(vector, language) for language in languages}
        levelled = [Hit(hit.passage, hit.score - level[language]) for language, hit in hits]
        return sorted(levelled, key=lambda hit: -hit.score)[:count]

    def _language(self, passage: str) -> str:
        return self._terms.language_of[self._index.passage(passage).document]

    def _languages(self, scope: Sequence[str] | None) -> dict[str, tuple[str, ...]]:
        """The documents in scope by language."""
        found: dict[str, list[str]] = {}
        for document, language in self._terms.language_of.items():
            if scope is None or document in scope:
                found.setdefault(language, []).append(document)
        return {language: tuple(documents) for language, documents in found.items()}

    def _lexical(self, question: Question, scope: Sequence[str] | None) -> list[Hit]:
        if not self._settings.lexical_weight:
            return []
        languages = {d.language for d in self._index.documents()}
        words = " ".join((question.asked, *self._translated(question)))
        found = tuple(dict.fromkeys(s for lang in sorted(languages) for s in stems(words, lang)))
        query = LexicalQuery(found, tuple(grams(words)))
        return self._index.lexical(query, self._settings.candidates, scope)

    def _translated(self, question: Question) -> list[str]:
        """The topic's concepts as they are called in the languages of the documents."""
        if not self._settings.thesaurus:
            return []
        languages = {d.language for d in self._index.documents()} - {question.language}
        labels = [thesaurus().concepts[c].labels for c in question.concepts]
        return [label[lang] for label in labels for lang in sorted(languages) if lang in label]

    def _named(self, groups: tuple[Group, ...], scope: Sequence[str] | None) -> set[str]:
        """Passages that name the most telling things of the topic."""
        found: set[str] = set()
        for group in groups[: self._settings.topic_groups]:
            holders = self._terms.holding(group.terms)
            if len(holders) <= self._settings.candidates:
                found |= set(holders)
        if scope is None:
            return found
        return {p for p in found if self._index.passage(p).document in scope}


def _own_names(question: Question) -> tuple[str, ...]:
    """The names of a question, without the ordinary words that English writes in capitals in what
    a body is called, where there is any other."""
    if question.language != "en":
        return question.names
    return tuple(name for name in question.names if not is_ordinary(name)) or question.names


def _scored(found: _Found, score: float, signals: Mapping[str, float] = _NONE) -> Scored:
    return Scored(found[0], score, *found[1:], signals)


def _standout(scores: list[float], most: int) -> float:
    """How far the highest score stands out, 1 being what chance would give.

    Chance is the highest of n normal deviates (Gumbel 1958: about sqrt(2 ln n)) when these are
    all scores there are, and of n exponential ones (ln n + 0.577 - 1) when they are but the
    highest `most` of more: the tail of a distribution.
    """
    n = len(scores)
    if n < 2:
        return 0.0
    mean = statistics.fmean(scores)
    # `pstdev` reckons in fractions, which takes a hundred times as long.
    spread = math.sqrt(statistics.fmean([(score - mean) ** 2 for score in scores]))
    if not spread:
        return 0.0
    chance = math.log(n) - 0.423 if n == most else math.sqrt(2 * math.log(n))
    return (max(scores) - mean) / spread / max(chance, 1.0)
