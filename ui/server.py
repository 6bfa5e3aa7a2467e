"""Starts the one server that holds the API and the chat.

In: the settings. Out: a process that serves until it is told to stop, having printed its address.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from corpus.errors import PlanqaError
from index.sentence_embedder import SentenceEmbedder
from rag.settings import ServerSettings, Settings
from ui.late_chat import LateChat
from ui.logs import start_logging
from ui.metrics import Metrics
from ui.starting import Starting

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from index.batching import BatchingEmbedder
    from index.embedder import Embedder
    from rag.assistant import Assistant
    from rag.generation.protocol import Generator
    from ui.live import LiveAssistant

# Gradio and the Hugging Face libraries report their use unless told not to before they load.
QUIET_ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def build_app(
    assistant: Assistant,
    settings: Settings,
    changed: Callable[[], object] = lambda: None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The API with the chat mounted at /, after the API's own paths; `changed` and `metrics` as for
    `create_app`. The chat is made once the application lives."""
    os.environ.update(QUIET_ENVIRONMENT)
    from ui.api import create_app, parts_of
    from ui.chat_pages import chat_pages
    from ui.chat_record import record_of

    def chat() -> FastAPI:
        from ui.chat import chat_app

        return chat_app(assistant, record, parts_of(app).ask)

    record = record_of(assistant.settings)
    late = LateChat(chat)
    app = create_app(assistant, settings, changed, metrics, living=late.living)
    app.include_router(chat_pages(assistant, record))
    app.mount("/", late)
    return app


def serve(
    settings: Settings,
    open_assistant: Callable[[], Assistant],
    announce: Callable[[str], None],
) -> None:
    """Serve until SIGINT or SIGTERM; what has begun is finished first.

    The port opens at once and says 503 until the index is open. `announce` gets the server's
    address once it answers questions.

    Raises:
        PlanqaError: `address_unavailable` when the address or the port cannot be had; what
            `open_assistant` raises.
    """
    listener = listen(
        settings.server.host, settings.server.port, shared=settings.server.shared_port
    )
    with listener:
        run = _Run(settings, open_assistant)
        address = address_of(listener)
        failed: list[BaseException] = []

        def made(error: BaseException | None) -> None:
            if error is None:
                announce(address)
            else:
                failed.append(error)
                server.should_exit = True

        server = server_of(settings.server, Starting(run.make, made))
        print(f"planqa opens its index; {address}/readyz says when it is done", file=sys.stderr)
        try:
            with suppress(KeyboardInterrupt):  # raised once more after everything has been closed
                server.run(sockets=[listener])
        finally:
            run.close()
        if failed:
            raise failed[0]


class _Run:
    """What one run of the server opens, and closes in the end."""

    def __init__(self, settings: Settings, open_assistant: Callable[[], Assistant]) -> None:
        self._settings = settings
        self._open = open_assistant
        self._live: LiveAssistant | None = None
        self._app: FastAPI | None = None
        self._batching: BatchingEmbedder | None = None
        self._generator: Generator | None = None

    def make(self) -> FastAPI:
        """The application over a live assistant, whose steps are timed."""
        from index.batching import BatchingEmbedder
        from rag.opening import open_index
        from ui.live import following
        from ui.timed import over, timed, untimed

        metrics = Metrics()

        def newest(before: Assistant) -> Assistant:
            index = open_index(self._settings, before.embedder, untimed(before.index))
            return over(index, before.embedder, before, metrics)

        opened = self._open()
        if self._settings.server.traced:
            _trace_behind(opened.embedder)
        self._generator = opened.generator
        self._batching = BatchingEmbedder(opened.embedder, self._settings.server.encoded_at_once)
        live = following(timed(opened, metrics, self._batching), newest)
        self._app = build_app(live.assistant, self._settings, live.refresh, metrics)
        live.start()
        self._live = live
        return self._app

    def close(self) -> None:
        """Stop following the index, and let go of files and of the language model."""
        if self._live is not None:
            self._live.stop()
        if self._app is not None:
            from ui.api import parts_of

            parts_of(self._app).close()
        if self._batching is not None:
            self._batching.close()
        if self._generator is not None:
            self._generator.close()


def _trace_behind(embedder: Embedder) -> None:
    """Have questions encoded in one call each, once that is prepared."""
    if isinstance(embedder, SentenceEmbedder):
        Thread(target=embedder.trace_questions, name="planqa-trace", daemon=True).start()


def server_of(settings: ServerSettings, starting: Starting) -> uvicorn.Server:
    """uvicorn, which finishes what has begun and writes planqa's log."""
    import uvicorn

    start_logging(settings)

    class _Finishing(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Open pages hold a connection each for as long as they are open; they end first, so
            # that only what has work to finish is waited for.
            if starting.app is not None:
                end_open_pages(starting.app)
            await super().shutdown(sockets)

    config = uvicorn.Config(
        starting,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.proxies is not None,
        forwarded_allow_ips=settings.proxies or "",
        timeout_graceful_shutdown=settings.finish_seconds,
    )
    return _Finishing(config)


def end_open_pages(app: FastAPI) -> None:
    """End the connections by which Gradio knows that a page is still open."""
    for mount in app.routes:
        chat = getattr(mount, "app", None)
        if not isinstance(chat, LateChat):
            continue
        for route in chat.routes:
            event = getattr(getattr(route, "app", None), "stop_event", None)
            if event is not None:
                event.set()


def listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """A socket bound to the address, not listening yet; port 0 takes a free one.

    Args:
        shared: other processes that say so too may be bound to the same address.

    Raises:
        PlanqaError: `address_unavailable`, naming address and port.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends answers at once only on sockets that say they are TCP; on others the second part
    # of each waits some 40 ms for the first to be acknowledged.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError, TypeError, UnicodeError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise PlanqaError(
            "address_unavailable",
            f"cannot serve at {host}:{port} ({reason.lower()}): choose another with --host, "
            "--port, or stop what holds it",
        ) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """`http://127.0.0.1:7860` for the socket."""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
