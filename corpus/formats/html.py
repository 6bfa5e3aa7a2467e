"""Web pages: what a page says, without its menus, banners and scripts.

In: the bytes of an HTML file. Out: a `Source` whose stored text holds headings, paragraphs, list
items and tables in their order; no markup gets into it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from corpus.block import Source
from corpus.composer import CellText, Composer, Marker, cleaned
from corpus.decoding import decode
from corpus.errors import PlanqaError
from corpus.formats.docx_numbering import formatted
from corpus.formats.main_content import main_content
from corpus.formats.page_lists import card_of, entries, is_contents, parts_of
from corpus.laid_out import read_laid_out
from corpus.span import fold

_SIGN = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page says what it is
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEADING = re.compile(r"h([1-6])")
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "output", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr",
})  # fmt: skip
_BOLD = frozenset({"b", "strong"})
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_DEEPEST = 120  # elements inside elements; what lies deeper is read as running text
_LONGEST_BOLD = 160
_LONGEST_NAME = 120


class HtmlFormat:
    """Pages saved from the web, in any text encoding that they name or `decode` knows."""

    name = "html"

    def recognises(self, data: bytes) -> bool:
        head = data[:_HEAD]
        for mark in _MARKS:
            if head.startswith(mark):
                head = head[len(mark) :].replace(b"\x00", b"")
        return bool(_SIGN.match(head))

    def read(self, data: bytes, password: str | None = None) -> Source:  # noqa: ARG002
        tree = LexborHTMLParser(_markup(data))
        named, publisher = tree.css_first("title"), _publisher(tree)
        title = fold(named.text()) if named is not None else ""
        root = main_content(tree)
        composer = Composer()
        if root is not None:
            _Walker(composer).walk(root)
        text = composer.text
        if not text.strip():
            raise PlanqaError("document_empty", "the web page holds no text", 422)
        first = tree.css_first("h1")
        if first is not None and fold(first.text()) and fold(first.text()) in fold(text):
            title = fold(first.text())
        source = read_laid_out(text, composer.known, title=title or None)
        return replace(source, publisher=publisher)


def _publisher(tree: LexborHTMLParser) -> str | None:
    """The site's name, as the page tells it to those who link to it (Open Graph)."""
    named = tree.css_first('meta[property="og:site_name"]')
    said = fold(str(named.attributes.get("content") or "")) if named is not None else ""
    return said[:_LONGEST_NAME] or None


def _markup(data: bytes) -> str:
    """The page's characters, by the encoding that it names if that fits."""
    named = _CHARSET.search(data[:_HEAD])
    if named and not data.startswith(_MARKS):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # the page names an encoding that it is not in
    return decode(data)


class _Walker:
    """Walks the elements and hands blocks to a composer."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._inline: list[str] = []
        self._bold: list[bool] = []  # of each stretch of text since the last block
        self._marker: Marker | None = None

    def walk(self, root: Any) -> None:
        self._children(root, 0, lists=0, bold=False)
        self._flush()

    def _children(self, parent: Any, depth: int, *, lists: int, bold: bool) -> None:
        for node in parent.iter(include_text=True):
            self._node(node, depth, lists=lists, bold=bold)

    def _node(self, node: Any, depth: int, *, lists: int, bold: bool) -> None:
        tag = node.tag
        if tag == "-text":
            self._say(node.text(deep=False), bold=bold)
        elif tag == "br":
            self._inline.append("\n")
        elif depth > _DEEPEST:
            self._say(node.text(), bold=bold)
        elif tag in _INLINE:
            self._children(node, depth + 1, lists=lists, bold=bold or tag in _BOLD)
        elif match := _HEADING.fullmatch(tag or ""):
            self._flush()
            self._composer.heading(fold(node.text(separator="")), int(match[1]))
        elif tag == "summary" and len(fold(node.text(separator=""))) <= _LONGEST_BOLD:
            self._flush()
            self._composer.heading(fold(node.text(separator="")), None)
        elif tag in ("ul", "ol", "menu"):
            self._flush()
            if is_contents(node):
                self._composer.artefact("\n".join(entries(node)), "toc")
            else:
                self._list(node, depth, lists)
        elif tag == "table":
            self._flush()
            self._table(node, depth, lists)
        elif tag == "dl":
            self._flush()
            self._terms(node, depth, lists)
        else:
            self._flush()
            self._children(node, depth + 1, lists=lists, bold=bold or tag == "th")
            self._flush()

    def _say(self, text: str | None, *, bold: bool) -> None:
        said = re.sub(r"\s+", " ", text or "")
        self._inline.append(said)
        if said.strip():
            self._bold.append(bold)

    def _flush(self) -> None:
        """End the block that is open."""
        text, bold = cleaned("".join(self._inline)), bool(self._bold) and all(self._bold)
        self._inline, self._bold = [], []
        if not text:
            return
        if bold and self._marker is None and len(text) <= _LONGEST_BOLD:
            self._composer.heading(text, None)
        else:
            self._composer.paragraph(text, self._marker)
        self._marker = None

    def _list(self, node: Any, depth: int, lists: int) -> None:
        form = _FORMS.get(node.attributes.get("type") or "", "decimal")
        number = _integer(node.attributes.get("start"), 1)
        for item in node.iter(include_text=False):
            if item.tag != "li":
                self._node(item, depth + 1, lists=lists, bold=False)
                continue
            number = _integer(item.attributes.get("value"), number)
            text = f"{formatted(number, form)}." if node.tag == "ol" else "•"
            number += 1
            self._marker = Marker(text, lists)
            self._children(item, depth + 1, lists=lists + 1, bold=False)
            self._flush()
            self._marker = None

    def _terms(self, node: Any, depth: int, lists: int) -> None:
        """A list of terms: each with what is said of it in one paragraph, "Term – meaning".

        Where terms name roles ("Owner", "By when"), the list is a unit's card.
        """
        card = card_of(node, _paragraphs)
        if card:
            self._composer.table(card)
            return
        ended = False  # the last term has been explained
        for part in parts_of(node):
            if part.tag == "dt" and ended:
                self._flush()
            if self._inline:
                self._say(", " if part.tag == "dt" else "; " if ended else " – ", bold=False)
            ended = part.tag == "dd"
            if ended and any(
                c.tag not in _INLINE | {"-text"} for c in part.iter(include_text=True)
            ):
                self._flush()
            self._children(part, depth + 1, lists=lists, bold=False)
        self._flush()

    def _table(self, node: Any, depth: int, lists: int) -> None:
        caption = node.css_first("caption")
        if caption is not None and _table_of(caption) == node.mem_id:
            self._composer.paragraph(fold(caption.text()))
        rows = [row for row in node.css("tr") if _table_of(row) == node.mem_id]
        cells = [[c for c in row.iter() if c.tag in ("td", "th")] for row in rows]
        if max(map(len, cells), default=0) < 2 or _is_frame(node, cells):
            for cell in (cell for row in cells for cell in row):
                self._children(cell, depth + 1, lists=lists, bold=False)
                self._flush()
            return
        headers = 0
        for row in cells:
            if not row or any(cell.tag == "td" for cell in row):
                break
            headers += 1
        self._composer.table(_placed(cells), headers or None)


def _is_frame(table: Any, cells: list[list[Any]]) -> bool:
    """Whether a table only lays out a page: it holds headings, or tables in most of its cells."""
    if table.css_first("th") is not None:
        return False
    filled = [cell for row in cells for cell in row if fold(cell.text())]
    framed = [cell for cell in filled if cell.css_first("h1, h2, h3, table") is not None]
    return table.attributes.get("role") in ("presentation", "none") or 2 * len(framed) > len(filled)


def _table_of(node: Any) -> int | None:
    above = node.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above.mem_id if above is not None else None


def _placed(cells: list[list[Any]]) -> list[list[CellText]]:
    """The cells as rows of texts; below a cell that spans rows stands an empty one."""
    covered: dict[int, tuple[int, int]] = {}  # column → rows still covered, width
    placed: list[list[CellText]] = []
    for row in cells:
        column, texts = 0, []
        for cell in row:
            while column in covered:
                texts.append(CellText((), covered[column][1]))
                column += covered[column][1]
            width = min(50, _integer(cell.attributes.get("colspan"), 1) or 1)
            texts.append(CellText(tuple(_paragraphs(cell)), width))
            height = min(500, _integer(cell.attributes.get("rowspan"), 1) or 1)
            if height > 1:
                covered[column] = (height, width)
            column += width
        while column in covered:
            texts.append(CellText((), covered[column][1]))
            column += covered[column][1]
        covered = {at: (left - 1, w) for at, (left, w) in covered.items() if left > 1}
        placed.append(texts)
    return placed


def _paragraphs(cell: Any) -> list[str]:
    """The paragraphs, items and rows of inner tables of a cell."""
    inner = Composer()
    _Walker(inner).walk(cell)
    return [part for part in re.split(r"\n+", inner.text) if part.strip()]


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default
