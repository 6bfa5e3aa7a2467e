"""What one open page has asked so far: messages as shown, turns as the assistant wants them."""

from __future__ import annotations

from rag.answer import Answer, Turn
from ui.understanding import Understanding

TURNS_REMEMBERED = 6  # earlier turns sent along; a follow-up leans on the last ones
LONGEST_ANSWER = 20_000  # characters of an earlier answer that a request may carry
Messages = list[dict[str, str]]


class Conversation:
    """One page's conversation. Messages are HTML that has been cleaned."""

    def __init__(self) -> None:
        self.messages: Messages = []
        self.turns: list[Turn] = []

    def asks(self, html: str) -> None:
        """Show a question."""
        self.messages.append({"role": "user", "content": html})

    def notes(self, html: str) -> None:
        """Show an answer, or a message that is none."""
        self.messages.append({"role": "assistant", "content": html})

    def showing(self, html: str) -> Messages:
        """The messages with one more for the time being."""
        return [*self.messages, {"role": "assistant", "content": html}]

    def remembers(self, answer: Answer, known: Understanding) -> None:
        """Remember the turn, so that the next question may lean on it."""
        said = answer.answer[:LONGEST_ANSWER]
        self.turns.append(Turn(question=known.carried, answer=said))

    def history(self) -> list[Turn] | None:
        """The turns to send along with the next question; None before the first answer."""
        return self.turns[-TURNS_REMEMBERED:] or None
