"""What can be done with an answer: its link, its files, an opinion on it.

In: the id it is kept under. Out: HTML, uncleaned; `static/answers.js` sends what is clicked.
"""

from __future__ import annotations

from html import escape

from rag.answer import Answer
from ui.texts import Texts, texts

_LONGEST_COMMENT = 2000


def answer_tools(answer: Answer, identity: str, *, linked: bool) -> str:
    """The row below an answer. Without `linked` it has no link, since none would open again."""
    words = texts(answer.language)
    link = _link(identity, words) if linked else ""
    return (
        f'<div class="pq-tools" role="group" aria-label="{escape(words("tools.label"))}" '
        f'data-answer="{escape(identity)}">{link}{_files(answer, identity, words)}'
        f"{_thumbs(words)}"
        f'<p class="pq-said" role="status" data-thanks="{escape(words("tools.thanks"))}" '
        f'data-unsaved="{escape(words("tools.unsaved"))}" '
        f'data-copied="{escape(words("tools.copied"))}"></p></div>'
    )


def _link(identity: str, words: Texts) -> str:
    url = escape(f"/?answer={identity}")
    return f'<a class="pq-share" href="{url}">{escape(words("tools.link"))}</a>'


def _files(answer: Answer, identity: str, words: Texts) -> str:
    """The files there is something to put into: nothing where nothing came near."""
    if not (answer.citations or answer.passages):
        return ""
    kinds = (
        ("csv", words("tools.csv")), ("xlsx", words("tools.xlsx")), ("docx", words("tools.docx")),
    )  # fmt: skip
    links = " ".join(
        f'<a href="/answers/{escape(identity)}.{kind}" download="">{escape(name)}</a>'
        for kind, name in kinds
    )
    return f'<span class="pq-files">{escape(words("tools.export"))} {links}</span>'


def _thumbs(words: Texts) -> str:
    thumbs = "".join(
        f'<button type="button" class="pq-thumb" data-rating="{rating}" aria-pressed="false">'
        f"{escape(name)}</button>"
        for rating, name in (("up", words("tools.up")), ("down", words("tools.down")))
    )
    return (
        f'<span class="pq-thumbs">{thumbs}</span><details class="pq-comment"><summary>'
        f"{escape(words('tools.comment'))}</summary><label>{escape(words('tools.comment_label'))}"
        f'<textarea rows="3" maxlength="{_LONGEST_COMMENT}"></textarea></label>'
        f'<button type="button" class="pq-send">{escape(words("tools.send"))}</button></details>'
    )
