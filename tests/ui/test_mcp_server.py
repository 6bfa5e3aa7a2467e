"""The tools of `planqa mcp`, called with the package's own client."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from mcp import Client

from corpus.errors import PlanqaError
from rag.answer import Answer
from rag.assistant import Assistant
from tests.rag.asking import Asker
from ui.mcp_server import mcp_server

_ASKED = "Which actions concern cycling?"


def called(asker: Asker, tool: str, **arguments: Any) -> Any:
    """What a call of a tool gives."""

    async def scene() -> Any:
        async with Client(mcp_server(lambda: asker.assistant)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(scene())


def test_it_lists_its_tools_with_what_they_take(asker: Asker) -> None:
    async def scene() -> Any:
        async with Client(mcp_server(lambda: asker.assistant)) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(scene())}
    assert set(tools) == {"ask", "search", "read_passage", "list_documents"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.output_schema
    assert tools["ask"].input_schema["required"] == ["question"]


def test_an_answer_leads_to_its_passages(asker: Asker) -> None:
    answer = Answer.model_validate(called(asker, "ask", question=_ASKED).structured_content)
    expected = asker.ask(_ASKED)
    assert (answer.status, answer.answer) == (expected.status, expected.answer)
    cited = answer.citations[0]
    read = called(asker, "read_passage", passage=cited.passage, around=2).structured_content
    assert read["passage"]["id"] == cited.passage
    assert " ".join(cited.quote.split()) in read["passage"]["text"]
    every = [passage.id for passage in asker.index.passages(cited.document)]
    near = [one["id"] for one in (*read["before"], read["passage"], *read["after"])]
    at = every.index(cited.passage)
    assert near == every[max(0, at - 2) : at + 3]


def test_it_finds_and_lists(asker: Asker) -> None:
    found = called(asker, "search", query="cycling", limit=3, documents=["en-numbered"])
    passages = found.structured_content["passages"]
    assert len(passages) == 3
    assert {one["document"] for one in passages} == {"en-numbered"}
    listed = called(asker, "list_documents").structured_content["documents"]
    assert [one["id"] for one in listed] == [one.id for one in asker.index.documents()]


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("ask", {"question": " "}, "empty"),
        ("ask", {"question": "x", "documents": ["none"]}, "none"),
        ("search", {"query": "\x07"}, "U+0007"),
        ("search", {"query": "x", "limit": 0}, "limit"),
        ("read_passage", {"passage": "none"}, "no passage"),
    ],
)
def test_what_is_wrong_is_said_to_who_called(
    asker: Asker, tool: str, arguments: dict[str, Any], named: str
) -> None:
    result = called(asker, tool, **arguments)
    assert result.is_error
    assert named in result.content[0].text


def test_it_answers_before_the_index_is_open_and_says_when_it_cannot_be() -> None:
    gate = threading.Event()

    def slow() -> Assistant:
        gate.wait()
        raise PlanqaError("index_damaged", "the index is damaged: run planqa verify", 503)

    async def scene() -> Any:
        async with Client(mcp_server(slow)) as client:
            tools = await client.list_tools()
            call = asyncio.create_task(client.call_tool("list_documents", {}))
            gate.set()
            return tools, await call

    tools, result = asyncio.run(scene())
    assert len(tools.tools) == 4
    assert result.is_error
    assert "planqa verify" in result.content[0].text
