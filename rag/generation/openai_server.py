"""A model behind a server that speaks OpenAI's API: vLLM, llama.cpp, Ollama, hosted services.

In: the server's address, a model's name, limits. Out: a `Generator`. Text is streamed. What fails
in passing (no connection, 429, 5xx) is tried again while no text has come and time is left.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import httpx
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_when_event_set,
    wait_exponential_jitter,
)
from tenacity.nap import sleep_using_event

from corpus.errors import PlanqaError
from rag.generation.event_stream import MOST_CHARACTERS, texts_of, whole_text
from rag.generation.protocol import Deadline, GenerationFailed, Prompt, Reason
from rag.generation.timed_text import Emit, timed_text
from rag.settings import GeneratorSettings

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_UNFIT = frozenset({400, 415, 422, 501})  # what servers answer to a parameter they do not know
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.3, 4.0


class _PassingError(Exception):
    """May go well another time."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


class OpenAIServer:
    """A `Generator` over a server.

    Args:
        model: the model's name, as the server knows it.
        settings: address, key, limits.

    Raises:
        PlanqaError: `generator_invalid` for an address or a key that no request can carry.
    """

    def __init__(self, model: str, settings: GeneratorSettings) -> None:
        self.name = f"openai:{model}"
        self._model = model
        self._retries = settings.retries
        self._structured = settings.structured == "auto"
        self._client = _client(settings)

    def write(self, prompt: Prompt, deadline: Deadline) -> Iterator[str]:
        """The text in pieces; see `Generator`."""

        def produce(emit: Emit, unread: threading.Event) -> None:
            self._produce(prompt, emit, unread, deadline)

        return timed_text(produce, deadline)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _produce(
        self, prompt: Prompt, emit: Emit, unread: threading.Event, deadline: Deadline
    ) -> None:
        attempts = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(self._retries + 1) | stop_when_event_set(unread),
            wait=wait_exponential_jitter(multiplier=_FIRST_WAIT_S, max=_LONGEST_WAIT_S, jitter=1.0),
            sleep=sleep_using_event(unread),
            reraise=True,
        )
        try:
            for attempt in attempts:
                with attempt:
                    self._request(prompt, emit, unread, deadline)
        except _PassingError as error:
            raise GenerationFailed(error.reason, str(error)) from error

    def _request(
        self, prompt: Prompt, emit: Emit, unread: threading.Event, deadline: Deadline
    ) -> None:
        """One request; with a schema first, without where the server does not take one."""
        with_schema = self._structured and prompt.schema is not None
        body = _body(self._model, prompt, with_schema=with_schema)
        timeout = httpx.Timeout(max(0.001, deadline.left), connect=self._client.timeout.connect)
        begun = False
        try:
            with self._client.stream(
                "POST", "chat/completions", json=body, timeout=timeout
            ) as response:
                if with_schema and response.status_code in _UNFIT:
                    self._structured = False
                elif _accepted(response):
                    begun = True
                    _read(response, emit, unread)
                    return
        except httpx.TimeoutException as error:
            if isinstance(error, httpx.ConnectTimeout) and not begun:
                raise _PassingError("unreachable", _named(error)) from error
            raise GenerationFailed("slow", _named(error)) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            if begun:
                raise GenerationFailed("cut", _named(error)) from error
            raise _PassingError("unreachable", _named(error)) from error
        except (httpx.InvalidURL, httpx.StreamError) as error:
            raise GenerationFailed("unreachable", _named(error)) from error
        self._request(prompt, emit, unread, deadline)


def _client(settings: GeneratorSettings) -> httpx.Client:
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    if not (key.isascii() and key.isprintable()):
        raise PlanqaError(
            "generator_invalid",
            "generator.api_key holds a character that no HTTP header can carry: set"
            " PLANQA_GENERATOR__API_KEY to the key as the server gave it",
            503,
        )
    try:
        return httpx.Client(
            base_url=settings.base_url.rstrip("/") + "/",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(settings.seconds, connect=settings.connect_seconds),
        )
    except httpx.InvalidURL as error:
        raise PlanqaError(
            "generator_invalid",
            f"generator.base_url is {settings.base_url!r}, which is no address ({error}): give one"
            " such as `http://127.0.0.1:8000/v1`",
            503,
        ) from error


def _body(model: str, prompt: Prompt, *, with_schema: bool) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": model,
        "messages": prompt.messages(),
        "max_tokens": prompt.tokens,
        "temperature": 0,
        "stream": True,
    }
    if with_schema:
        schema = {"name": "answer", "strict": True, "schema": prompt.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return body


def _accepted(response: httpx.Response) -> bool:
    """Raises unless the server has begun to answer."""
    status = response.status_code
    if status in _PASSING:
        raise _PassingError("refused", f"the server answered {status}")
    if status != httpx.codes.OK:
        raise GenerationFailed("refused", f"the server answered {status}")
    return True


def _read(response: httpx.Response, emit: Emit, unread: threading.Event) -> None:
    """Hand on the text, whether it is streamed or, by a server that cannot, sent whole."""
    streamed = "text/event-stream" in response.headers.get("content-type", "")
    reading = texts_of if streamed else whole_text
    written = 0
    for text in reading(response.iter_bytes()):
        if unread.is_set() or written > MOST_CHARACTERS:
            return
        written += len(text)
        emit(text)


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
