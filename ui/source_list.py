"""The numbered sources below an answer, or the nearest passages where there is no answer.

In: an answer. Out: HTML: document, headings, quote, lines, and a link that opens a tab.
"""

from __future__ import annotations

from html import escape

from rag.answer import Answer, Citation, RankedPassage
from ui.citing import Locate, Marks, Place, view_url
from ui.texts import Texts, texts

_OPEN_UP_TO = 4  # more sources than this start folded, so that the answer stays in sight
NEAREST = 3  # passages shown where nothing answers the question


def sources(answer: Answer, marks: Marks, locate: Locate) -> str:
    """All citations of the answer; folded where there are many."""
    words = texts(answer.language)
    entries = [_source(citation, marks, locate, words) for citation in answer.citations]
    opened = " open" if len(entries) <= _OPEN_UP_TO else ""
    return _folded(words("sources.title", count=len(entries)), entries, opened)


def nearest(answer: Answer, locate: Locate) -> str:
    """The passages that came nearest, named as such; empty where there are none."""
    words = texts(answer.language)
    entries = [_near(passage, locate, words) for passage in answer.passages[:NEAREST]]
    if not entries:
        return ""
    return _folded(words("sources.nearest", count=len(entries)), entries, " open")


def _folded(summary: str, entries: list[str], opened: str) -> str:
    return (
        f'<details class="pq-sources"{opened}><summary>{escape(summary)}</summary>'
        f"<ol>{''.join(entries)}</ol></details>"
    )


def _source(citation: Citation, marks: Marks, locate: Locate, words: Texts) -> str:
    whereabouts = [words.lines(*citation.lines)]
    if citation.page is not None:
        whereabouts.append(words("sources.page", page=citation.page))
    if citation.item:
        whereabouts.append(words("sources.item", item=citation.item))
    body = _quoted(
        locate(citation.document, citation.start),
        citation.quote,
        whereabouts,
        view_url(citation.document, citation.start, citation.end, words.language),
        words,
    )
    return f'<li value="{citation.number}">{marks.link(citation.number)} {body}</li>'


def _near(passage: RankedPassage, locate: Locate, words: Texts) -> str:
    body = _quoted(
        locate(passage.document, passage.start),
        passage.text,
        [words.lines(*passage.lines)],
        view_url(passage.document, passage.start, passage.end, words.language),
        words,
    )
    return f"<li>{body}</li>"


def _quoted(place: Place, quote: str, whereabouts: list[str], url: str, words: Texts) -> str:
    lang = f'lang="{escape(place.language)}"'
    above = " › ".join(escape(heading) for heading in place.headings)
    beside = f'<a class="pq-cite" href="{escape(url)}" target="planqa-source">'
    return (
        f"<cite {lang}>{escape(place.title)}</cite>"
        + (f'<div class="pq-path" {lang}>{above}</div>' if above else "")
        + f"<blockquote {lang}>{escape(quote)}</blockquote>"
        + f'<div class="pq-place">{beside}{escape(" · ".join(whereabouts))}</a> · '
        + f'<a href="{escape(url)}" target="_blank">{escape(words("sources.open"))}</a></div>'
    )
