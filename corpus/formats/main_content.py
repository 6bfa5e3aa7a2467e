"""Finds what a web page is about among its menus, banners, cookie notices and footers.

In: a parsed page, which is changed. Out: the element that holds the main content.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from corpus.span import fold

_NO_TEXT = (
    "script, style, noscript, template, iframe, object, embed, svg, canvas, audio, video, head, "
    "form, button, select, input, textarea, dialog, datalist"
)
_FURNITURE = (
    "nav, [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=dialog], "
    "[role=alertdialog], [role=menu], [role=menubar], [aria-modal=true], "
    "[style*='display:none'], [style*='display: none']"
)
_OUTSIDE = "header, footer, aside, [role=complementary]"
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|sīkdat\w*|breadcrumbs?|skip-?link|skip|share|sharing|"
    r"social|socialmedia|menu|navbar|sitenav|mainnav|topnav|sidenav|pagination|pager|subscribe|"
    r"newsletter|advert|ads|banner|popup|modal|feedback|related-links|print-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAIN = ("main", "[role=main]", "article", "#content", "#main", "#maincontent", ".content")
_LEAST_SHARE = 0.3  # of the page's text that an element must hold to be the main content
_MOST_SHARE = 0.6  # of it that an element named like furniture may hold and still be removed
_LINKED = 0.8  # share of a list's text in links from which it is a menu
_LEAST_LINKS = 4


def main_content(tree: LexborHTMLParser) -> Any | None:
    """The element with the main content, furniture taken out; None where there is no body."""
    for node in tree.css(_NO_TEXT):
        _remove(node, tree)
    body = tree.body
    if body is None:
        return None
    for node in body.css(_FURNITURE):
        _remove(node, tree)
    whole = _size(body)
    for node in body.css("[class], [id]"):
        attributes = node.attributes
        named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _NAMES.search(named) and _size(node) <= _MOST_SHARE * whole and not _is_main(node):
            _remove(node, tree)
    for selector in _MAIN:
        found = max(body.css(selector), key=_size, default=None)
        if found is not None and _size(found) >= _LEAST_SHARE * _size(body):
            return found
    for node in body.css(_OUTSIDE):
        if not _has_article_above(node):
            _remove(node, tree)
    for node in body.css("ul, ol"):
        if _is_menu(node):
            _remove(node, tree)
    return body


def _remove(node: Any, tree: LexborHTMLParser) -> None:
    if node.parent is not None and (tree.body is None or node.mem_id != tree.body.mem_id):
        node.decompose()


def _size(node: Any) -> int:
    return len(fold(node.text()))


def _is_main(node: Any) -> bool:
    return node.tag in ("main", "article", "html", "body") or node.css_first("main, h1") is not None


def _has_article_above(node: Any) -> bool:
    """Whether a header stands inside an article, and is its own."""
    above = node.parent
    while above is not None:
        if above.tag in ("article", "section"):
            return bool(node.tag == "header")
        above = above.parent
    return False


def _is_menu(node: Any) -> bool:
    links = node.css("a")
    linked = sum(_size(link) for link in links)
    return len(links) >= _LEAST_LINKS and linked >= _LINKED * max(1, _size(node))
