"""An answer's files, opened again: what they hold is what was asked, said and cited."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import docx
import pytest
from openpyxl import load_workbook

from corpus.model import Document
from rag.answer import Answer
from tests.ui.answers import fact, nothing, table
from tests.ui.kept import BASE, kept, locator_of
from ui.chat_record import Kept
from ui.export.as_csv import as_csv
from ui.export.as_docx import as_docx
from ui.export.as_xlsx import as_xlsx


@pytest.fixture
def listed(longest: Document) -> Answer:
    """A list of three units with their tasks, funding and implementers."""
    return table(longest, *[s.key for s in longest.sections if s.unit][:3])


def _csv(answer: Answer, document: Document) -> list[list[str]]:
    content = as_csv(kept(answer), locator_of(document), BASE)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _memo(given: Kept, document: Document) -> tuple[list[str], list[list[str]]]:
    """Paragraphs and table rows of the memo."""
    opened = docx.Document(io.BytesIO(as_docx(given, locator_of(document), BASE)))
    rows = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    return [paragraph.text for paragraph in opened.paragraphs], rows


def test_csv_of_a_list_has_a_row_for_each_unit_with_its_citations(
    longest: Document, listed: Answer
) -> None:
    head, *rows = _csv(listed, longest)
    assert head[:3] == ["No.", "Title", "Document"]
    assert [row[0] for row in rows] == [item.section for item in listed.items]
    assert all(len(row) == len(head) for row in rows)
    for row, item in zip(rows, listed.items, strict=True):
        said = "\n".join(row)
        for values in item.fields.values():
            for value in values:
                assert f"{value.text} [{value.citation}]" in said


def test_csv_of_any_other_answer_lists_its_sources(longest: Document) -> None:
    passage = longest.passages[300]
    head, row = _csv(fact(longest, "So [1].", passage), longest)
    cells = dict(zip(head, row, strict=True))
    assert cells["Quote"] == passage.body.quote(longest.text)
    assert cells["Document"] == longest.description.title
    assert cells["Address"].startswith(f"{BASE}documents/{longest.id}/view?start=")
    assert str(passage.lines[0]) in cells["Lines"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_holds_no_formula(longest: Document, listed: Answer, start: str) -> None:
    items = [item.model_copy(update={"title": f"{start}1+1"}) for item in listed.items]
    _, *rows = _csv(listed.model_copy(update={"items": items}), longest)
    assert [row[1] for row in rows] == [f"'{start}1+1"] * 3


def test_xlsx_has_the_question_the_units_and_the_sources(longest: Document, listed: Answer) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(kept(listed), locator_of(longest), BASE)))
    first, units, sources = book.worksheets
    assert first["B1"].value == listed.question
    assert [cell.value for cell in units["A"]][1:] == [item.section for item in listed.items]
    assert units.auto_filter.ref == units.dimensions
    quotes = [cell.value for cell in sources["B"]][1:]
    assert quotes == [citation.quote for citation in listed.citations]
    assert [cell.value for cell in sources["A"]][1:] == [
        str(citation.number) for citation in listed.citations
    ]


def test_xlsx_holds_no_formula_and_no_control_character(longest: Document) -> None:
    answer = fact(longest, "=HYPERLINK(1)\x07 [1]", longest.passages[9])
    citation = answer.citations[0].model_copy(update={"quote": "=1+1"})
    changed = answer.model_copy(update={"citations": [citation], "question": "=2+2\x00"})
    book = load_workbook(io.BytesIO(as_xlsx(kept(changed), locator_of(longest), BASE)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert {"=1+1", "=2+2"} <= {cell.value for cell in cells}


def test_docx_is_a_memo_with_question_answer_and_numbered_sources(longest: Document) -> None:
    first, second = longest.passages[300], longest.passages[400]
    answer = fact(longest, "Two:\n\n- **one** so [1]\n- other [2]", first, second)
    said, _ = _memo(kept(answer), longest)
    assert f"Question: {answer.question}" in said
    assert "one so [1]" in said
    assert said.index("Answer") < said.index("Sources")
    for number, passage in ((1, first), (2, second)):
        quoted = said.index(f"[{number}] “{passage.body.quote(longest.text)}”")
        where = said[quoted + 1]
        assert longest.description.title in where
        assert str(longest.description.year) in where
        assert f"{BASE}documents/{longest.id}/view?start={passage.body.start}" in where
    assert any(answer.index in line for line in said)


def test_docx_of_a_list_has_its_units_as_a_table(longest: Document, listed: Answer) -> None:
    _, rows = _memo(kept(listed), longest)
    assert [row[0] for row in rows[1:]] == [item.section for item in listed.items]


def test_docx_of_a_follow_up_says_how_it_was_understood(longest: Document) -> None:
    given = kept(fact(longest, "So [1].", longest.passages[9]), leans=True)
    known = given.asked.understanding.model_copy(update={"asked": "Before? Which?"})
    given = replace(given, asked=replace(given.asked, understanding=known))
    said, _ = _memo(given, longest)
    assert "Understood as: Before? Which?" in said


def test_docx_of_what_was_not_found_lists_the_nearest_as_no_answer(longest: Document) -> None:
    said, _ = _memo(kept(nothing(longest, *longest.passages[50:60])), longest)
    assert "Nearest passages (not an answer)" in said
    assert any(longest.passages[50].text in line for line in said)


def test_docx_takes_what_no_xml_can_hold(longest: Document) -> None:
    answer = fact(longest, "So\x00\x1b \ud800[1] <b>&amp;", longest.passages[9])
    said, _ = _memo(kept(answer), longest)
    assert "So [1] <b>&" in said


def test_the_memo_is_in_the_language_of_the_answer(longest: Document) -> None:
    answer = fact(longest, "Tā [1].", longest.passages[9]).model_copy(update={"language": "lv"})
    opened = docx.Document(io.BytesIO(as_docx(kept(answer), locator_of(longest), BASE)))
    assert opened.core_properties.language == "lv-LV"
    assert "Avoti" in [paragraph.text for paragraph in opened.paragraphs]
