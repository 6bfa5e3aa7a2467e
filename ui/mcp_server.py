"""`planqa mcp`: planqa as a server of the Model Context Protocol, over stdin and stdout.

In: calls of four tools, `ask`, `search`, `read_passage` and `list_documents`. Out: their results as
structured content. The server answers at once; the index is opened meanwhile, and the first call
that needs it waits. Nothing but the protocol goes to stdout.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from importlib.metadata import version
from threading import Thread
from typing import Annotated, TypeVar

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from corpus.errors import PlanqaError
from corpus.model import Passage
from rag.answer import Answer, AskRequest, RankedPassage
from rag.assistant import Assistant
from ui.documents import DocumentEntry, entry
from ui.question_check import check_question
from ui.texts import Language

_INSTRUCTIONS = (
    "Answers questions about planning documents (development programmes, strategies, plans) from"
    " the documents alone, in Latvian or English. Every [n] in an answer is the citation with that"
    " number, whose quote is verbatim. A status of not_found means that the documents do not"
    " answer: do not fill the gap."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_RANKED = 5  # passages that come with an answer
_MOST_AROUND = 20
T = TypeVar("T")
Documents = Annotated[
    list[str] | None, Field(description="Ids to look in, as list_documents gives them; else all.")
]


class Found(BaseModel):
    """What retrieval found, best first."""

    passages: list[RankedPassage]


class Documented(BaseModel):
    """The documents there are."""

    documents: list[DocumentEntry]


class PassageText(BaseModel):
    """A passage as it is read. `headings` stand above it, `context` introduces its list."""

    id: str
    document: str
    headings: list[str]
    role: str | None
    item: str | None
    context: str | None
    text: str
    lines: tuple[int, int]
    page: int | None


class PassageRead(BaseModel):
    """A passage with those before and after it, in the document's order."""

    title: str
    before: list[PassageText]
    passage: PassageText
    after: list[PassageText]


class Tools:
    """What the tools do; `open_assistant` is called once, in a thread of its own."""

    def __init__(self, open_assistant: Callable[[], Assistant]) -> None:
        self._opened: Future[Assistant] = Future()
        Thread(target=self._open, args=(open_assistant,), name="planqa-open", daemon=True).start()

    def _open(self, open_assistant: Callable[[], Assistant]) -> None:
        try:
            self._opened.set_result(open_assistant())
        except Exception as error:  # noqa: BLE001  (raised by the tool that waits for it)
            self._opened.set_exception(error)

    async def ask(
        self,
        question: Annotated[str, Field(description="In Latvian or English.", max_length=2000)],
        language: Annotated[
            Language | None, Field(description="Of the labels; the question's own by default.")
        ] = None,
        documents: Documents = None,
    ) -> Answer:
        """Answer a question from the documents, with verbatim citations."""

        def work(assistant: Assistant) -> Answer:
            check_question(question)
            asked = AskRequest(
                question=question, language=language, documents=documents or None, limit=_RANKED
            )
            return assistant.ask(asked)

        return await self._with_assistant(work)

    async def search(
        self,
        query: Annotated[str, Field(description="What to look for.", max_length=2000)],
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        documents: Documents = None,
    ) -> Found:
        """Find the passages that match a query best, without answering."""

        def work(assistant: Assistant) -> Found:
            check_question(query)
            return Found(passages=assistant.search(query, limit, documents or None))

        return await self._with_assistant(work)

    async def read_passage(
        self,
        passage: Annotated[str, Field(description="The id of a passage or citation.")],
        around: Annotated[
            int, Field(ge=0, le=_MOST_AROUND, description="How many to read on either side.")
        ] = 0,
    ) -> PassageRead:
        """Read a passage whole, with its headings, and what stands around it."""
        return await self._with_assistant(lambda assistant: _read(assistant, passage, around))

    async def list_documents(self) -> Documented:
        """List the documents that answers come from."""

        def work(assistant: Assistant) -> Documented:
            index = assistant.index
            ids = [known.id for known in index.documents()]
            return Documented(
                documents=[entry(index.document(i), index.passage_count(i)) for i in ids]
            )

        return await self._with_assistant(work)

    async def _with_assistant(self, work: Callable[[Assistant], T]) -> T:
        try:
            return await anyio.to_thread.run_sync(lambda: work(self._opened.result()))
        except PlanqaError as error:
            raise ToolError(error.message) from None


def mcp_server(open_assistant: Callable[[], Assistant]) -> MCPServer[None]:
    """The server; `run()` serves until stdin ends."""
    server: MCPServer[None] = MCPServer(
        "planqa",
        title="planqa",
        instructions=_INSTRUCTIONS,
        version=version("planqa"),
        log_level="WARNING",
    )
    logging.getLogger("mcp").setLevel(logging.WARNING)
    tools = Tools(open_assistant)
    for tool in (tools.ask, tools.search, tools.read_passage, tools.list_documents):
        server.add_tool(tool, annotations=_READS)
    return server


def _read(assistant: Assistant, identity: str, around: int) -> PassageRead:
    index = assistant.index
    try:
        found = index.passage(identity)
    except KeyError:
        raise PlanqaError(
            "unknown_passage",
            f"no passage has the id {identity!a}: its document may have been changed or removed",
            404,
        ) from None
    every = index.passages(found.document)
    at = next(i for i, one in enumerate(every) if one.id == identity)
    return PassageRead(
        title=index.document(found.document).description.title,
        before=[_text(one) for one in every[max(0, at - around) : at]],
        passage=_text(found),
        after=[_text(one) for one in every[at + 1 : at + 1 + around]],
    )


def _text(passage: Passage) -> PassageText:
    return PassageText(
        id=passage.id,
        document=passage.document,
        headings=list(passage.breadcrumb),
        role=passage.role,
        item=passage.item,
        context=passage.context,
        text=passage.text,
        lines=passage.lines,
        page=passage.page,
    )
