"""One plan as Markdown and as a web page: the same divisions, labels and captions."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from corpus.model import Document
from corpus.reader import read_document

PLAN = """# Ardvallen Climate Plan

## 4. Action sheets

### Action B1. Deep retrofit of rented housing

The Council renovates its own homes first.

- **Lead:** Housing Directorate
- **Partners:** Energy Agency; tenants' forum
- **Cost:** EUR 68.5 million

### Action M1. Cross-city cycle network

Six radial routes and one orbital route are built.

- **Lead:** Transport Directorate
- **Partners:** Cycling Forum
- **Cost:** EUR 12 million

## 5. Funding, delivery and review

The Council reports every spring.

**Table 1. Emissions by sector**

| Sector | 2018 | 2022 |
|---|---|---|
| Transport | 221 | 226 |
| Housing | 207 | 184 |

## 6. Who takes part

The forum does three things:

- Partners: they are asked to join every year
- it meets in spring
- it publishes its minutes
"""


@pytest.fixture(params=["md", "html"])
def plan(request: pytest.FixtureRequest) -> Document:
    if request.param == "md":
        return read_document(PLAN.encode(), "plan.md")
    page = MarkdownIt("commonmark").enable("table").render(PLAN)
    return read_document(f"<html><body><main>{page}</main></body></html>".encode(), "plan.html")


def test_the_letters_before_a_number_tell_divisions_apart(plan: Document) -> None:
    actions = [(s.number, s.title) for s in plan.sections if s.title.startswith("Action:")]
    assert actions == [
        ("B1", "Action: Deep retrofit of rented housing"),
        ("M1", "Action: Cross-city cycle network"),
    ]


def test_labels_in_the_items_of_a_list_make_sections_of_a_unit(plan: Document) -> None:
    units = {p.unit for p in plan.passages if p.unit}
    assert len(units) == 2
    said = {(p.role, p.text) for p in plan.passages if p.unit and p.role}
    assert {
        ("implementers", "Housing Directorate"),
        ("partners", "Cycling Forum"),
        ("funding", "EUR 12 million"),
    } <= said


def test_a_role_in_one_item_of_many_is_an_item(plan: Document) -> None:
    items = [p.text for p in plan.passages if p.kind == "item"]
    assert items == [
        "Partners: they are asked to join every year",
        "it meets in spring",
        "it publishes its minutes",
    ]


def test_a_numbered_title_that_begins_with_a_role_is_a_division(plan: Document) -> None:
    (section,) = [s for s in plan.sections if s.number == "5"]
    assert section.title == "Funding, delivery and review"
    assert section.role is None


def test_a_caption_in_bold_is_no_heading(plan: Document) -> None:
    assert "Table 1. Emissions by sector" in [p.text for p in plan.passages if p.kind == "caption"]
    assert not [s for s in plan.sections if "Emissions" in s.title]
    rows = [p for p in plan.passages if p.kind == "row"]
    assert [p.text for p in rows] == ["Transport 221 226", "Housing 207 184"]


@pytest.mark.parametrize("said", ["4. Ieviesēji – Būvvalde", "4. Ieviesēji „Zemgale”"])
def test_a_numbered_label_needs_no_colon_before_its_value(said: str) -> None:
    text = f"3. Uzdevumi: sakopt parku\n\n{said}\n\n5. Finansējums: ERAF\n"
    document = read_document(text.encode(), "plāns.txt")
    assert "implementers" in {p.role for p in document.passages}


def test_one_role_named_twice_in_a_list_is_read_twice() -> None:
    items = ("Ieviesēji: Būvvalde", "Atbildīgais: Attīstības nodaļa", "Termiņš: 2026")
    page = "".join(f"<li>{item}</li>" for item in items)
    page = f"<html><body><main><h1>Tilts</h1><p>Tilts jāatjauno.</p><ul>{page}</ul></main></body>"
    document = read_document(page.encode(), "plāns.html")
    roles = [p.role for p in document.passages]
    assert roles == [None, "implementers", "implementers", "schedule"]


def test_an_annex_in_bold_is_a_heading() -> None:
    plan = "# Plāns\n\nTeksts.\n\n**1. pielikums. Rīcības plāns**\n\nAtjaunot tiltu.\n"
    document = read_document(plan.encode(), "plāns.md")
    assert document.passages[-1].breadcrumb[-1].endswith("Rīcības plāns")
