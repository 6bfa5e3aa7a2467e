"""How the chat page is laid out, and which event calls what.

In: a `Chat`, which answers. Out: a Gradio page. Labels of components come from `gr.I18n` in the
browser's language; `_in_language` puts them into the one that is chosen, in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import gradio as gr
from gradio.components.chatbot import ExampleMessage

from ui.chat_parts import library_panel_html, panel_html, title_html
from ui.conversation import Conversation
from ui.texts import LANGUAGES, Language, preferred, texts

_AT_ONCE = 4  # questions answered at the same time; the others wait in the queue
_NAMES: dict[Language, str] = {"lv": "Latviešu", "en": "English"}
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_SET_LANGUAGE = "(code) => window.planqa.speak(code)"
_SHOW_QUESTION = "() => window.planqa.showQuestion()"
_WITH_SCOPE = (
    "(question, _scope, language, said) => [question, window.planqa.scope(), language, said]"
)
_LONGEST_ID = 64  # characters of an answer's id in the address


class Answering(Protocol):
    """What the page needs of the chat."""

    def examples(self, language: Language) -> list[str]: ...

    def ask(
        self, question: str, documents: list[str], language: Language, said: Conversation
    ) -> Iterator[tuple[Any, Any, Any]]: ...

    def reopened(self, identity: str, language: Language) -> Conversation: ...


@dataclass(frozen=True)
class _Parts:
    """The components whose labels change with the language, and the conversation.

    `scope` is never shown: a question carries the documents that are ticked in the panel.
    """

    language: gr.Radio
    shown: gr.Chatbot
    question: gr.Textbox
    new: gr.Button
    scope: gr.JSON
    said: gr.State


def chat_page(chat: Answering) -> gr.Blocks:
    """The page, ready to be mounted."""
    page = gr.Blocks(title="planqa", fill_height=True, fill_width=True)
    with page:
        parts = _laid_out(chat)
        _wire_questions(chat, parts)
        _wire_language(chat, page, parts)
    return page


def _laid_out(chat: Answering) -> _Parts:
    said = gr.State(Conversation())  # each page gets a copy
    words = gr.I18n()  # only names keys; the texts are given when the page is mounted
    with gr.Row(elem_id="pq-top"):
        gr.HTML(title_html(), elem_id="pq-head")
        language = gr.Radio(
            [(_NAMES[code], code) for code in LANGUAGES],
            value="lv",
            label=words("app.language"),
            elem_id="pq-language",
            scale=0,
        )
    with gr.Row(elem_id="pq-body"):
        with gr.Column(elem_id="pq-left", scale=1):
            gr.HTML(library_panel_html(), elem_id="pq-documents")
        with gr.Column(elem_id="pq-chat", scale=3):
            shown = _messages(chat)
            with gr.Row(elem_id="pq-tools"):
                question = gr.Textbox(
                    label=words("chat.question"),
                    placeholder=words("chat.placeholder"),
                    lines=1,
                    max_lines=6,
                    submit_btn=texts("lv")("chat.ask"),  # takes no key, as below
                    elem_id="pq-question",
                    scale=1,
                )
                new = gr.Button(words("chat.new"), elem_id="pq-new", scale=0)
        with gr.Column(elem_id="pq-side", scale=2):
            gr.HTML(panel_html(), elem_id="pq-panel")
    scope = gr.JSON([], visible=False)
    return _Parts(language, shown, question, new, scope, said)


def _messages(chat: Answering) -> gr.Chatbot:
    words = gr.I18n()
    return gr.Chatbot(
        label=words("chat.label"),
        show_label=False,
        elem_id="pq-messages",
        placeholder=texts("lv")("chat.empty"),
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


def _wire_questions(chat: Answering, parts: _Parts) -> None:
    asked: dict[str, Any] = {
        "fn": chat.ask,
        "inputs": [parts.question, parts.scope, parts.language, parts.said],
        "outputs": [parts.shown, parts.said, parts.question],
        "concurrency_limit": _AT_ONCE,
        "concurrency_id": "ask",
        "js": _WITH_SCOPE,
        # A question sent before the one before it is wholly answered waits; Gradio drops it else.
        "trigger_mode": "always_last",
        **_QUIET,
    }
    chosen = parts.shown.example_select(_chosen, None, parts.question, **_QUIET)
    for answered in (parts.question.submit(**asked), chosen.then(**asked)):
        answered.then(None, js=_SHOW_QUESTION, **_QUIET)
    parts.new.click(
        lambda: ([], Conversation(), ""),
        None,
        [parts.shown, parts.said, parts.question],
        **_QUIET,
    )


def _wire_language(chat: Answering, page: gr.Blocks, parts: _Parts) -> None:
    labelled = [parts.language, parts.shown, parts.question, parts.new]
    parts.language.input(
        lambda code: _in_language(chat, code), parts.language, labelled, js=_SET_LANGUAGE, **_QUIET
    )

    def arrive(request: gr.Request) -> list[Any]:
        """Everything at once: Gradio may lose a question that is asked between two events."""
        language = _first_language(request)
        said = Conversation()
        identity = str(request.query_params.get("answer") or "")
        if 0 < len(identity) <= _LONGEST_ID:
            said = chat.reopened(identity, language)
        return [*_in_language(chat, language, said), said]

    page.load(arrive, None, [*labelled, parts.said], **_QUIET).then(
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


def _in_language(
    chat: Answering, language: Language, said: Conversation | None = None
) -> list[Any]:
    """Every component's labels in `language`, in the order of the event's outputs.

    With `said`, its messages are shown too.
    """
    words = texts(language)
    shown: dict[str, Any] = {"value": said.messages} if said else {}
    return [
        gr.Radio(value=language, label=words("app.language")),
        gr.Chatbot(
            label=words("chat.label"),
            placeholder=words("chat.empty"),
            examples=_cards(chat, language),
            **shown,
        ),
        gr.Textbox(
            label=words("chat.question"),
            placeholder=words("chat.placeholder"),
            submit_btn=words("chat.ask"),
        ),
        gr.Button(words("chat.new")),
    ]
