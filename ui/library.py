"""The panel of documents: a list with filters, and the outline of each with questions to ask.

In: the documents of the index. Out: cleaned HTML in every language of the interface at once, of
which the style sheet shows the page's, so that switching the language leaves the panel as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from corpus.model import Description, Document
from corpus.span import Span
from ui.citing import view_url
from ui.clean_html import cleaned
from ui.documents import OutlineNode, heading_of, outline
from ui.examples import unit_questions
from ui.texts import LANGUAGES, Language, Texts, texts


def said(key: str, **fields: object) -> str:
    """The text under `key` in every language, each in a span that names its own."""
    return _in_each(lambda words: words(key, **fields))


def library_html(documents: Sequence[Description]) -> str:
    """Filters, the list of documents, and which of them are asked."""
    filters = (
        _filter("library.publisher", {d.publisher for d in documents if d.publisher})
        + _filter("library.year", {str(d.year) for d in documents if d.year})
        + _filter("library.language", {d.language for d in documents})
    )
    count = len(documents)
    entries = "".join(_entry(document) for document in documents)
    asking = said("library.asking", chosen="{chosen}", total=count)
    asking = asking.replace("{chosen}", '<b class="pq-chosen">0</b>')
    shown = said("library.shown", shown="{shown}", total=count)
    shown = shown.replace("{shown}", f'<b class="pq-seen">{count}</b>')
    return cleaned(
        f'<div class="pq-filters">{filters}</div>'
        f'<p class="pq-quiet" role="status">{shown}</p>'
        f'<p class="pq-quiet">{said("library.hint")}</p>'
        f'<ul class="pq-documents">{entries}</ul>'
        f'<p class="pq-scope" role="status"><span class="pq-some">{asking} '
        f'<button type="button" class="pq-ask-all">{said("library.all")}</button></span>'
        f'<span class="pq-every">{said("library.asking_all")}</span></p>',
        choices=True,
    )


def outline_html(document: Document) -> str:
    """The outline of `document` as a tree; a unit offers the questions its sections answer."""
    whole = f"/documents/{escape(document.id)}/view"
    tree = _tree(outline(document.sections), document, _headings(document))
    return cleaned(
        f'<p><a class="pq-cite" href="{whole}" target="planqa-source">'
        f"{said('library.whole')}</a></p>{tree}"
    )


def _in_each(text: Callable[[Texts], str]) -> str:
    parts = (
        f'<span lang="{code}" data-said="{code}">{escape(text(texts(code)))}</span>'
        for code in LANGUAGES
    )
    return "".join(parts)


def _filter(key: str, values: Iterable[str]) -> str:
    """A choice among `values`; an option holds no markup, so it carries its words as data."""
    words = {code: texts(code) for code in LANGUAGES}
    anything = "".join(f' data-{code}="{escape(w("library.any"))}"' for code, w in words.items())
    options = "".join(
        f'<option value="{escape(value)}">{escape(value)}</option>' for value in sorted(values)
    )
    name = key.removeprefix("library.")
    return (
        f"<label>{said(key)}"
        f'<select data-filter="{name}"><option value=""{anything}>'
        f"{escape(words['lv']('library.any'))}</option>{options}</select></label>"
    )


def _entry(document: Description) -> str:
    lang = f'lang="{escape(document.language)}"'
    known = {"publisher": document.publisher or "", "year": str(document.year or "")}
    known |= {"language": document.language}
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in known.items())
    about = ", ".join(part for part in (known["publisher"], known["year"]) if part)
    return (
        f'<li {data}><label><input type="checkbox" value="{escape(document.id)}">'
        f"<span {lang}>{escape(document.title)}</span></label>"
        f'<div class="pq-quiet" {lang}>{escape(about)}</div>'
        f'<details data-outline="{escape(document.id)}"><summary>{said("library.contents")}'
        f'<span class="pq-unseen" {lang}>: {escape(document.title)}</span></summary></details></li>'
    )


def _headings(document: Document) -> dict[str, Span]:
    return {section.key: section.heading for section in document.sections}


def _tree(nodes: Sequence[OutlineNode], document: Document, headings: dict[str, Span]) -> str:
    shown = [node for node in nodes if node.role is None]
    if not shown:
        return ""
    entries = "".join(_node(node, document, headings) for node in shown)
    return f'<ul class="pq-tree" lang="{escape(document.description.language)}">{entries}</ul>'


def _node(node: OutlineNode, document: Document, headings: dict[str, Span]) -> str:
    heading, span = escape(heading_of(node)), headings[node.key]
    url = escape(view_url(document.id, span.start, span.end, "lv"))
    link = f'<a class="pq-cite" href="{url}" target="planqa-source">'
    below = _tree(node.children, document, headings) + _questions(node, document)
    if not below:
        return f"<li>{link}{heading}</a></li>"
    opener = f'{link}{said("library.open")}<span class="pq-unseen">: {heading}</span></a>'
    return f"<li><details><summary>{heading}</summary>{opener}{below}</details></li>"


def _questions(node: OutlineNode, document: Document) -> str:
    """Buttons that ask about a unit, each named by the role it asks for."""
    if not node.unit:
        return ""
    asked = {code: unit_questions(document, node.key, texts(code)) for code in LANGUAGES}
    buttons = "".join(_button(role, asked) for role in asked[LANGUAGES[0]])
    return f'<p class="pq-ask">{said("library.ask")} {buttons}</p>' if buttons else ""


def _button(role: str, asked: dict[Language, dict[str, str]]) -> str:
    data = "".join(f' data-{code}="{escape(asked[code][role])}"' for code in LANGUAGES)
    name = _in_each(lambda words: words.role(role))
    return f'<button type="button" class="pq-suggested"{data}>{name}</button>'
