"""What the chat shows and remembers of a question, without the page."""

from __future__ import annotations

from pathlib import Path

from tests.rag.asking import Asker
from ui.chat import Chat
from ui.chat_record import ChatRecord
from ui.conversation import Conversation


def test_an_open_follow_up_is_shown_and_remembered_as_it_was_answered(
    asker: Asker, tmp_path: Path
) -> None:
    before = "What is planned for cycling routes?"
    question = "What funds the new stands?"
    said = Conversation()
    chat = Chat(asker.assistant, ChatRecord(tmp_path))
    for one in (before, question):
        *_, (messages, said, _) = chat.ask(one, [], "en", said)
    shown = messages[-1]["content"]
    assert f"Asked: {before} {question}" in shown
    assert "Regional Development Fund" in shown
    assert said.turns[-1].question == f"{before} {question}"
