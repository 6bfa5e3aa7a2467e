"""Takes out of the chat's HTML whatever the chat itself never writes.

In: HTML in which everything from a document has been escaped already. Out: HTML of a short list
of tags and attributes, with links to the source pages of this server alone, on one line.
"""

from __future__ import annotations

import nh3

_ANY = {"class", "lang"}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "target", "aria-label"},
    "th": {"scope"},
    "td": {"data-label"},
    "div": {"role", "tabindex", "aria-label"},
    "li": {"value"},
    "details": {"open"},
}
_TAGS = {
    "a", "article", "blockquote", "br", "caption", "cite", "code", "details", "div", "em", "h3",
    "h4", "li", "ol", "p", "span", "strong", "summary", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
}  # fmt: skip


def cleaned(html: str) -> str:
    """`html` without other tags, attributes and addresses.

    White space is folded, because the chat reads an empty line as the end of a block of HTML.
    """
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={tag: _ATTRIBUTES.get(tag, set()) | _ANY for tag in _TAGS},
        url_schemes=set(),
        url_relative=lambda url: url if url.startswith("/documents/") else None,
        link_rel="noopener",
    )
    return " ".join(safe.split())
