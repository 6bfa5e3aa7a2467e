"""How the chat page is laid out, and which event calls what.

In: a `Chat`, which answers, and what makes an empty conversation. Out: a Gradio page, in Latvian
at first; `_in_language` puts its labels into another language in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import gradio as gr
from gradio.components.chatbot import ExampleMessage

from ui.chat_parts import panel_html, title_html
from ui.texts import LANGUAGES, Language, preferred, texts

_AT_ONCE = 4  # questions answered at the same time; the others wait in the queue
_NAMES: dict[Language, str] = {"lv": "Latviešu", "en": "English"}
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_SET_LANGUAGE = "(code) => window.planqa.speak(code)"
_SHOW_QUESTION = "() => window.planqa.showQuestion()"


class Answering(Protocol):
    """What the page needs of the chat."""

    def documents(self) -> list[tuple[str, str]]: ...

    def examples(self, language: Language) -> list[str]: ...

    def ask(
        self, question: str, documents: list[str], language: Language, said: Any
    ) -> Iterator[tuple[Any, Any, Any]]: ...


@dataclass(frozen=True)
class _Parts:
    """The components whose labels change with the language, and the conversation."""

    title: gr.HTML
    language: gr.Radio
    shown: gr.Chatbot
    question: gr.Textbox
    documents: gr.Dropdown
    new: gr.Button
    said: gr.State


def chat_page(chat: Answering, conversation: Callable[[], Any]) -> gr.Blocks:
    """The page, ready to be mounted."""
    page = gr.Blocks(title="planqa", fill_height=True, fill_width=True)
    with page:
        parts = _laid_out(chat, conversation)
        _wire_questions(chat, conversation, parts)
        _wire_language(chat, page, parts)
    return page


def _laid_out(chat: Answering, conversation: Callable[[], Any]) -> _Parts:
    words = texts("lv")
    said = gr.State(conversation())  # each page gets a copy
    with gr.Row(elem_id="pq-top"):
        title = gr.HTML(title_html(words), elem_id="pq-head")
        language = gr.Radio(
            [(_NAMES[code], code) for code in LANGUAGES],
            value="lv",
            label=words("app.language"),
            elem_id="pq-language",
            scale=0,
        )
    with gr.Row(elem_id="pq-body"):
        with gr.Column(elem_id="pq-chat", scale=3):
            shown = _messages(chat)
            question = gr.Textbox(
                label=words("chat.question"),
                placeholder=words("chat.placeholder"),
                lines=1,
                max_lines=6,
                submit_btn=words("chat.ask"),
                elem_id="pq-question",
            )
            with gr.Row(elem_id="pq-tools"):
                documents = gr.Dropdown(
                    chat.documents(),
                    multiselect=True,
                    label=words("chat.documents"),
                    elem_id="pq-documents",
                )
                new = gr.Button(words("chat.new"), elem_id="pq-new")
        with gr.Column(elem_id="pq-side", scale=2):
            gr.HTML(panel_html(), elem_id="pq-panel")
    return _Parts(title, language, shown, question, documents, new, said)


def _messages(chat: Answering) -> gr.Chatbot:
    words = texts("lv")
    return gr.Chatbot(
        label=words("chat.label"),
        show_label=False,
        elem_id="pq-messages",
        placeholder=words("chat.empty"),
        examples=_cards(chat, "lv"),
        buttons=[],
        layout="panel",
        latex_delimiters=[],
        allow_tags=False,
        feedback_options=[],
        # ui/answer_html.py has cleaned it; Gradio's own pass takes the labels out too.
        sanitize_html=False,
        autoscroll=False,
        height="100%",
    )


def _wire_questions(chat: Answering, conversation: Callable[[], Any], parts: _Parts) -> None:
    asked: dict[str, Any] = {
        "fn": chat.ask,
        "inputs": [parts.question, parts.documents, parts.language, parts.said],
        "outputs": [parts.shown, parts.said, parts.question],
        "concurrency_limit": _AT_ONCE,
        "concurrency_id": "ask",
        **_QUIET,
    }
    chosen = parts.shown.example_select(_chosen, None, parts.question, **_QUIET)
    for answered in (parts.question.submit(**asked), chosen.then(**asked)):
        answered.then(None, js=_SHOW_QUESTION, **_QUIET)
    parts.new.click(
        lambda: ([], conversation(), ""),
        None,
        [parts.shown, parts.said, parts.question],
        **_QUIET,
    )


def _wire_language(chat: Answering, page: gr.Blocks, parts: _Parts) -> None:
    labelled = [
        parts.title, parts.language, parts.shown, parts.question, parts.documents, parts.new,
    ]  # fmt: skip
    parts.language.change(
        lambda code: _in_language(chat, code), parts.language, labelled, js=_SET_LANGUAGE, **_QUIET
    )
    page.load(_first_language, None, parts.language, **_QUIET).then(
        None, parts.language, None, js=_SET_LANGUAGE, **_QUIET
    )


def _chosen(chosen: gr.SelectData) -> str:
    return str(chosen.value["text"])


def _cards(chat: Answering, language: Language) -> list[ExampleMessage]:
    return [ExampleMessage(text=question) for question in chat.examples(language)]


def _first_language(request: gr.Request) -> Language:
    asked = request.query_params.get("language")
    for language in LANGUAGES:
        if asked == language:
            return language
    return preferred(request.headers.get("accept-language"))


def _in_language(chat: Answering, language: Language) -> list[Any]:
    """Every label of the page in `language`, in the order of the event's outputs."""
    words = texts(language)
    return [
        title_html(words),
        gr.Radio(label=words("app.language")),
        gr.Chatbot(
            label=words("chat.label"),
            placeholder=words("chat.empty"),
            examples=_cards(chat, language),
        ),
        gr.Textbox(
            label=words("chat.question"),
            placeholder=words("chat.placeholder"),
            submit_btn=words("chat.ask"),
        ),
        gr.Dropdown(label=words("chat.documents")),
        gr.Button(words("chat.new")),
    ]
