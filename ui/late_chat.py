"""The place of the chat at /: Gradio takes seconds to import, and the API does not wait for it.

In: what makes the chat's application. Out: an ASGI application that has the chat made as soon as
the server answers questions. Who asks for a page before it is there gets it when it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from ui.daemon import in_daemon

_LOG = logging.getLogger("planqa")


class LateChat:
    """Passes requests on to the chat, once it is made.

    Args:
        make: makes the chat; runs in a thread of its own.
    """

    def __init__(self, make: Callable[[], FastAPI]) -> None:
        self._make = make
        self._chat: asyncio.Future[FastAPI] | None = None
        self._opened: FastAPI | None = None

    @property
    def routes(self) -> Iterable[BaseRoute]:
        """The routes of the chat; none while it is being made."""
        return self._opened.routes if self._opened is not None else ()

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """Have the chat made, and end it in the end. It is not waited for on either side."""
        self._chat = asyncio.get_running_loop().create_future()
        async with AsyncExitStack() as stack:
            task = asyncio.create_task(self._open(self._chat, stack))
            try:
                yield
            finally:
                task.cancel()  # its thread is a daemon: it ends with the process
                await asyncio.wait([task])

    async def _open(self, chat: asyncio.Future[FastAPI], stack: AsyncExitStack) -> None:
        try:
            made = await in_daemon(self._make, "planqa-chat")
            await stack.enter_async_context(made.router.lifespan_context(made))
        except Exception as error:  # noqa: BLE001  (each who asks for a page is told)
            _LOG.exception("the chat cannot be opened")
            chat.set_exception(error)
            return
        self._opened = made
        chat.set_result(made)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._chat is not None, "asked before the application lives"
        chat = await asyncio.shield(self._chat)  # one visitor who goes takes it from no other
        await chat(scope, receive, send)
