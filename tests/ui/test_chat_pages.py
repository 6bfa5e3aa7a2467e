"""What the chat page fetches and links to, over HTTP."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from corpus.span import fold
from tests.rag.asking import Asker
from tests.ui.kept import asked
from ui.chat_pages import chat_pages
from ui.chat_record import ChatRecord
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
    app.include_router(chat_pages(asker.assistant, record))
    return TestClient(app, follow_redirects=False)


def test_a_kept_answer_is_downloaded_as_each_kind_of_file(
    client: TestClient, record: ChatRecord, asker: Asker
) -> None:
    answer = asker.ask("Which actions concern cycling?")
    identity = record.keep(asked(answer))
    table = client.get(f"/answers/{identity}.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert (
        'filename="planqa-which-actions-concern-cycling.csv"'
        in (table.headers["content-disposition"])
    )
    assert answer.items[0].title in table.content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(client.get(f"/answers/{identity}.xlsx").content))
    assert book.worksheets[0]["B1"].value == answer.question
    memo = docx.Document(io.BytesIO(client.get(f"/answers/{identity}.docx").content))
    said = "\n".join(paragraph.text for paragraph in memo.paragraphs)
    assert answer.citations[0].quote in said
    assert f"{client.base_url}/documents/" in said


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/answers/none.csv", 404, "unknown_answer"),
        ("/answers/none.exe", 422, "request_invalid"),
        ("/passages/none", 404, "unknown_passage"),
        ("/chat/documents/none", 404, "unknown_document"),
    ],
)
def test_what_is_not_there_is_told(client: TestClient, path: str, status: int, code: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_passage_s_address_leads_to_its_place(client: TestClient, asker: Asker) -> None:
    known = asker.index.documents()[0].id
    document = asker.index.document(known)
    for passage in document.passages[::5]:
        response = client.get(f"/passages/{passage.id}?language=en")
        assert response.status_code == 303
        place = response.headers["location"]
        assert place.startswith(f"/documents/{known}/view?start={passage.body.start}&")
        assert place.endswith("language=en#cited")
        assert fold(document.text[passage.body.start : passage.body.end])


def test_the_panel_lists_the_documents_and_their_outlines(client: TestClient, asker: Asker) -> None:
    page = client.get("/chat/documents")
    assert page.headers["content-type"].startswith("text/html")
    for known in asker.index.documents():
        assert f'value="{known.id}"' in page.text
        outline = client.get(f"/chat/documents/{known.id}").text
        assert "pq-tree" in outline
