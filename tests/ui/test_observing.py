"""The log and the metrics: every request is in both, and no question is in the log unasked."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from rag.settings import ServerSettings
from tests.rag.asking import Asker
from tests.ui.clients import QUESTION, client_of
from ui.logs import start_logging


@pytest.fixture(autouse=True)
def _loggers_as_before() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("planqa", "uvicorn")]
    before = [(one.handlers, one.propagate, one.level) for one in loggers]
    yield
    for one, (handlers, propagate, level) in zip(loggers, before, strict=True):
        one.handlers, one.propagate, one.level = handlers, propagate, level


def logged(asker: Asker, home: Path, capsys: pytest.CaptureFixture[str], **settings: Any) -> str:
    """What asking by every way writes into the log."""
    server = ServerSettings(**settings)
    start_logging(server)
    client = client_of(asker, home, server=server)
    client.post("/ask", json=QUESTION, headers={"X-Request-ID": "one"})
    client.post("/ask", json=QUESTION, headers={"Accept": "text/event-stream"})
    client.get("/search", params={"q": QUESTION["question"]})
    messages = [{"role": "user", "content": QUESTION["question"]}]
    client.post("/v1/chat/completions", json={"model": "planqa", "messages": messages})
    client.post("/ask", json={"question": QUESTION["question"], "wrong": 1})
    client.get("/documents/two%0A%20words")
    return capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_holds_no_question_unless_it_is_switched_on(
    asker: Asker, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    silent = logged(asker, tmp_path, capsys, logs=form)
    assert "cycling" not in silent
    assert "status" in silent
    assert "cycling" in logged(asker, tmp_path, capsys, logs=form, log_questions=True)


def test_json_lines_are_objects_with_the_request_s_id(
    asker: Asker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.loads(line) for line in logged(asker, tmp_path, capsys, logs="json").splitlines()]
    answer, request = (one for one in lines if one.get("request") == "one")
    assert (answer["message"], answer["status"], answer["kind"]) == ("answer", "answered", "list")
    assert (request["message"], request["path"], request["status"]) == ("request", "/ask", 200)
    assert request["level"] == "INFO"
    assert request["time"].endswith("Z")
    assert all(one["request"] for one in lines)


def test_text_lines_stay_lines_whatever_a_client_sends(
    asker: Asker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = logged(asker, tmp_path, capsys).splitlines()
    assert len([line for line in lines if " request " in line]) == 6
    assert all(line[:2] == "20" for line in lines)
    assert "path='/documents/two\\n words'" in lines[-1]


def test_a_fault_is_logged_with_where_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "json"):
        start_logging(ServerSettings(logs=form))
        try:
            raise ValueError("here")
        except ValueError:
            logging.getLogger("planqa").exception("failed")
        assert "ValueError: here" in capsys.readouterr().err


def test_metrics_count_requests_answers_and_steps(asker: Asker, tmp_path: Path) -> None:
    client = client_of(asker, tmp_path)
    client.post("/ask", json=QUESTION)
    client.get("/documents/none")
    client.get("/documents/other")
    client.get("/nope")
    client.request("NONSENSE", "/nope")
    response = client.get("/metrics")
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }
    assert found["planqa_requests_total", "/ask", "200", "POST"] == 1
    assert found["planqa_requests_total", "/documents/{document_id}", "404", "GET"] == 2
    assert found["planqa_requests_total", "404", "GET", "other"] == 1
    assert found["planqa_request_seconds_count", "/ask"] == 1
    assert found["planqa_answers_total", "answered", "en", "list"] == 1
    for step in ("waiting", "answering"):
        assert found["planqa_step_seconds_count", step] == 1
    assert found["planqa_index_generation",] == asker.index.generation
    assert found["planqa_documents",] == 2
    assert found["planqa_questions_running",] == found["planqa_questions_waiting",] == 0
    assert found["process_resident_memory_bytes",] > 0
