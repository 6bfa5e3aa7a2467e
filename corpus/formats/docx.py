"""Word files (DOCX): headings by style and outline level, numbered lists, tables, footnotes.

In: the bytes of a DOCX. Out: a `Source` whose stored text holds the paragraphs in order, with the
numbers that Word prints before them, and each footnote behind the paragraph that refers to it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from corpus.archive import checked_archive
from corpus.block import Source
from corpus.composer import CellText, Composer, Marker, cleaned
from corpus.errors import PlanqaError
from corpus.formats.docx_numbering import Numbering
from corpus.formats.docx_styles import Styles
from corpus.laid_out import read_laid_out

_MAIN_PART = "word/document.xml"
_DEEPEST = 8  # tables inside tables
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:instrText", "w:delText")))


class DocxFormat:
    """Files of Word and of programs that write its format."""

    name = "docx"

    def recognises(self, data: bytes) -> bool:
        return data.startswith(b"PK\x03\x04") and _MAIN_PART.encode() in data

    def read(self, data: bytes, password: str | None = None) -> Source:  # noqa: ARG002
        if not data.strip():
            raise PlanqaError("document_empty", "the file is empty; give one with text", 422)
        try:
            _check_xml(checked_archive(data))
            document = docx.Document(io.BytesIO(data))
            reader = _Reader(document)
        except (
            BadZipFile,
            zlib.error,
            OpcError,
            KeyError,
            ValueError,
            etree.XMLSyntaxError,
        ) as error:
            raise PlanqaError(
                "docx_unreadable", "the Word file is damaged and cannot be read; save it anew", 422
            ) from error
        text = reader.composer.text
        if not text.strip():
            raise PlanqaError("document_empty", "the Word file holds no text", 422)
        return read_laid_out(text, reader.composer.known, title=reader.title)


def _check_xml(package: ZipFile) -> None:
    """Refuse XML that defines entities: Word writes none, and a few lines of them fill a memory.

    Raises:
        PlanqaError: `xml_entities`.
    """
    for entry in package.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        xml = package.read(entry).replace(b"\x00", b"")
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
            raise PlanqaError(
                "xml_entities",
                f"{entry.filename} in the Word file defines entities, which may be harmful; "
                "save the file anew in Word",
                422,
            )


class _Reader:
    """Walks the body of a document and hands its blocks to a composer."""

    def __init__(self, document: Any) -> None:
        self.composer = Composer()
        self.title: str | None = None
        self._styles = Styles(document)
        self._numbering = Numbering(_part(document, "numbering"))
        self._notes = dict(_notes(document))
        self._note_numbers: dict[str, int] = {}
        self._walk(document.element.body, 0)

    def _walk(self, parent: Any, depth: int) -> None:
        for element in parent:
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element, depth)
            elif element.tag == qn("w:sdt"):
                content = element.find(qn("w:sdtContent"))
                if content is not None:
                    self._walk(content, depth)

    def _paragraph(self, element: Any) -> None:
        text, references = _text(element)
        style = self._styles.of(element)
        marker = self._marker(element, bool(cleaned(text)))
        clean = cleaned(text)
        if style.contents:
            self.composer.artefact(clean, "toc")
        elif style.title and self.title is None and clean:
            self.title = " ".join(clean.split())
            self.composer.paragraph(clean)
        elif style.level or (clean and style.bold):
            numbered = f"{marker.text} {clean}" if marker and clean else clean
            if marker and not style.level and not marker.text[0].isalnum():
                self.composer.paragraph(clean, marker)
            else:
                self.composer.heading(numbered, style.level)
        else:
            self.composer.paragraph(clean, marker)
        for reference in references:
            if reference in self._notes and reference not in self._note_numbers:
                self._note_numbers[reference] = len(self._note_numbers) + 1
                self.composer.note(str(self._note_numbers[reference]), self._notes[reference])
        for box in _boxes(element):
            self._walk(box, 0)

    def _marker(self, element: Any, filled: bool) -> Marker | None:
        number, level = self._styles.numbering_of(element)
        if not number or not filled:
            return None
        text = self._numbering.marker(number, level)
        return Marker(text, level) if text else None

    def _table(self, table: Any, depth: int) -> None:
        rows = [list(_cells(row)) for row in table.iter(qn("w:tr")) if _own(row, table)]
        if max((len(row) for row in rows), default=0) == 1 or depth > _DEEPEST:
            for row in rows:
                for cell, _, _ in row:
                    self._walk(cell, depth + 1)
            return
        told = 0
        for row in table.iter(qn("w:tr")):
            if not _own(row, table) or row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
                break
            told += 1
        self.composer.table(
            [
                [
                    CellText(() if merged else tuple(self._cell(cell, 0)), width)
                    for cell, width, merged in row
                ]
                for row in rows
            ],
            told or None,
        )

    def _cell(self, cell: Any, depth: int) -> Iterator[str]:
        """The paragraphs of a cell; the rows of a table inside it are paragraphs too."""
        for element in cell:
            if element.tag == qn("w:p"):
                text, _ = _text(element)
                marker = self._marker(element, bool(cleaned(text)))
                yield f"{marker.text} {text}" if marker else text
            elif element.tag == qn("w:tbl") and depth < _DEEPEST:
                for row in element.findall(qn("w:tr")):
                    inner = (" ".join(self._cell(one, depth + 1)) for one, _, _ in _cells(row))
                    yield " | ".join(text for text in map(cleaned, inner) if text)
            elif element.tag == qn("w:sdt"):
                content = element.find(qn("w:sdtContent"))
                if content is not None and depth < _DEEPEST:
                    yield from self._cell(content, depth + 1)


def _own(row: Any, table: Any) -> bool:
    """Whether a row belongs to the table itself and not to one inside it."""
    above = row.getparent()
    while above is not None and above.tag != qn("w:tbl"):
        above = above.getparent()
    return above is table


def _cells(row: Any) -> Iterator[tuple[Any, int, bool]]:
    """A row's cells: element, columns spanned, whether it carries on the cell above."""
    for cell in row.iterchildren(qn("w:tc"), qn("w:sdt")):
        element = cell.find(f".//{qn('w:tc')}") if cell.tag == qn("w:sdt") else cell
        if element is None:
            continue
        span = element.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        wide = span.get(qn("w:val"), "1") if span is not None else "1"
        width = int(wide) if re.fullmatch(r"\d{1,2}", wide) else 1
        merged = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        yield element, max(1, width), merged


def _text(paragraph: Any) -> tuple[str, list[str]]:
    """The characters of a paragraph, and the ids of the footnotes that it refers to."""
    parts: list[str] = []
    references: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag in (qn("w:t"), qn("m:t")):
            parts.append(element.text or "")
        elif tag == qn("w:tab") and element.getparent().tag == qn("w:r"):
            parts.append(" ")
        elif tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            references.append(f"{tag}{element.get(qn('w:id'))}")
        elif tag in _SKIPPED or tag in (qn("w:txbxContent"), f"{{{_MC}}}Fallback"):
            continue
        stack.extend(reversed(element))
    return "".join(parts), references


_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def _boxes(paragraph: Any) -> list[Any]:
    """The contents of text boxes that hang on a paragraph."""
    return [
        box
        for box in paragraph.iter(qn("w:txbxContent"))
        if not any(one.tag == f"{{{_MC}}}Fallback" for one in box.iterancestors())
        and next(box.iterancestors(qn("w:p")), None) is paragraph
    ]


def _part(document: Any, name: str) -> Any | None:
    """The root of a part of the package, such as its numbering."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{name}") and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _notes(document: Any) -> Iterator[tuple[str, str]]:
    """Footnotes and endnotes by what a reference to them is called."""
    for part, note, reference in (
        ("footnotes", "w:footnote", "w:footnoteReference"),
        ("endnotes", "w:endnote", "w:endnoteReference"),
    ):
        root = _part(document, part)
        for element in root.findall(qn(note)) if root is not None else ():
            if element.get(qn("w:type")) is None:
                text = "\n".join(_text(p)[0] for p in element.iter(qn("w:p")))
                yield f"{qn(reference)}{element.get(qn('w:id'))}", text
