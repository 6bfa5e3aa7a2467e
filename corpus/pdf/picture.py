"""A page as a picture with a quote boxed, for the source view.

In: the bytes of a PDF, a span of its stored text. Out: where the span stands on its pages, and
the picture of a page with boxes as PNG.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from corpus.errors import PlanqaError
from corpus.model import Document
from corpus.pdf.ocr import has_ocr, read_picture
from corpus.pdf.opening import opened
from corpus.pdf.page_text import PageText, page_text
from corpus.pdf.words import Word
from corpus.span import Span

_MOST_PIXELS = 6_000_000
_FILL, _EDGE = (255, 214, 0, 84), (214, 120, 0, 255)
_MARGIN = 1.5  # points around the words
_MOST_PAGES = 20  # of one span


@dataclass(frozen=True, slots=True)
class Box:
    """A box on the page numbered `page` (from 1), in points of the page's own frame.

    The origin is the page's bottom left corner, as PDF has it.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The page numbered `number` (from 1), which holds the `text` at `span` of the stored text."""

    number: int
    span: Span
    text: str


def printed_page(document: Document, number: int) -> PrintedPage:
    """The page numbered `number` of a document.

    Raises:
        PlanqaError: `not_found` when the document has no such page.
    """
    if not 1 <= number <= len(document.pages):
        many = f"it has {len(document.pages)}" if document.pages else "its format has none"
        raise PlanqaError("not_found", f"{document.id} has no page {number}: {many}", 404)
    span = document.pages[number - 1]
    return PrintedPage(number, span, span.of(document.text))


def pages_under(document: Document, span: Span) -> list[PrintedPage]:
    """The pages on which `span` of the stored text stands, in order."""
    under = [n for n, page in enumerate(document.pages, start=1) if page.overlaps(span)]
    return [printed_page(document, number) for number in under[:_MOST_PAGES]]


def span_boxes(
    data: bytes, pages: Sequence[PrintedPage], span: Span, password: str | None = None
) -> list[Box]:
    """One box for each line of `pages` on which `span` of the stored text stands, in order.

    `data` are the bytes that the document was read from. A scanned page is read by OCR again; it
    has no boxes where that reads otherwise than it did, or is not installed any more.
    """
    found: list[Box] = []
    with opened(data, password) as pdf:
        for place in pages:
            if place.number > len(pdf):
                break
            page = pdf[place.number - 1]
            try:
                text = page_text(page)
                if text.text != place.text and has_ocr():
                    text = read_picture(page)
            finally:
                page.close()
            if text.text == place.text:
                found += _boxes(text, span, place.span.start, place.number)
    return found


def quoted_page(
    data: bytes, page: PrintedPage, span: Span | None = None, password: str | None = None
) -> bytes:
    """The page as a PNG, with `span` of the stored text boxed.

    Raises:
        PlanqaError: as `page_png` does.
    """
    boxes = span_boxes(data, [page], span, password) if span else []
    return page_png(data, page.number, boxes, password=password)


def _boxes(text: PageText, span: Span, offset: int, number: int) -> list[Box]:
    lines: list[list[Word]] = []
    for place, word in text.words:
        if place.start + offset >= span.end or place.end + offset <= span.start:
            continue
        last = lines[-1][-1] if lines else None
        beside = last and abs(last.base - word.base) < word.size / 2 and word.x0 > last.x0
        if last and beside and word.x0 - last.x1 < 3 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    boxes = []
    for line in lines:
        ends = [
            text.frame.on_page(
                min(w.x0 for w in line) - _MARGIN, min(w.top for w in line) - _MARGIN
            ),
            text.frame.on_page(
                max(w.x1 for w in line) + _MARGIN, max(w.bottom for w in line) + _MARGIN
            ),
        ]
        (ax, ay), (bx, by) = ends
        boxes.append(Box(number, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    return boxes


def page_png(
    data: bytes,
    page: int,
    boxes: Sequence[Box] = (),
    width: int = 1000,
    password: str | None = None,
) -> bytes:
    """The page numbered `page` (from 1) as a PNG `width` pixels wide, with its boxes drawn.

    Raises:
        PlanqaError: `page_unknown`, or what `opened` says about a PDF that cannot be opened.
    """
    with opened(data, password) as pdf:
        if not 1 <= page <= len(pdf):
            raise PlanqaError(
                "page_unknown", f"there is no page {page}; the PDF has {len(pdf)}", 404
            )
        sheet = pdf[page - 1]
        try:
            across, down = sheet.get_size()
            scale = min(width / max(1.0, across), (_MOST_PIXELS / max(1.0, across * down)) ** 0.5)
            picture = sheet.render(scale=scale).to_pil().convert("RGB")
            layer = Image.new("RGBA", picture.size)
            pen = ImageDraw.Draw(layer)
            for box in boxes:
                if box.page == page:
                    corners = _on_picture(sheet, box, picture.size)
                    pen.rectangle(corners, fill=_FILL, outline=_EDGE, width=2)
        finally:
            sheet.close()
    picture.paste(layer, mask=layer.getchannel("A"))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _on_picture(sheet: object, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The corners of a box in pixels of the page's picture."""
    x, y = pdfium.c_int(), pdfium.c_int()
    points = []
    for px, py in ((box.x0, box.y0), (box.x1, box.y1)):
        pdfium.FPDF_PageToDevice(sheet, 0, 0, *size, 0, px, py, x, y)
        points.append((x.value, y.value))
    (ax, ay), (bx, by) = points
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
