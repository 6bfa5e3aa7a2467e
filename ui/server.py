"""Starts the one server that holds the API and the chat.

In: the settings. Out: a process that serves until it is told to stop, having printed its address.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from corpus.errors import PlanqaError
from rag.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from rag.assistant import Assistant

_SECONDS_TO_FINISH = 5  # open requests are given this long when the server is stopped

# Gradio and the Hugging Face libraries report their use unless told not to before they load.
QUIET_ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def build_app(
    assistant: Assistant, settings: Settings, changed: Callable[[], object] = lambda: None
) -> FastAPI:
    """The API with the chat mounted at /; `changed` as for `create_app`."""
    os.environ.update(QUIET_ENVIRONMENT)
    from ui.api import create_app
    from ui.chat import mount_chat

    return mount_chat(create_app(assistant, settings, changed), assistant)


def serve(
    settings: Settings,
    open_assistant: Callable[[], Assistant],
    announce: Callable[[str], None],
) -> None:
    """Serve until SIGINT or SIGTERM; open requests are finished first.

    The port is taken before the index is opened, so that a port in use is told at once.
    `announce` gets the server's address once it answers.

    Raises:
        PlanqaError: `address_unavailable` when the address or the port cannot be had.
    """
    listener = listen(settings.server.host, settings.server.port)
    with listener:
        from ui.live import LiveAssistant

        live = LiveAssistant(open_assistant(), settings.home)
        app = build_app(live.assistant, settings, live.refresh)
        import uvicorn

        class _Announcing(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    announce(address_of(listener))

        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        live.start()
        try:
            with suppress(KeyboardInterrupt):  # raised once more after everything has been closed
                _Announcing(config).run(sockets=[listener])
        finally:
            live.stop()


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, not listening yet; port 0 takes a free one.

    Raises:
        PlanqaError: `address_unavailable`, naming address and port.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
