"""The chat for officials, mounted at / on the same server as the API.

In: the assistant, and what a person types. Out: messages made by `ui/answer_html.py`; how they are
laid out is in `ui/chat_layout.py`. Nothing is kept but the conversation of the open page.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, cast

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from corpus.errors import PlanqaError
from rag.answer import Answer, AskRequest, Turn
from rag.assistant import Assistant
from ui.answer_html import answer_html, notice_html, question_html
from ui.chat_layout import chat_page
from ui.chat_parts import head, theme
from ui.citing import Place
from ui.documents import heading_of, sections_above
from ui.examples import example_questions
from ui.problems import add_problem_handlers
from ui.question_check import check_question
from ui.texts import Language, Texts, texts

_TURNS_REMEMBERED = 6  # earlier turns sent along; a follow-up leans on the last ones
_EXAMPLES = 6
_LONGEST_ANSWER = 20_000  # characters of an earlier answer that a request may carry
Messages = list[dict[str, str]]
Unchanged = dict[str, Any]
"""What Gradio takes as: leave this component as it is."""


class Conversation:
    """What one open page has asked so far: messages as shown, turns as the assistant wants them."""

    def __init__(self) -> None:
        self.messages: Messages = []
        self.turns: list[Turn] = []

    def asks(self, question: str) -> None:
        """Show the question."""
        self.messages.append({"role": "user", "content": question_html(question)})

    def answers(self, answer: Answer, html: str) -> None:
        """Show the answer and remember the turn."""
        self.notes(html)
        self.turns.append(Turn(question=answer.question, answer=answer.answer[:_LONGEST_ANSWER]))

    def notes(self, html: str) -> None:
        """Show a message that is no answer."""
        self.messages.append({"role": "assistant", "content": html})


class Chat:
    """What the page does, without the page."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._examples = cache(self._made_examples)

    def documents(self) -> list[tuple[str, str]]:
        """Title and id of each document, for the choice of documents."""
        return [(known.title, known.id) for known in self._assistant.index.documents()]

    def examples(self, language: Language) -> list[str]:
        """Questions made from the outlines, in the language of the page, that are answered."""
        return self._examples(language)

    def _made_examples(self, language: Language) -> list[str]:
        index = self._assistant.index
        documents = [index.document(known.id) for known in index.documents()]
        candidates = example_questions(documents, texts(language), most=2 * _EXAMPLES)
        answered = (
            question
            for question in candidates
            if self._assistant.ask(AskRequest(question=question)).status == "answered"
        )
        return list(islice(answered, _EXAMPLES))

    def ask(
        self, question: str, documents: list[str], language: Language, said: Conversation
    ) -> Iterator[tuple[Messages, Conversation, str | Unchanged]]:
        """Show the question with a note that it is being looked up, then the answer.

        The box is emptied at once and then left alone: the next question may be in it by the
        time the answer is there.
        """
        words = texts(language)
        if question.strip():
            said.asks(question)
        waiting = notice_html(words("chat.working"), language)
        yield [*said.messages, {"role": "assistant", "content": waiting}], said, ""
        try:
            answer = self._answer(question, documents, said)
        except PlanqaError as error:
            said.notes(notice_html(_why_not(error, words), language))
        else:
            said.answers(answer, answer_html(answer, self._place))
        yield said.messages, said, gr.skip()

    def _answer(self, question: str, documents: list[str], said: Conversation) -> Answer:
        check_question(question)
        request = AskRequest(
            question=question.strip(),
            documents=documents or None,
            history=said.turns[-_TURNS_REMEMBERED:] or None,
        )
        return self._assistant.ask(request)

    def _place(self, document: str, position: int) -> Place:
        found = self._assistant.index.document(document)
        headings = tuple(heading_of(section) for section in sections_above(found, position))
        return Place(found.description.title, found.description.language, headings)


def _why_not(error: PlanqaError, words: Texts) -> str:
    key = f"errors.{error.code}"
    return words(key) if key in words else words("errors.other", code=error.code)


def mount_chat(app: FastAPI, assistant: Assistant) -> FastAPI:
    """Mount the chat at `/` of `app`, after the API's own paths."""
    gr.mount_gradio_app(
        app,
        chat_page(Chat(assistant), Conversation),
        path="/",
        theme=theme(),
        head=head(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        max_file_size=0,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    mounted = next(route for route in reversed(app.routes) if isinstance(route, Mount))
    add_problem_handlers(cast(FastAPI, mounted.app))
    return app
