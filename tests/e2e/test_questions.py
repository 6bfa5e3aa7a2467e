"""Questions of the kinds that officials ask, over HTTP on the real index."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.conftest import Server

pytestmark = pytest.mark.e2e

CYCLING = [
    "Which priorities fund cycling infrastructure?",
    "Kuras prioritātes finansē velo infrastruktūru?",
]
# They name what they are about by number or by its own abbreviation: nothing is left to chance.
NAMED = [
    *CYCLING,
    "Kuras prioritates finanse velo infrastrukturu?",
    "Kas ievieš 3.2.1.2 Dzelzceļš?",
    "Who implements priority 3.2.1.2?",
    "No kā finansē prioritāti 3.4.1?",
    "Kādi ir 3.2.2.2 novērtēšanas rādītāji?",
    "Salīdzini 3.2.2.2 un 3.2.4.3 finansējuma avotus.",
    "Ko nozīmē ALTUM?",
    "What does TEN-T stand for?",
    "Cik stratēģisko virzienu ir Latgales programmā?",
]
QUESTIONS = [
    *NAMED,
    "Kas Liepājā paveikts nabadzības mazināšanā?",
    "Kādi ir Daugavpils pašvaldības stratēģiskie mērķi?",
    "Kad notika vizīte Briselē?",
]


@pytest.mark.parametrize("question", CYCLING)
def test_cycling_is_answered_with_every_unit_that_qualifies_and_no_other(
    server: Server, question: str
) -> None:
    answer = server.ask(question)
    assert answer["status"] == "answered"
    assert answer["kind"] == "list"
    assert [item["section"] for item in answer["items"]] == ["3.2.2.2", "3.2.4.2", "3.2.4.3"]
    for item in answer["items"]:
        assert item["fields"]["tasks"]
        assert item["fields"]["funding"]
        for task in item["fields"]["tasks"]:
            assert re.search(r"vel[oi]", task["text"], re.IGNORECASE)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_of_an_answer_is_what_the_document_says(
    server: Server, question: str
) -> None:
    answer = server.ask(question)
    cited = server.check_citations(answer)
    assert (cited > 0) == (answer["status"] in ("answered", "partial"))


@pytest.mark.parametrize("question", NAMED)
def test_a_question_that_names_its_subject_is_answered(server: Server, question: str) -> None:
    assert server.ask(question)["status"] == "answered"


@pytest.mark.parametrize(
    "question", ["What is the mayor's salary in Rēzekne?", "Kāda ir Rēzeknes mēra alga?"]
)
def test_what_the_documents_do_not_say_is_not_found(server: Server, question: str) -> None:
    answer = server.ask(question)
    assert answer["status"] == "not_found"
    assert answer["citations"] == []
    assert answer["items"] == []


def test_the_answer_s_language_is_the_question_s_unless_one_is_asked_for(server: Server) -> None:
    assert server.ask(CYCLING[0])["language"] == "en"
    assert server.ask(CYCLING[1])["language"] == "lv"
    assert server.ask(CYCLING[1], language="en")["language"] == "en"


def test_a_question_to_one_document_is_answered_from_it(server: Server) -> None:
    ids = [one["id"] for one in server.client.get("/documents").json()]
    for document in ids:
        answer = server.ask("Kas paveikts?", documents=[document])
        assert {p["document"] for p in answer["passages"]} <= {document}
        assert {c["document"] for c in answer["citations"]} <= {document}


def test_the_limit_bounds_the_ranked_passages(server: Server) -> None:
    assert len(server.ask(CYCLING[0], limit=3)["passages"]) <= 3
    assert len(server.ask(CYCLING[0], limit=50)["passages"]) > 10


def test_a_follow_up_takes_the_topic_of_the_turn_before(server: Server) -> None:
    first = "Kas ievieš 3.2.1.2 Dzelzceļš?"
    history = [{"question": first, "answer": server.ask(first)["answer"]}]
    follow_up = server.ask("Un no kā to finansē?", history=history)
    assert follow_up["status"] == "answered"
    assert {citation["section"] for citation in follow_up["citations"]} == {"3.2.1.2"}


def test_the_same_question_gets_the_same_answer_from_many_threads(server: Server) -> None:
    def answers(question: str) -> tuple[dict[str, Any], list[float]]:
        """The answer, and apart from it its scores: questions that are encoded together have
        vectors whose last digits differ from those encoded alone."""
        answer = server.ask(question)
        del answer["elapsed_ms"]
        scores = [answer.pop("confidence"), *(one.pop("score") for one in answer["passages"])]
        return answer, scores

    alone = [answers(question) for question in QUESTIONS[:6]] * 3
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(answers, QUESTIONS[:6] * 3))
    for (answer, scores), (expected, expected_scores) in zip(together, alone, strict=True):
        assert answer == expected
        assert scores == pytest.approx(expected_scores, abs=1e-3)
