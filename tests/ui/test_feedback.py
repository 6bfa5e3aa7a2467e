"""Feedback is kept from the API and the chat, and comes out as questions for the evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.model import Document
from eval.gold import resolve
from eval.questions import parse_pair
from eval.source import library, saved_documents
from rag.answer import Answer
from tests.rag.asking import Asker
from tests.ui.answers import fact
from tests.ui.kept import asked
from ui.chat_pages import chat_pages
from ui.chat_record import ChatRecord
from ui.cli import run
from ui.feedback import feedback_router
from ui.feedback_questions import question_line
from ui.problems import add_problem_handlers


@pytest.fixture
def record(tmp_path: Path) -> Iterator[ChatRecord]:
    opened = ChatRecord(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def client(asker: Asker, record: ChatRecord) -> TestClient:
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(feedback_router(record))
    app.include_router(chat_pages(asker.assistant, record))
    return TestClient(app)


def _answer(asker: Asker) -> Answer:
    found = asker.ask("How is 2.2.1 Cycling routes funded?")
    assert found.status == "answered"
    return found


def test_an_answer_of_the_api_is_rated_as_it_was_given(
    client: TestClient, record: ChatRecord, asker: Asker
) -> None:
    answer = _answer(asker)
    body = {"rating": "down", "comment": " Too long. ", "answer": answer.model_dump()}
    response = client.post("/feedback", json=body)
    assert response.status_code == 201
    (kept,) = record.feedback()
    assert kept.id == response.json()["id"]
    assert (kept.rating, kept.comment, kept.answer) == ("down", "Too long.", answer)


@pytest.mark.parametrize(
    "change",
    [{"rating": "sideways"}, {"comment": "x" * 2001}, {"answer": {}}, {"more": 1}],
)
def test_feedback_that_is_none_is_refused(
    client: TestClient, record: ChatRecord, asker: Asker, change: dict[str, object]
) -> None:
    body = {"rating": "up", "answer": _answer(asker).model_dump(), **change}
    response = client.post("/feedback", json=body)
    assert response.status_code == 422
    assert response.json()["code"] == "request_invalid"
    assert record.feedback() == []


def test_the_chat_rates_an_answer_by_its_id_and_changes_its_mind(
    client: TestClient, record: ChatRecord, asker: Asker
) -> None:
    answer = _answer(asker)
    address = f"/answers/{record.keep(asked(answer))}/feedback"
    for rating in ("down", "up"):
        assert client.post(address, json={"rating": rating}).status_code == 201
    (kept,) = record.feedback()
    assert (kept.rating, kept.answer) == ("up", answer)


def test_an_answer_that_is_not_kept_cannot_be_rated(client: TestClient) -> None:
    response = client.post("/answers/none/feedback", json={"rating": "up"})
    assert response.status_code == 404
    assert response.json()["code"] == "unknown_answer"


@pytest.mark.parametrize(
    "question",
    [
        "How is 2.2.1 Cycling routes funded?",
        "Who are the partners of Mars?",
        "Which actions concern cycling?",
    ],
)
def test_helpful_answers_become_questions_whose_gold_is_in_the_documents(
    record: ChatRecord, asker: Asker, question: str
) -> None:
    answer = asker.ask(question)
    record.rate("one", "up", "", answer, ())
    pair = parse_pair(question_line(record.feedback()[0]), "line 1")
    assert pair.wordings["en"].question == question
    assert pair.answerable == (answer.status == "answered")
    assert bool(pair.members) == (answer.kind == "list" and pair.answerable)
    gold = resolve(pair, library(saved_documents(asker.index)))
    assert len(gold.groups) == len(answer.citations)


def test_a_helpful_refusal_becomes_a_question_without_an_answer(
    record: ChatRecord, longest: Document
) -> None:
    record.rate("one", "up", "", fact(longest, "", status="not_found"), ())
    pair = parse_pair(question_line(record.feedback()[0]), "line 1")
    assert not pair.answerable


def test_planqa_feedback_export_writes_what_helped_and_what_did_not(
    record: ChatRecord, asker: Asker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path))
    assert run(["feedback", "export"]) == 2
    assert "no feedback" in capsys.readouterr().err
    record.rate("one", "up", "", _answer(asker), ())
    record.rate("two", "down", "Who pays?", _answer(asker), ())
    assert run(["feedback", "export"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert parse_pair(line, "line 1").pair == "feedback-one"
    assert run(["feedback", "export", "--rating", "down", "--out", str(tmp_path / "q.jsonl")]) == 0
    written = (tmp_path / "q.jsonl").read_text(encoding="utf-8")
    assert '"criterion": "Who pays?"' in written
    assert '"evidence": []' in written
    assert run(["feedback", "export", "--out", str(tmp_path / "no" / "q.jsonl")]) == 2
