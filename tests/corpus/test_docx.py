"""Word files: numbers, footnotes, nested and merged tables, contents, text boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.errors import PlanqaError
from corpus.formats.docx import DocxFormat
from corpus.formats.docx_numbering import formatted
from corpus.formats.protocol import Format
from corpus.model import Document
from corpus.reader import read_document
from tests.corpus.accounting import unaccounted
from tests.corpus.format_conformance import FormatConformance
from tests.corpus.one_plan import WRITERS

_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<w:numbering {_SPACE}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
</w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num>
</w:numbering>"""
FOOTNOTES = f"""<w:footnotes {_SPACE}>
<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
<w:footnote w:id="4"><w:p><w:r><w:t>Centrālā statistikas pārvalde, 2024.</w:t></w:r></w:p>
</w:footnote>
</w:footnotes>"""


def made(fill: Callable[[Any], None], **parts: str) -> bytes:
    """A Word file; `parts` replace or add parts of the package by their names."""
    document = docx.Document()
    fill(document)
    stream = io.BytesIO()
    document.save(stream)
    if not parts:
        return stream.getvalue()
    return with_parts(stream.getvalue(), {f"word/{name}.xml": xml for name, xml in parts.items()})


def with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    """The package with parts replaced, and footnotes related to the document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/_rels/document.xml.rels" and "word/footnotes.xml" in parts:
                content = content.replace("</Relationships>", (
                    '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/'
                    'officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
                    "</Relationships>"
                ))  # fmt: skip
            if name == "[Content_Types].xml" and "word/footnotes.xml" in parts:
                content = content.replace("</Types>", (
                    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
                    'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
                ))  # fmt: skip
            if name not in parts:
                new.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, xml in parts.items():
            new.writestr(name, xml)
    return out.getvalue()


def numbered(document: Any, text: str, level: int, style: str | None = None) -> Any:
    paragraph = document.add_paragraph(text, style=style)
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", "5")):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        number.append(child)
    properties.append(number)
    return paragraph


def read(data: bytes) -> Document:
    document = read_document(data, "plans.docx")
    assert unaccounted(document) == []
    return document


class TestDocxFormat(FormatConformance):
    @pytest.fixture
    def format(self) -> Format:
        return DocxFormat()

    @pytest.fixture
    def sample(self) -> bytes:
        return WRITERS["docx"]()

    @pytest.fixture
    def others(self) -> list[bytes]:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as made_archive:
            made_archive.writestr("plans.txt", "Plāns")
        return [archive.getvalue(), *(WRITERS[name]() for name in ("txt", "md", "html", "pdf"))]


def test_the_numbers_that_word_prints_are_in_the_text() -> None:
    def fill(document: Any) -> None:
        numbered(document, "Vide", 0, "Heading 1")
        numbered(document, "Ūdeņi", 1, "Heading 2")
        document.add_paragraph("Uzdevumi:")
        numbered(document, "Attīrīt ezeru", 2)
        numbered(document, "Nostiprināt krastu", 2)
        numbered(document, "ar vītoliem", 3)
        numbered(document, "Gaiss", 1, "Heading 2")
        numbered(document, "Mērīt putekļus", 2)

    document = read(made(fill, numbering=NUMBERING))
    assert [(s.number, s.title, s.level) for s in document.sections if s.number] == [
        ("1", "Vide", 1), ("1.1", "Ūdeņi", 2), ("1.2", "Gaiss", 2),
    ]  # fmt: skip
    items = [(p.item, p.text, p.role, p.context) for p in document.passages]
    assert items == [
        ("a", "Attīrīt ezeru", "tasks", "Uzdevumi:"),
        ("b", "Nostiprināt krastu", "tasks", "Uzdevumi:"),
        ("•", "ar vītoliem", "tasks", "Nostiprināt krastu"),
        ("a", "Mērīt putekļus", None, None),
    ]


def test_a_footnote_follows_its_paragraph_and_is_no_part_of_it() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("Novadā dzīvo 8214 iedzīvotāji")
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), "4")
        paragraph.add_run()._r.append(reference)
        paragraph.add_run(".")
        document.add_paragraph("Puse no viņiem strādā citur.")

    document = read(made(fill, footnotes=FOOTNOTES))
    assert [(p.kind, p.item, p.text) for p in document.passages] == [
        ("paragraph", None, "Novadā dzīvo 8214 iedzīvotāji."),
        ("footnote", "1", "Centrālā statistikas pārvalde, 2024."),
        ("paragraph", None, "Puse no viņiem strādā citur."),
    ]


def test_merged_cells_and_tables_inside_cells_are_read_once() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(rows=3, cols=3)
        rows = [("Joma", "2024", "2025"), ("Ceļi", "10", ""), ("", "4", "5")]
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        inner = table.cell(1, 2).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "grants", "3 km"

    document = read(made(fill))
    assert [(p.kind, p.text, p.context) for p in document.passages] == [
        ("caption", "Joma 2024 2025", None),
        ("row", "Ceļi 10 grants | 3 km", "Joma | 2024 | 2025"),
        ("row", "4 5", "Joma: Ceļi | 2024 | 2025"),
    ]
    assert document.text.count("Ceļi") == 1


def test_a_table_of_one_column_is_a_frame_around_text() -> None:
    def fill(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.paragraphs[0].add_run("Ieviesējs: novada dome")
        cell.add_paragraph("Termiņš: 2026. gads")

    document = read(made(fill))
    assert [(p.role, p.text) for p in document.passages] == [
        ("implementers", "novada dome"), ("schedule", "2026. gads"),
    ]  # fmt: skip


def test_the_table_of_contents_is_no_text() -> None:
    def fill(document: Any) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Ievads\t3", style="toc 1")
        document.add_heading("Ievads", level=1)
        document.add_paragraph("Plāns ir jauns.")

    document = read(made(fill))
    assert [p.text for p in document.passages] == ["Plāns ir jauns."]
    assert [a.kind for a in document.artefacts] == ["toc"]


def test_deleted_text_is_not_read_and_inserted_text_is() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("Kopā ")
        for tag, text_tag, text in (("w:del", "w:delText", "10"), ("w:ins", "w:t", "12")):
            change, run, said = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
            said.text = text
            run.append(said)
            change.append(run)
            paragraph._p.append(change)

    assert [p.text for p in read(made(fill)).passages] == ["Kopā 12"]


def test_entities_in_the_xml_are_not_expanded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    data = made(lambda document: document.add_paragraph("teksts"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    head, rest = xml.split("?>", 1)
    with pytest.raises(PlanqaError) as caught:
        read(with_parts(data, {"word/document.xml": f"{head}?>{bomb}{rest}"}))
    assert caught.value.code == "xml_entities"


def test_a_damaged_file_is_named_as_such() -> None:
    data = WRITERS["docx"]()
    for broken in (data[: len(data) // 2], with_parts(data, {"word/document.xml": "<w:document"})):
        with pytest.raises(PlanqaError) as caught:
            DocxFormat().read(broken)
        assert caught.value.code in {"docx_unreadable", "archive_unreadable"}


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"), (14, "lowerRoman", "xiv"), (9, "upperRoman", "IX"),
        (0, "lowerRoman", "0"), (7, "ordinal", "7"),
    ],
)  # fmt: skip
def test_numbers_take_the_form_that_word_gives_them(number: int, form: str, shown: str) -> None:
    assert formatted(number, form) == shown


def form(*tables: list[tuple[str, str]]) -> Document:
    """A form of tables with numbered rows, one table below the other."""
    file = docx.Document()
    file.add_heading("Site", level=1)
    for rows in tables:
        table = file.add_table(rows=0, cols=2)
        for row in rows:
            for cell, said in zip(table.add_row().cells, row, strict=True):
                cell.text = said
        file.add_paragraph("")
    stream = io.BytesIO()
    file.save(stream)
    document = read_document(stream.getvalue(), "form.docx")
    assert unaccounted(document) == []
    return document


def test_a_numbered_row_heads_what_is_numbered_below_it_in_the_next_table_too() -> None:
    document = form(
        [("1", "Support"), ("1.1", "Letters of the parish council")],
        [("1.2", "Letters of neighbours"), ("2", "Wildlife"), ("2.1", "Protected species")],
        [("4.1", "Other reasons"), ("4.2", "Photographs")],
    )
    homes = {p.item: p.section for p in document.passages}
    assert homes == {"1.1": "1", "1.2": "1", "2.1": "2", "4.1": "site", "4.2": "site"}


def test_a_row_that_heads_others_may_be_as_long_as_a_paragraph() -> None:
    long = "Evidence that the green area holds a particular local significance, " * 4
    document = form([("8", f"{long}\nPlease say which."), ("8.1", "Old hedges and ponds")])
    (hedges,) = [p for p in document.passages if p.item == "8.1"]
    assert hedges.section == "8"
