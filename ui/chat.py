"""The chat for officials, mounted at / on the same server as the API.

In: the assistant, and what a person types. Out: messages made by `ui/answer_html.py`; how they are
laid out is in `ui/chat_layout.py`. Answers are kept under an id (`ui/chat_record.py`), so that
their links open again.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any, cast

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.routing import Mount

from corpus.errors import PlanqaError
from rag.answer import Answer, AskRequest
from rag.assistant import Assistant
from ui.answer_html import (
    answer_parts,
    asked_html,
    changed_html,
    notice_html,
    question_html,
    writing_html,
)
from ui.answer_tools import answer_tools
from ui.asking import Ask
from ui.chat_layout import chat_page
from ui.chat_parts import head, theme, translations
from ui.chat_record import Asked, ChatRecord, Kept
from ui.conversation import Conversation, Messages
from ui.examples import example_questions
from ui.places import locator
from ui.problems import add_problem_handlers
from ui.question_check import check_question
from ui.relocation import relocated
from ui.texts import Language, Texts, texts
from ui.told import in_thread
from ui.understanding import Understanding, as_answered, understood
from ui.why import why

_EXAMPLES = 6
_LOOKS_S = 0.02  # between looks for a message that someone sent
Unchanged = dict[str, Any]
"""What Gradio takes as: leave this component as it is."""


class Chat:
    """What the page does, without the page."""

    def __init__(self, assistant: Assistant, record: ChatRecord, ask: Ask | None = None) -> None:
        self._assistant = assistant
        self._ask = ask or assistant.ask  # examples are asked of the assistant, and not counted
        self._record = record
        self._examples: dict[tuple[str, Language], list[str]] = {}
        self._making_examples = threading.Lock()

    def examples(self, language: Language) -> list[str]:
        """Questions made from the outlines, in the language of the page, that are answered."""
        key = (self._assistant.index.fingerprint, language)
        with self._making_examples:
            if key not in self._examples:
                self._examples[key] = self._made_examples(language)
            return self._examples[key]

    def _made_examples(self, language: Language) -> list[str]:
        # Whether there is an answer is decided before a language model is asked.
        assistant = self._assistant.quoting()
        index = assistant.index
        documents = [index.document(known.id) for known in index.documents()]
        candidates = example_questions(documents, texts(language), most=2 * _EXAMPLES)
        answered = (
            question
            for question in candidates
            if assistant.ask(AskRequest(question=question)).status == "answered"
        )
        return list(islice(answered, _EXAMPLES))

    def ask(
        self, question: str, documents: list[str], language: Language, said: Conversation
    ) -> Iterator[tuple[Messages, Conversation, str | Unchanged]]:
        """Show the question, what is being done, then the answer as it grows.

        The box is emptied at once and then left alone: the next question may be in it by the
        time the answer is there. An empty box is told of on a page where nothing was asked; later
        it is the second press of a key that already sent the question.
        """
        if not question and said.messages:
            yield said.messages, said, gr.skip()
            return
        words = texts(language)
        if question.strip():
            said.asks(question_html(question))
        reading = notice_html(words("chat.reading"), language, busy=True)
        yield said.showing(reading), said, ""
        try:
            for html in self._answered(question, documents, language, said):
                yield said.showing(html), said, gr.skip()
        except PlanqaError as error:
            html = notice_html(_why_not(error, words), language)
        said.notes(html)
        yield said.messages, said, gr.skip()

    def _answered(
        self, question: str, documents: list[str], language: Language, said: Conversation
    ) -> Iterator[str]:
        """The message at each step of the way."""
        check_question(question)
        request = AskRequest(
            question=question.strip(), documents=documents or None, history=said.history()
        )
        known = understood(request, self._assistant)
        working = texts(language)("chat.working", documents=known.documents)
        yield notice_html(working, language, asked_html(known, language), busy=True)
        answer = yield from self._written(request, known, language)
        known = as_answered(known, request, answer)
        asked = Asked(answer, tuple(request.history or ()), known)
        yield from self._shown(asked, self._kept(asked))
        said.remembers(answer, known)

    def _written(
        self, request: AskRequest, known: Understanding, language: Language
    ) -> Generator[str, None, Answer]:
        """The answer; before it the messages with what a language model has written so far."""
        if self._assistant.generator is None:
            return self._ask(request)
        said, before = "", asked_html(known, language)
        steps = in_thread(lambda told: self._ask(request, told))
        while True:
            try:
                said += f"{next(steps)}\n"
            except StopIteration as done:
                return cast(Answer, done.value)
            yield writing_html(said, language, before)

    def _kept(self, asked: Asked) -> str | None:
        """The id under which the answer is kept; None where the record cannot be used."""
        try:
            return self._record.keep(asked)
        except PlanqaError:
            return None  # the answer is worth more than its link

    def _shown(self, asked: Asked, identity: str | None, note: str = "") -> Iterator[str]:
        answer = asked.answer
        locate = locator(self._assistant.index)
        after = why(asked, locate)
        if identity is not None:
            after += answer_tools(answer, identity, linked=self._record.keeps)
        before = note + asked_html(asked.understanding, answer.language)
        return answer_parts(answer, locate, before, after)

    def reopened(self, identity: str, language: Language) -> Conversation:
        """A conversation that begins with the kept answer; it says so where there is none."""
        said = Conversation()
        try:
            kept = self._record.read(identity)
        except PlanqaError as error:
            said.notes(notice_html(_why_not(error, texts(language)), language))
            return said
        if kept is None:
            said.notes(notice_html(texts(language)("chat.gone"), language))
            return said
        said.asks(question_html(kept.asked.answer.question))
        said.notes(list(self._shown(self._today(kept), kept.id, self._changed(kept)))[-1])
        said.remembers(kept.asked.answer, kept.asked.understanding)
        return said

    def _today(self, kept: Kept) -> Asked:
        asked = kept.asked
        today = relocated(asked.answer, self._assistant.index)
        return Asked(today, asked.turns, asked.understanding)

    def _changed(self, kept: Kept) -> str:
        """That the documents are others now, where they are."""
        answer = kept.asked.answer
        if answer.index == self._assistant.index.fingerprint:
            return ""
        date = kept.kept_at.strftime("%Y-%m-%d")
        return changed_html(date, answer.language)


def _why_not(error: PlanqaError, words: Texts) -> str:
    key = f"errors.{error.code}"
    return words(key) if key in words else words("errors.other", code=error.code)


def chat_app(assistant: Assistant, record: ChatRecord, ask: Ask) -> FastAPI:
    """The chat as an application of its own, with the page at `/`."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # Gradio lets pages of other sites in unless what it is mounted on says which: none here, and
    # those that the settings name by the API's own layer.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    page = chat_page(Chat(assistant, record, ask))
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        head=head(),
        i18n=translations(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        max_file_size=0,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    # Gradio looks for messages a thousand times a second, which takes the processor from answers.
    page._queue.sleep_when_free = page._queue.progress_update_sleep_when_free = _LOOKS_S
    mounted = next(route for route in reversed(app.routes) if isinstance(route, Mount))
    add_problem_handlers(cast(FastAPI, mounted.app))
    return app
