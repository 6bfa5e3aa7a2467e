"""`Generator`: what turns a prompt into text. The seam between planqa and language models.

In: a `Prompt` and the moment by which the text must be there. Out: the text, piece by piece.
`extractive`, the default, is no generator: then nothing of this package is imported.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Reason = Literal["unreachable", "slow", "refused", "garbled", "cut", "busy", "too_long"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked.

    `system`, `example` (what was asked and answered once) and `user` are for a model that chats,
    `plain` is for one that only goes on with a text.
    `schema` is the JSON schema of the output, for servers that can hold a model to one. `tokens`
    is the most that the model may write.
    """

    system: str
    example: tuple[str, str] | None
    user: str
    plain: str
    schema: Mapping[str, Any] | None
    tokens: int

    def messages(self) -> list[dict[str, str]]:
        """The prompt as a conversation."""
        shown = self.example or ()
        before = zip(("user", "assistant"), shown, strict=False)
        said = [("system", self.system), *before, ("user", self.user)]
        return [{"role": role, "content": content} for role, content in said]


class GenerationFailed(Exception):  # noqa: N818  (it is told to people as what happened)
    """No text, or not all of it. `reason` is of a closed set; the message is for the log."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


class Deadline:
    """A moment on the monotonic clock, `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left; 0 once it has passed."""
        return max(0.0, self._end - time.monotonic())


class Generator(Protocol):
    """A language model. Safe to call from several threads.

    Attributes:
        name: the setting that opens it, such as `openai:EuroLLM-9B-Instruct`.
    """

    @property
    def name(self) -> str: ...

    def write(self, prompt: Prompt, deadline: Deadline) -> Iterator[str]:
        """The text in pieces, as the model writes them; it ends by itself at the deadline.

        Raises:
            GenerationFailed: while iterating, when the model cannot be had, is too slow, or breaks
                off; what came before is not an answer then.
        """
        ...

    def close(self) -> None:
        """Let go of connections and memory."""
        ...
