"""`planqa mcp` as a process, spoken to over stdin and stdout."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.e2e.conftest import Server, environment

pytestmark = pytest.mark.e2e


def test_the_real_index_answers_over_stdio_as_over_http(server: Server) -> None:
    question = "Ko nozīmē ALTUM?"
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "ui", "mcp"], env=environment(server.home)
    )

    async def scene() -> Any:
        async with Client(started, read_timeout_seconds=180) as client:
            answer = (await client.call_tool("ask", {"question": question})).structured_content
            assert answer is not None
            passage = answer["citations"][0]["passage"]
            read = await client.call_tool("read_passage", {"passage": passage})
            listed = await client.call_tool("list_documents", {})
            return answer, read.structured_content, listed.structured_content

    answer, read, listed = asyncio.run(scene())
    over_http = server.ask(question, limit=5)
    for one in (answer, over_http):
        del one["elapsed_ms"]
    assert answer == over_http
    assert read["passage"]["text"] == answer["citations"][0]["quote"]
    assert listed["documents"] == server.client.get("/documents").json()
