"""An answer as the chat shows it: status, text, table of units, sources.

In: an `Answer`, and where its quotes stand. Out: HTML that has been cleaned (`ui/clean_html.py`).
Whatever comes from a document or a person is escaped before anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt

from rag.answer import Answer
from ui.citing import Locate, Marks
from ui.clean_html import cleaned
from ui.lead import lead
from ui.source_list import nearest, sources
from ui.texts import Language, texts
from ui.understanding import Understanding
from ui.unit_table import unit_table

_MARK = re.compile(r"\[(\d{1,4})\]")
_STATEMENT_END = re.compile(r"\n+(?=- )|\n\n+")
_MOST_STEPS = 12


def answer_parts(
    answer: Answer, locate: Locate, before: str = "", after: str = ""
) -> Iterator[str]:
    """The message as it grows, each time with one more part; all but the last are `aria-busy`.
    `before` and `after` are HTML to stand around it."""
    status = escape(texts(answer.language)(f"status.{answer.status}"))
    marks = Marks(answer)
    shown = f'{before}<p class="pq-status pq-{answer.status}">{status}</p>'
    for said in _growing(answer):
        text = f'<div class="pq-text">{_text(said, marks)}</div>'
        yield _message(shown + text, answer.language, busy=True)
    shown += text + _notes(answer)
    if answer.items:
        shown += unit_table(answer, marks, locate)
        yield _message(shown, answer.language, busy=True)
    shown += sources(answer, marks, locate) if answer.citations else ""
    shown += nearest(answer, locate) if answer.status == "not_found" else ""
    yield _message(shown + after, answer.language)


def writing_html(markdown: str, language: Language, before: str = "") -> str:
    """What a language model has written so far and the sources bear out; more may come."""
    text = f'<div class="pq-text">{_rendered(markdown)}</div>'
    return _message(before + text, language, busy=True)


def asked_html(known: Understanding, language: Language) -> str:
    """What a follow-up was understood to ask; nothing for a question that stands on its own."""
    if not known.leans:
        return ""
    words = texts(language)
    roles = ", ".join(words.role(role) for role in known.roles)
    wanted = f" · {words('why.roles')}: {roles}" if roles else ""
    return f'<p class="pq-asked">{escape(words("chat.asked", asked=known.asked) + wanted)}</p>'


def changed_html(date: str, language: Language) -> str:
    """That the documents are others now than when the answer was given."""
    return f'<p class="pq-changed">{escape(texts(language)("chat.changed", date=date))}</p>'


def notice_html(message: str, language: Language, before: str = "", *, busy: bool = False) -> str:
    """A message that is no answer, such as why a question could not be asked."""
    notice = f'<p class="pq-status pq-notice">{escape(message)}</p>'
    return _message(before + notice, language, busy=busy)


def question_html(question: str) -> str:
    """The question as it was asked, without its empty lines."""
    lines = "<br>".join(escape(line) for line in question.strip().splitlines() if line.strip())
    return cleaned(f'<div class="pq-question">{lines}</div>')


def _message(body: str, language: Language, *, busy: bool = False) -> str:
    state = ' aria-busy="true"' if busy else ""
    return cleaned(f'<article class="pq-answer" lang="{language}"{state}>{body}</article>')


def _notes(answer: Answer) -> str:
    return "".join(f'<p class="pq-note">{escape(note)}</p>' for note in answer.notes)


def _growing(answer: Answer) -> list[str]:
    """The answer's Markdown up to each statement's end; many statements come several at once."""
    said = lead(answer) or texts(answer.language)(f"advice.{answer.status}")
    ends = [found.start() for found in _STATEMENT_END.finditer(said)]
    step = len(ends) // _MOST_STEPS + 1
    return [said[:end] for end in ends[::step]] + [said]


def _rendered(markdown: str) -> str:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.disable(["link", "image", "autolink", "code", "heading", "lheading"])
    return str(parser.render(markdown))


def _text(markdown: str, marks: Marks) -> str:
    """Markdown as HTML, each [n] that names a citation as a link."""
    rendered = _rendered(markdown)

    def linked(match: re.Match[str]) -> str:
        number = int(match[1])
        return marks.link(number) if number in marks else match[0]

    return _MARK.sub(linked, rendered)
