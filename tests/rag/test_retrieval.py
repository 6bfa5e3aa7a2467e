"""The ranking of passages, and what its parts that can be switched off do."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from rag.models import models
from rag.question import analyse
from rag.retrieval import Ranking, Retriever
from rag.settings import RetrievalSettings
from tests.rag.asking import Asker, request

QUESTION = "Kas gādā par ceļu remontu un visu iecirkņu pieņemamo stāvokli?"


@dataclass(frozen=True)
class Ranker:
    """Ranks the bundled plans' passages with chosen settings."""

    asker: Asker

    def rank(self, **settings: float | bool) -> Ranking:
        found = self.asker
        retrieval = RetrievalSettings.model_validate(settings)
        retriever = Retriever(
            found.index, found.assistant.embedder, found.terms, retrieval, models().relevance
        )
        return retriever.rank(analyse(request(QUESTION)), None)


@pytest.fixture
def ranker(bundled: Asker) -> Ranker:
    return Ranker(bundled)


def test_without_relevance_passages_stand_as_the_searches_order_them(ranker: Ranker) -> None:
    plain = ranker.rank(reranked=0).passages
    fused = [one.fused for one in plain]
    assert fused == sorted(fused, reverse=True)
    assert plain[0].score == pytest.approx(1)
    assert all(0 <= one.score <= 1 for one in plain)
    assert [one.passage.id for one in ranker.rank().passages] != [one.passage.id for one in plain]


def test_relevance_orders_only_the_first_passages_anew(ranker: Ranker) -> None:
    plain = [one.passage.id for one in ranker.rank(reranked=0).passages]
    few = [one.passage.id for one in ranker.rank(reranked=5).passages]
    assert set(few[:5]) == set(plain[:5])
    assert few[5:] == plain[5:]


def test_without_the_glossary_a_plain_word_stands_for_itself(ranker: Ranker) -> None:
    with_it = {g.name: g for g in ranker.rank().groups if g.translated}
    without = {g.name: g for g in ranker.rank(glossary=False).groups}
    assert with_it
    for name, group in with_it.items():
        assert without[name].terms < group.terms
        assert not without[name].translated


def test_without_the_thesaurus_there_are_no_things_to_look_for(ranker: Ranker) -> None:
    assert ranker.rank(thesaurus=False).groups == ()
