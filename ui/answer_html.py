"""An answer as the chat shows it: status, text, table of units, sources.

In: an `Answer`, and where its quotes stand. Out: HTML that has been cleaned (`ui/clean_html.py`).
Whatever comes from a document or a person is escaped before anything else.
"""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt

from rag.answer import Answer
from ui.citing import Locate, Marks
from ui.clean_html import cleaned
from ui.lead import lead
from ui.source_list import nearest, sources
from ui.texts import Language, texts
from ui.unit_table import unit_table

_MARK = re.compile(r"\[(\d{1,4})\]")


def answer_html(answer: Answer, locate: Locate) -> str:
    """The whole message for one answer."""
    status = escape(texts(answer.language)(f"status.{answer.status}"))
    marks = Marks(answer)
    parts = [
        f'<p class="pq-status pq-{answer.status}">{status}</p>',
        f'<div class="pq-text">{_text(answer, marks)}</div>',
        unit_table(answer, marks, locate) if answer.items else "",
        sources(answer, marks, locate) if answer.citations else "",
        nearest(answer, locate) if answer.status == "not_found" else "",
    ]
    return _message("".join(parts), answer.language)


def notice_html(message: str, language: Language) -> str:
    """A message that is no answer, such as why a question could not be asked."""
    return _message(f'<p class="pq-status pq-notice">{escape(message)}</p>', language)


def question_html(question: str) -> str:
    """The question as it was asked, without its empty lines."""
    lines = "<br>".join(escape(line) for line in question.strip().splitlines() if line.strip())
    return cleaned(f'<div class="pq-question">{lines}</div>')


def _message(body: str, language: Language) -> str:
    return cleaned(f'<article class="pq-answer" lang="{language}">{body}</article>')


def _text(answer: Answer, marks: Marks) -> str:
    """The answer's Markdown as HTML, each [n] that names a citation as a link."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    markdown.disable(["link", "image", "autolink", "code", "heading", "lheading"])
    said = lead(answer) or texts(answer.language)(f"advice.{answer.status}")
    rendered = str(markdown.render(said))

    def linked(match: re.Match[str]) -> str:
        number = int(match[1])
        return marks.link(number) if number in marks else match[0]

    return _MARK.sub(linked, rendered)
