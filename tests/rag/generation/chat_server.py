"""A server of OpenAI's chat completions on this machine, as good or bad as a test needs it.

In: what it writes, as a function of the prompt's last message, and how it misbehaves. Out: its
address, and the bodies of the requests it got.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Fault = Literal[
    "none", "hangs", "hangs_midway", "drips", "garbage", "no_json", "wrong_shape", "cut",
    "server_error", "once_busy", "no_schema", "whole", "unauthorized", "endless", "redirect",
]  # fmt: skip
Script = Callable[[str], str]
_PIECE = 12  # characters of a piece of streamed text


@dataclass
class ChatServer:
    """What the server was asked, and how it is to behave from now on."""

    url: str
    script: Script
    fault: Fault = "none"
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


def statements(*said: tuple[str, int], cited: str = "passages") -> str:
    """The JSON that planqa asks for."""
    found = [{"text": text, cited: [number]} for text, number in said]
    return json.dumps({"statements": found}, ensure_ascii=False)


@contextmanager
def chat_server(script: Script, fault: Fault = "none") -> Iterator[ChatServer]:
    """A running server; stopped when the context ends."""
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    listener.daemon_threads = True
    made = ChatServer(f"http://127.0.0.1:{listener.server_port}/v1", script, fault)
    listener.made = made  # type: ignore[attr-defined]  # how a handler gets at what it serves
    thread = threading.Thread(target=listener.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield made
    finally:
        made.stopping.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def do_POST(self) -> None:
        made: ChatServer = self.server.made  # type: ignore[attr-defined]  # set by chat_server
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        made.bodies.append(body)
        made.keys.append(self.headers.get("authorization"))
        if made.fault == "hangs":
            made.stopping.wait(30)
            return
        if (refusal := self._refusal(made, body)) is not None:
            self._whole(refusal, {"error": {"message": "no"}})
            return
        text = made.script(body["messages"][-1]["content"])
        if made.fault == "whole":
            self._whole(200, {"choices": [{"message": {"role": "assistant", "content": text}}]})
        elif made.fault == "no_json":
            self._raw(b"<html>Bad gateway</html>", "application/json")
        elif made.fault == "wrong_shape":
            self._whole(200, {"choices": {"text": text}})
        else:
            self._stream(made, text)

    def _refusal(self, made: ChatServer, body: dict[str, Any]) -> int | None:
        if made.fault == "server_error":
            return 503
        if made.fault == "unauthorized":
            return 401
        if made.fault == "redirect":
            return 307
        if made.fault == "once_busy" and len(made.bodies) == 1:
            return 429
        if made.fault == "no_schema" and "response_format" in body:
            return 400
        return None

    def _whole(self, status: int, said: dict[str, Any]) -> None:
        self._raw(json.dumps(said).encode(), "application/json", status)

    def _raw(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, made: ChatServer, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        # The client may have heard enough, which some tests are about.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._pieces(made, text)

    def _pieces(self, made: ChatServer, text: str) -> None:
        if made.fault == "garbage":
            self._send("data: {{{{ \x00 not JSON\n\n")
            return
        while made.fault == "drips" and not made.stopping.wait(0.05):
            self._send(":")  # never a whole line
        pieces = [text[i : i + _PIECE] for i in range(0, len(text), _PIECE)]
        for place, piece in enumerate(pieces):
            if 2 * place >= len(pieces):
                if made.fault == "cut":
                    return
                if made.fault == "hangs_midway":
                    made.stopping.wait(30)
                    return
            self._piece(piece)
        while made.fault == "endless" and not made.stopping.is_set():
            self._piece("and so on ")
        self._send('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n')
        self._send("data: [DONE]\n\n")

    def _piece(self, text: str) -> None:
        said = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
        self._send(f"data: {json.dumps(said)}\n\n")

    def _send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()
