"""One plan in five formats: the same units, roles and passages come out of each."""

from __future__ import annotations

import pytest

from corpus.model import Document
from corpus.reader import READER_VERSION, read_document
from tests.corpus.accounting import unaccounted
from tests.corpus.one_plan import PLAN, TITLE, WRITERS, Grid, Part

FORMATS = sorted(WRITERS)


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {name: read_document(write(), f"plan.{name}") for name, write in WRITERS.items()}


def said(document: Document) -> list[tuple[str | None, str | None, str]]:
    """Unit, role and text of each passage; the title may be a heading or a paragraph."""
    return [
        (p.unit, p.role, p.text)
        for p in document.passages
        if p.kind != "caption" and p.text != TITLE
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_lost(documents: dict[str, Document], name: str) -> None:
    assert unaccounted(documents[name]) == []


@pytest.mark.parametrize("name", FORMATS)
def test_title_and_language_are_told(documents: dict[str, Document], name: str) -> None:
    description = documents[name].description
    assert (description.title, description.language) == (TITLE, "lv")


@pytest.mark.parametrize("name", FORMATS)
def test_the_units_are_the_same(documents: dict[str, Document], name: str) -> None:
    units = [(s.key, s.title, s.kind) for s in documents[name].sections if s.unit]
    assert units == [
        ("2.1.1", "Veloceliņi starp ciemiem", "subpriority"),
        ("2.1.2", "Autobusi pēc pieprasījuma", "subpriority"),
        ("2.2.1", "Ēku siltināšana", "subpriority"),
        ("P1.1", "Tilta pār Upi atjaunošana", "action"),
        ("P1.2", "Ielu apgaismojuma nomaiņa", "action"),
        ("P2.1", "Bibliotēkas jumta remonts", "action"),
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_the_passages_say_the_same_under_the_same_roles(
    documents: dict[str, Document], name: str
) -> None:
    assert said(documents[name]) == said(documents["txt"])


def test_every_part_of_the_plan_is_a_passage_or_a_heading(documents: dict[str, Document]) -> None:
    held = {text for _, _, text in said(documents["pdf"])}
    held |= {section.title for section in documents["pdf"].sections}
    for part in PLAN:
        texts = (
            [cell for row in part.rows[1:] for cell in row[1:]] if isinstance(part, Grid) else []
        )
        if isinstance(part, Part):
            texts = [part.value or part.text]
        assert set(texts) <= held


def test_a_unit_of_the_table_has_its_cells_under_their_roles(
    documents: dict[str, Document],
) -> None:
    cells = [(p.role, p.item, p.text) for p in documents["docx"].passages if p.unit == "P1.2"]
    assert cells == [
        ("tasks", "P1.2", "Ielu apgaismojuma nomaiņa"),
        ("implementers", None, "Komunālā saimniecība"),
        ("schedule", None, "2027. gads"),
        ("funding", None, "95 000 EUR"),
    ]


def test_reading_twice_gives_the_same_document() -> None:
    for name, write in WRITERS.items():
        data = write()
        assert read_document(data, f"plan.{name}") == read_document(data, f"plan.{name}")
    assert READER_VERSION >= 4


def test_pages_are_told_where_a_format_has_them(documents: dict[str, Document]) -> None:
    pages = {p.page for p in documents["pdf"].passages}
    assert pages == set(range(1, len(documents["pdf"].pages) + 1))
    assert len(pages) > 2
    for name in set(FORMATS) - {"pdf"}:
        assert {p.page for p in documents[name].passages} == {None}


def test_what_is_printed_on_every_page_is_kept_and_is_no_passage(
    documents: dict[str, Document],
) -> None:
    document = documents["pdf"]
    running = "Ozolupes novads | Attīstības programma"
    assert document.text.count(running) == len(document.pages)
    assert not any(running in p.text for p in document.passages)
    kinds = [a.kind for a in document.artefacts if a.span.of(document.text) == running]
    assert kinds == ["header"] * len(document.pages)
