"""A chat completion as bytes in, its text out: server-sent events, or one JSON object.

The shape is that of OpenAI's `POST /v1/chat/completions`. Whatever else comes is refused; nothing
is guessed from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rag.generation.protocol import GenerationFailed

MOST_CHARACTERS = 20_000
_MOST_BYTES = 4_000_000


def texts_of(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text of an event stream in pieces.

    Raises:
        GenerationFailed: `garbled` for what is no completion, `cut` where the stream ends before
            the server said that the text does.
    """
    finished = False
    for line in _lines(chunks):
        if not line.startswith(b"data:"):
            continue  # comments, and names of events
        said = line.removeprefix(b"data:").strip()
        if said == b"[DONE]":
            return
        choice = _choice(_parsed(said))
        if choice is None:
            continue  # usage, without any choice
        text = _text(choice.get("delta") or {})
        if text:
            yield text
        finished = finished or choice.get("finish_reason") is not None
    if not finished:
        raise GenerationFailed("cut", "the stream ended in the middle")


def whole_text(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text of a completion that was sent whole.

    Raises:
        GenerationFailed: `garbled` for what is no completion.
    """
    read = bytearray()
    for chunk in chunks:
        read += chunk
        _checked(len(read))
    choice = _choice(_parsed(bytes(read)))
    if choice is None:
        raise GenerationFailed("garbled", "a completion without choices")
    yield _text(choice.get("message") or {})


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    left, count = b"", 0
    for chunk in chunks:
        count += len(chunk)
        _checked(count)
        *lines, left = (left + chunk).split(b"\n")
        yield from (line.rstrip(b"\r") for line in lines)
    if left:
        yield left


def _checked(count: int) -> None:
    if count > _MOST_BYTES:
        raise GenerationFailed("garbled", f"more than {_MOST_BYTES} bytes")


def _parsed(said: bytes) -> dict[str, Any]:
    try:
        read = json.loads(said)
    except (ValueError, RecursionError) as error:  # also bytes that are no UTF-8
        raise GenerationFailed("garbled", f"no JSON: {said[:60]!r}") from error
    if not isinstance(read, dict) or "error" in read:
        raise GenerationFailed("garbled", f"no completion: {said[:200]!r}")
    return read


def _choice(read: dict[str, Any]) -> dict[str, Any] | None:
    choices = read.get("choices")
    if not isinstance(choices, list) or any(not isinstance(one, dict) for one in choices):
        raise GenerationFailed("garbled", "no list of choices")
    return choices[0] if choices else None


def _text(message: Any) -> str:
    content = message.get("content") if isinstance(message, dict) else None
    if content is None:
        return ""
    if not isinstance(content, str):
        raise GenerationFailed("garbled", "a content that is no text")
    return content
