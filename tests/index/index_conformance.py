"""What every `PassageIndex` must do.

An implementation's test class inherits and gives `index`, opened over `documents` (in the order
of their ids, two at least, one of them in Latvian) with the vectors of `embedder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from corpus.errors import PlanqaError
from corpus.letters import bare
from corpus.model import Document, Passage
from index.analysis import grams, stems
from index.embedder import Embedder
from index.protocol import LexicalQuery, PassageIndex

QUESTIONS = ["veloceļi un velosatiksme", "heating networks", "Kas ir ieviesēji?", "x"]


def lexical(text: str, language: str = "lv") -> LexicalQuery:
    return LexicalQuery(tuple(stems(text, language)), tuple(grams(text)))


class IndexConformance:
    """Inherit, and define the fixtures `index`, `documents` and `embedder`."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError("give the embedder that made the vectors")

    @pytest.fixture
    def documents(self) -> Sequence[Document]:
        raise NotImplementedError("give the documents that are in the index")

    @pytest.fixture
    def index(self) -> PassageIndex:
        raise NotImplementedError("give the index under test")

    @pytest.fixture
    def passages(self, documents: Sequence[Document]) -> list[Passage]:
        return [passage for document in documents for passage in document.passages]

    def test_what_went_in_comes_out(
        self, index: PassageIndex, documents: Sequence[Document]
    ) -> None:
        assert list(index.documents()) == [document.description for document in documents]
        for document in documents:
            assert index.document(document.id) == document
            assert tuple(index.sections(document.id)) == document.sections
            assert tuple(index.passages(document.id)) == document.passages
            assert index.passage_count(document.id) == len(document.passages)
            for passage in document.passages:
                assert index.passage(passage.id) == passage

    def test_it_says_which_state_it_is(self, index: PassageIndex) -> None:
        assert index.fingerprint
        assert index.generation > 0

    def test_a_document_that_is_not_there_is_named(
        self, index: PassageIndex, documents: Sequence[Document]
    ) -> None:
        for ask in (index.document, index.passage_count, index.sections, index.passages):
            with pytest.raises(PlanqaError, match=f"'nowhere'.*{documents[0].id}") as caught:
                ask("nowhere")
            assert (caught.value.code, caught.value.status) == ("unknown_document", 404)

    def test_a_passage_that_is_not_there_is_a_key_error(self, index: PassageIndex) -> None:
        with pytest.raises(KeyError):
            index.passage("nowhere:000000000000")

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_dense_search_is_exact(
        self, index: PassageIndex, embedder: Embedder, passages: list[Passage], question: str
    ) -> None:
        vector = embedder.encode_questions([question])[0]
        scores = embedder.encode_passages([p.searchable for p in passages]) @ vector
        by_id = dict(zip((p.id for p in passages), scores.tolist(), strict=True))
        hits = index.dense(vector, 20)
        assert [hit.score for hit in hits] == pytest.approx(sorted(scores)[::-1][:20], abs=1e-5)
        for hit in hits:
            assert hit.score == pytest.approx(by_id[hit.passage], abs=1e-5)

    def test_dense_search_gives_each_passage_once(
        self, index: PassageIndex, embedder: Embedder, passages: list[Passage]
    ) -> None:
        vector = embedder.encode_questions(["ceļi"])[0]
        hits = index.dense(vector, len(passages) + 50)
        assert sorted(hit.passage for hit in hits) == sorted(p.id for p in passages)

    def test_lexical_search_finds_a_passage_by_its_own_words(
        self, index: PassageIndex, documents: Sequence[Document]
    ) -> None:
        for document in documents:
            longest = max(document.passages, key=lambda passage: len(passage.text))
            query = lexical(longest.text, document.description.language)
            assert index.lexical(query, 3)[0].passage == longest.id

    def test_lexical_search_does_without_diacritics_and_inflection(
        self, index: PassageIndex, documents: Sequence[Document]
    ) -> None:
        latvian = next(d for d in documents if d.description.language == "lv")
        words = max(latvian.passages, key=lambda passage: len(passage.text)).text
        assert bare(words) != words
        with_them = index.lexical(lexical(words), 10)
        assert index.lexical(lexical(bare(words).lower()), 10) == with_them
        assert with_them

    def test_lexical_scores_fall_and_hits_are_those_with_a_word(
        self, index: PassageIndex, passages: list[Passage]
    ) -> None:
        hits = index.lexical(lexical("pašvaldības"), len(passages))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        wanted = set(grams("pašvaldības"))
        having = {p.id for p in passages if wanted & set(grams(p.searchable))}
        assert {hit.passage for hit in hits} == having
        assert having

    def test_a_search_gives_no_more_than_was_asked_for(
        self, index: PassageIndex, embedder: Embedder
    ) -> None:
        vector = embedder.encode_questions(["pašvaldības"])[0]
        for count in (0, 1, 5):
            assert len(index.dense(vector, count)) == count
            assert len(index.lexical(lexical("pašvaldības attīstība"), count)) == count

    def test_a_search_stays_in_the_documents_it_is_given(
        self, index: PassageIndex, embedder: Embedder, documents: Sequence[Document]
    ) -> None:
        for scope in ([documents[0].id], [documents[1].id, "nowhere"]):
            inside = {p.id for p in index.passages(scope[0])}
            vector = embedder.encode_questions(["ceļi un roads"])[0]
            found = index.dense(vector, 1000, scope)
            assert {hit.passage for hit in found} == inside
            text = documents[0].passages[-1].text + documents[1].passages[-1].text
            hits = index.lexical(lexical(text), 1000, scope)
            assert hits
            assert {hit.passage for hit in hits} <= inside

    def test_no_documents_and_unknown_ones_give_nothing(
        self, index: PassageIndex, embedder: Embedder
    ) -> None:
        vector = embedder.encode_questions(["ceļi"])[0]
        empty: list[list[str]] = [[], ["nowhere"]]
        for scope in empty:
            assert index.dense(vector, 5, scope) == []
            assert index.lexical(lexical("pašvaldības"), 5, scope) == []

    @pytest.mark.parametrize(
        "words",
        [(), ("nekurnavtādavārda",), ('"',), ('a"b',), ("OR",), ("NEAR(x)",), ("*",), ("col:x",)],
    )
    def test_no_words_and_odd_words_find_nothing_and_break_nothing(
        self, index: PassageIndex, words: tuple[str, ...]
    ) -> None:
        assert index.lexical(LexicalQuery(words), 5) == []

    def test_threads_may_share_it(self, index: PassageIndex, embedder: Embedder) -> None:
        vectors = embedder.encode_questions(QUESTIONS)

        def ask(i: int) -> object:
            return index.dense(vectors[i], 10), index.lexical(lexical(QUESTIONS[i]), 10)

        expected = [ask(i) for i in range(len(QUESTIONS))]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(ask, list(range(len(QUESTIONS))) * 8))
        assert found == expected * 8

    def test_closing_twice_is_closing_once(self, index: PassageIndex) -> None:
        index.close()
        index.close()

    def test_vectors_have_the_type_that_searching_needs(self, embedder: Embedder) -> None:
        assert embedder.encode_questions(["x"]).dtype == np.float32
