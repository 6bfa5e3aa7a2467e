"""The documents over HTTP: list, text, outline, source page, search, state."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import Any

import pytest

from corpus.catalog import bundled_plans
from corpus.span import fold
from tests.e2e.conftest import Server
from ui.error_codes import ERROR_CODES

pytestmark = pytest.mark.e2e


def _walk(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for node in nodes for found in (node, *_walk(node["children"]))]


def test_the_list_holds_the_bundled_plans_as_they_are_on_disk(server: Server) -> None:
    listed = server.client.get("/documents").json()
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in bundled_plans()}
    assert {one["sha256"] for one in listed} == digests
    for one in listed:
        assert one["title"]
        assert one["publisher"]
        assert one["language"] == "lv"
        assert one["passages"] > 5


def test_the_stored_text_of_a_text_file_is_the_file(server: Server) -> None:
    by_name = {path.name: path for path in bundled_plans()}
    for one in server.client.get("/documents").json():
        stored = by_name[one["source"]].read_bytes().decode("utf-8")
        assert server.text(one["id"]) == stored


def test_the_outline_of_the_programme_has_every_unit(server: Server) -> None:
    detail = server.client.get("/documents/latgale-programma-2021-2027").json()
    nodes = _walk(detail["outline"])
    units = [node["number"] for node in nodes if node["unit"]]
    assert len(units) == len(set(units)) == 44
    assert [u for u in units if u.count(".") == 2] == [f"3.4.{n}" for n in range(1, 6)]
    for node in nodes:
        assert 0 <= node["start"] < node["end"] <= len(detail["text"])
        first, last = node["lines"]
        assert first == detail["text"].count("\n", 0, node["start"]) + 1 <= last


def test_a_citation_s_address_opens_its_words_marked(server: Server) -> None:
    answer = server.ask("Which priorities fund cycling infrastructure?")
    for citation in answer["citations"]:
        page = server.client.get(citation["url"]).text
        marked = re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)
        assert fold(unescape("\n".join(marked))) == citation["quote"]
        assert 'id="cited"' in page


def test_the_source_page_speaks_the_language_asked_for(server: Server) -> None:
    path = "/documents/liepaja-iam-2022/view?start=10&end=40"
    assert '<html lang="en">' in server.client.get(path + "&language=en").text
    english = server.client.get(path, headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="en">' in english
    assert '<html lang="lv">' in server.client.get(path).text


def test_search_ranks_passages_of_the_documents_asked_for(server: Server) -> None:
    found = server.client.get("/search", params={"q": "veloceliņi", "limit": 5}).json()
    assert found["query"] == "veloceliņi"
    assert 0 < len(found["passages"]) <= 5
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    only = {"q": "IAM", "documents": ["liepaja-iam-2022", "daugavpils-iam-2022"]}
    narrowed = server.client.get("/search", params=only).json()["passages"]
    assert narrowed
    assert {passage["document"] for passage in narrowed} <= set(only["documents"])


def test_the_state_of_the_server_is_told(server: Server) -> None:
    assert server.client.get("/healthz").json() == {"status": "ok"}
    ready = server.client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["documents"] == 5
    assert ready["index"] == server.ask("Ko nozīmē ALTUM?")["index"]


def test_the_reference_names_every_address_and_every_code(server: Server) -> None:
    page = server.client.get("/docs")
    assert page.status_code == 200
    for path in server.client.get("/openapi.json").json()["paths"]:
        assert path in page.text
    for code in ERROR_CODES:
        assert f'id="{code}"' in page.text
    assert "https:" not in page.text
    assert "<script" not in page.text


def test_the_chat_s_own_calls_are_no_second_api(server: Server) -> None:
    described = server.client.get("/gradio_api/info").json()
    assert described["named_endpoints"] == {}
    upload = server.client.post("/gradio_api/upload", files={"files": b"x" * 1000})
    assert upload.status_code == 413
