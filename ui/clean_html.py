"""Takes out of the chat's HTML whatever the chat itself never writes.

In: HTML in which everything from a document has been escaped already. Out: HTML of a short list
of tags and attributes, with links to this server's own pages alone, on one line.
"""

from __future__ import annotations

import nh3

_ANY = {"class", "lang", "role", "aria-label", "aria-live", "aria-busy"}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "target", "download"},
    "button": {"type", "aria-pressed"},
    "details": {"open"},
    "div": {"tabindex"},
    "input": {"type", "value"},
    "li": {"value"},
    "meter": {"min", "max", "value"},
    "option": {"value"},
    "textarea": {"maxlength", "rows"},
    "th": {"scope", "aria-sort"},
}
_TAGS = {
    "a", "article", "b", "blockquote", "br", "button", "caption", "cite", "code", "dd", "details",
    "div", "dl", "dt", "em", "h3", "h4", "label", "li", "meter", "ol", "p", "span", "strong",
    "summary", "table", "tbody", "td", "textarea", "th", "thead", "tr", "ul",
}  # fmt: skip
_CHOICES = {"input", "option", "select"}
# Source pages, kept answers and their files: all on this server.
_ADDRESSES = ("/documents/", "/answers/", "/?answer=", "/passages/")


def cleaned(html: str, *, choices: bool = False) -> str:
    """`html` without other tags, attributes and addresses; `choices` keeps boxes to tick too.

    White space is folded, because the chat reads an empty line as the end of a block of HTML.
    """
    tags = _TAGS | _CHOICES if choices else _TAGS
    safe = nh3.clean(
        html,
        tags=tags,
        attributes={tag: _ATTRIBUTES.get(tag, set()) | _ANY for tag in tags},
        url_schemes=set(),
        generic_attribute_prefixes={"data-"},
        url_relative=lambda url: url if url.startswith(_ADDRESSES) else None,
        link_rel="noopener",
    )
    return " ".join(safe.split())
