"""PDF files: text with positions, tables, headings by bookmarks and type, page furniture.

In: the bytes of a PDF. Out: a `Source` whose stored text is the pages' texts one after another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2

from corpus.block import Source
from corpus.errors import PlanqaError
from corpus.laid_out import read_laid_out
from corpus.pdf.assembly import assemble_pages
from corpus.pdf.legibility import is_illegible, is_picture
from corpus.pdf.ocr import has_ocr, ocr_missing, read_picture
from corpus.pdf.opening import opened
from corpus.pdf.page_text import PageText, page_text, set_text
from corpus.pdf.type_signs import Bookmark
from corpus.span import fold

_HEAD = 1024  # bytes within which the sign of a PDF stands
_MOST_BOOKMARKS = 5000
_MOST_UNREAD = 0.25  # share of pages that may stay unread, such as a cover and a map
_PICTURE, _ILLEGIBLE = "is a picture without text", "has text with broken letters"
_SHORTEST_TITLE = 8
_FILE_NAME = re.compile(r"\.\w{2,5}$|^(microsoft|presentation|untitled|layout|slide)\b", re.I)


class PdfFormat:
    """PDF with a text layer; without one it needs the extra `ocr`."""

    name = "pdf"

    def recognises(self, data: bytes) -> bool:
        return b"%PDF-" in data[:_HEAD] and not data.startswith(b"PK\x03\x04")

    def read(self, data: bytes, password: str | None = None) -> Source:
        if not data.strip():
            raise PlanqaError("document_empty", "the file is empty; give one with text", 422)
        with opened(data, password) as pdf:
            read = [_page(pdf, number) for number in range(len(pdf))]
            bookmarks = list(_bookmarks(pdf))
            named = named_title(pdf.get_metadata_value("Title"))
        unread = tuple((number, page.why) for number, page in enumerate(read, start=1) if page.why)
        if len(unread) > _MOST_UNREAD * len(read):
            raise ocr_missing(unread)
        illegible = frozenset(n for n, page in enumerate(read) if page.why == _ILLEGIBLE)
        by_ocr = frozenset(n for n, page in enumerate(read) if page.by_ocr)
        pages = [page.text for page in read]
        text, known, spans, title = assemble_pages(pages, bookmarks, illegible, by_ocr)
        if not text.strip():
            raise PlanqaError("document_empty", "no page of the PDF holds text", 422)
        scanned = tuple(sorted(number + 1 for number in by_ocr))
        # Large type on a scanned cover may be any part of its picture.
        title = named or title if scanned else title or named
        source = read_laid_out(text, known, spans, title)
        return replace(source, scanned=scanned, unread=unread)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that was read; `why` says what makes it unreadable without OCR."""

    text: PageText
    by_ocr: bool = False
    why: str = ""


def named_title(title: str) -> str | None:
    """The title that the file itself bears, unless it is a file's name or a program's."""
    read = fold(title)
    junk = _FILE_NAME.search(read) or len(read) < _SHORTEST_TITLE or " " not in read
    return None if junk else read


def _page(pdf: pypdfium2.PdfDocument, number: int) -> _Page:
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError as error:
        raise PlanqaError(
            "pdf_unreadable", f"page {number + 1} of the PDF is damaged; save it anew", 422
        ) from error
    try:
        text = page_text(page)
        why = _PICTURE if is_picture(text, page) else _ILLEGIBLE if is_illegible(text) else ""
        if why and has_ocr():
            return _Page(read_picture(page), by_ocr=True)
        if why == _ILLEGIBLE:  # what stands in its tables is no better
            text = set_text([word for _, word in text.words], (), (), text.frame)
        return _Page(text, why=why)
    finally:
        page.close()


def _bookmarks(pdf: pypdfium2.PdfDocument) -> Iterator[Bookmark]:
    for number, item in enumerate(pdf.get_toc(max_depth=6)):
        if number >= _MOST_BOOKMARKS:
            return
        target: Any = item.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            yield Bookmark(item.level + 1, item.get_title(), page)
