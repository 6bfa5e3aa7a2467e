"""The page that shows a document's stored text with a quoted span marked.

In: a Document and a span of its text. Out: HTML that needs no script; the first marked piece has
the id `cited`, so `#cited` scrolls to it. Where the document has pages, those with the span are
shown as pictures, which are all that the page loads.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse

from corpus.errors import PlanqaError
from corpus.lines import LineFinder
from corpus.model import Document
from corpus.pdf.picture import pages_under
from corpus.span import Span
from ui.citing import view_url
from ui.documents import OutlineNode, heading_of, outline, sections_above
from ui.headers import page_policy
from ui.neighbours import neighbours, page_of
from ui.texts import Language, Texts, texts

_LINE_END = re.compile(r"\r\n|\n|\r|\f")
_DEEPEST_IN_CONTENTS = 4
_MOST_PICTURES = 3


@cache
def page_style() -> tuple[str, str]:
    """The style sheet and its SHA-256 in base64, which the content policy names."""
    css = files("ui").joinpath("static", "source_view.css").read_text(encoding="utf-8")
    return css, base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()


def checked_span(document: Document, start: int | None, end: int | None) -> Span | None:
    """The span asked for, None when none is.

    Raises:
        PlanqaError: `span_invalid` (422) when only one end is given, or the span is empty or
            does not lie in the text.
    """
    if start is None and end is None:
        return None
    length = len(document.text)
    if start is None or end is None or not 0 <= start < end <= length:
        wanted = f"give both, with 0 <= start < end <= {length}"
    elif document.text[start:end].isspace():
        wanted = "there is only white space"
    else:
        return Span(start, end)
    found = f"start={start} and end={end} are no span of {document.id}"
    raise PlanqaError("span_invalid", f"{found}: {wanted}", status=422)


def source_page(document: Document, span: Span | None, language: Language) -> HTMLResponse:
    """The page for `span` of `document`, its labels in `language`."""
    css, digest = page_style()
    words = texts(language)
    known = document.description
    pictures = _pictures(document, span, words) if span else ""
    page = "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(words('view.title', title=known.title))}</title>",
            f"<style>{css}</style></head>",
            '<body class="pictured">' if pictures else "<body>",
            _header(document, span, words),
            _here(document, span, words) if span else "",
            _contents(document, words),
            f'<main lang="{escape(known.language)}" aria-label="{escape(words("view.text"))}">',
            *_lines(document.text, span, pictures),
            "</main></body></html>",
        ]
    )
    policy = page_policy(digest) + ("; img-src 'self'" if pictures else "")
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def _pictures(document: Document, span: Span, words: Texts) -> str:
    """The pages that the span stands on, as they are printed."""
    shown = []
    for page in pages_under(document, span)[:_MOST_PICTURES]:
        query = urlencode({"start": span.start, "end": span.end})
        url = escape(f"/documents/{quote(document.id, safe='')}/pages/{page.number}.png?{query}")
        label = escape(words("view.picture", page=page.number))
        shown.append(
            f'<a href="{url}" target="_blank"><img src="{url}" alt="{label}" loading="lazy"></a>'
        )
    return f'<aside class="pages">{"".join(shown)}</aside>' if shown else ""


def _header(document: Document, span: Span | None, words: Texts) -> str:
    known = document.description
    lang = escape(known.language)
    about = ", ".join(str(part) for part in (known.publisher, known.year) if part)
    parts = [f'<header><h1 lang="{lang}">{escape(known.title)}</h1>']
    if about:
        parts.append(f'<p class="quiet" lang="{lang}">{escape(about)}</p>')
    if span is None:
        parts.append(f'<p class="quiet">{escape(words("view.whole"))}</p>')
    return "".join([*parts, "</header>"])


def _here(document: Document, span: Span, words: Texts) -> str:
    """Where the quote stands, and the way on from it; it stays in sight above the text."""
    cited = words("view.cited", lines=words.lines(*LineFinder(document.text).lines(span)))
    page = page_of(document, span.start)
    if page is not None:
        cited = f"{cited}, {words('view.page', page=page)}"
    lang = escape(document.description.language)
    steps = "".join(
        f'<li><a href="#L{section.lines[0]}">{escape(heading_of(section))}</a></li>'
        for section in sections_above(document, span.start)
    )
    label = escape(words("view.breadcrumb"))
    path = f'<nav aria-label="{label}" lang="{lang}"><ol>{steps}</ol></nav>' if steps else ""
    quiet = f'<p class="quiet">{escape(cited)}</p>'
    return f'<div class="here">{path}{quiet}{_steps(document, span, words)}</div>'


def _steps(document: Document, span: Span, words: Texts) -> str:
    """Links to the quoted words, to the passages around them, and one to share."""
    around = neighbours(document, span.start)
    links = [f'<a class="jump" href="#cited">{escape(words("view.jump"))}</a>']
    for passage, key, rel in (
        (around.previous, "view.previous", "prev"),
        (around.following, "view.next", "next"),
    ):
        if passage is not None:
            url = view_url(document.id, passage.body.start, passage.body.end, words.language)
            links.append(
                f'<a class="jump" rel="{rel}" href="{escape(url)}">{escape(words(key))}</a>'
            )
    if around.here is not None:
        url = f"/?passage={quote(around.here.id)}"
        shared = escape(words("sources.shared"))
        links.append(f'<a class="shared" href="{escape(url)}" target="_blank">{shared}</a>')
    label = escape(words("view.around"))
    return f'<nav class="steps" aria-label="{label}">{" ".join(links)}</nav>'


def _contents(document: Document, words: Texts) -> str:
    tree = _tree(outline(document.sections), 1)
    if not tree:
        return ""
    label = escape(words("view.outline"))
    return (
        f"<details><summary>{label}</summary>"
        f'<nav aria-label="{label}" lang="{escape(document.description.language)}">{tree}</nav>'
        "</details>"
    )


def _tree(nodes: list[OutlineNode], depth: int) -> str:
    shown = [node for node in nodes if node.role is None]
    if not shown or depth > _DEEPEST_IN_CONTENTS:
        return ""
    items = "".join(
        f'<li><a href="#L{node.lines[0]}">{escape(heading_of(node))}'
        f"</a>{_tree(node.children, depth + 1)}</li>"
        for node in shown
    )
    return f"<ul>{items}</ul>"


def _lines(text: str, span: Span | None, behind: str = "") -> Iterator[str]:
    """Each line of `text` as a block; line ends as `corpus.lines` counts them.

    `behind` is HTML that comes behind the last line of the span.
    """
    start, first = 0, True
    ends = [(m.start(), m.end()) for m in _LINE_END.finditer(text)]
    for number, (end, following) in enumerate([*ends, (len(text), len(text))], start=1):
        if text[start:end].isspace() or start == end:
            yield f'<div class="b" id="L{number}"></div>'
        else:
            body = escape(text[start:end], quote=False)
            if span is not None and span.start < end and start < span.end:
                low, high = max(span.start, start), min(span.end, end)
                identity = ' id="cited"' if first else ""
                first = False
                body = (
                    f"{escape(text[start:low], quote=False)}"
                    f"<mark{identity}>{escape(text[low:high], quote=False)}</mark>"
                    f"{escape(text[high:end], quote=False)}"
                )
            yield f'<div class="l" id="L{number}" data-n="{number}"><span>{body}</span></div>'
        if span is not None and start < span.end <= following:
            yield behind
        start = following
