"""Cards of units: titles in a merged row, codes, several in one table, below headings; labels."""

from __future__ import annotations

from corpus.model import Document
from corpus.reader import read_document
from tests.corpus.accounting import unaccounted
from tests.corpus.test_tables import of, read, units

CARD = ("Mērķis | Drošs krasts", "Atbildīgais | Dome", "Termiņš | 2027")


def page(body: str) -> Document:
    document = read_document(f"<html><body>{body}</body></html>".encode(), "page.html")
    assert unaccounted(document) == []
    return document


def rows(*cells: str) -> str:
    made = "".join(
        f"<tr>{''.join(f'<td>{c}</td>' for c in row.split(' | '))}</tr>" for row in cells
    )
    return f"<table>{made}</table>"


def test_a_row_with_a_title_alone_names_the_unit_of_a_card() -> None:
    document = read("Rīcība R1.2. Jūras siena | ", *CARD)
    assert units(document) == {"Rīcība: Jūras siena": "action"}
    assert [s.number for s in document.sections if s.unit] == ["R1.2"]
    assert [(p.role, p.text) for p in of(document, "Rīcība: Jūras siena")] == [
        ("goal", "Drošs krasts"), ("implementers", "Dome"), ("schedule", "2027"),
    ]  # fmt: skip
    assert document.passages[-1].unit is None


def test_a_code_in_front_of_a_title_is_the_number_of_a_card() -> None:
    document = read("R1.2. | Jūras siena", *CARD[1:])
    assert [(s.number, s.title) for s in document.sections if s.unit] == [("R1.2", "Jūras siena")]


def test_cards_below_one_another_in_one_table_are_units_each() -> None:
    document = read("R1 Siena | ", *CARD[1:], "R2 Vārti | ", *CARD[1:])
    assert [s.title for s in document.sections if s.unit] == ["R1 Siena", "R2 Vārti"]
    assert len(of(document, "R2 Vārti")) == 2


def test_a_goal_names_the_unit_of_a_card_that_nothing_else_names() -> None:
    assert units(read(*CARD)) == {"Drošs krasts": "goal"}


def test_below_a_heading_a_goal_is_what_the_unit_is_for() -> None:
    document = page(f"<h1>Plāns</h1><h2>R1.2. Jūras siena</h2>{rows(*CARD)}")
    assert list(units(document)) == ["Jūras siena"]
    assert [p.role for p in of(document, "Jūras siena")] == ["goal", "implementers", "schedule"]


def test_items_in_a_cell_of_a_card_lose_their_bullets() -> None:
    told = "<ul><li>celt sienu</li><li>stādīt niedres</li></ul>"
    document = page(f"<h1>Plāns</h1>{rows('R1. Krasts | ', f'Uzdevumi | {told}', *CARD[1:])}")
    assert [p.text for p in of(document, "Krasts")][:2] == ["celt sienu", "stādīt niedres"]


def test_labels_on_one_line_are_roles_of_their_own() -> None:
    text = (
        "1. Krasts\n\nTeksts par krastu, kas ir garāks nekā virsraksts.\n\n1.1. Siena\n\n"
        "Atbildīgais: Dome; Termiņš: 2027. gads; Finansējums: 5000 EUR, ERAF.\n\n"
        "1.2. Vārti\n\nAtbildīgais: Osta; Termiņš: 2028. gads.\n"
    )
    document = read_document(text.encode(), "plan.txt")
    assert unaccounted(document) == []
    assert [(p.role, p.text) for p in of(document, "Siena")] == [
        ("implementers", "Dome;"), ("schedule", "2027. gads;"), ("funding", "5000 EUR, ERAF."),
    ]  # fmt: skip
    assert list(units(document)) == ["Siena", "Vārti"]


def test_labels_in_bold_type_on_one_line_of_markdown_are_roles_of_their_own() -> None:
    text = "# Plāns\n\n## 1. Siena\n\n**Atbildīgais:** Dome; **Termiņš:** 2027. gads.\n"
    document = read_document(text.encode(), "plan.md")
    assert unaccounted(document) == []
    assert [(p.role, p.text) for p in of(document, "Siena")] == [
        ("implementers", "Dome;"), ("schedule", "2027. gads."),
    ]  # fmt: skip


def test_words_behind_a_colon_that_name_no_role_stay_in_their_paragraph() -> None:
    text = "# Plāns\n\n## 1. Siena\n\nTermiņš: 2027. gads; piezīme: var kavēties.\n"
    document = read_document(text.encode(), "plan.md")
    assert [p.text for p in document.passages] == ["2027. gads; piezīme: var kavēties."]


def test_a_bold_line_above_the_name_of_a_role_is_the_title_of_a_unit() -> None:
    document = read_document(
        b"# Strategy\n\n## Pillar 1\n\nGoal: one ticket for all.\n\n"
        b"**P1.1 Joint ticket**\nLead: Valtava\nDeadline: 2026\n\n"
        b"**P1.2 Cycle path**\nLead: Orukula\nDeadline: 2028\n",
        "strategy.md",
    )
    told = [(p.unit, p.role, p.text) for p in document.passages if p.unit]
    assert told == [
        ("P1.1", "implementers", "Valtava"),
        ("P1.1", "schedule", "2026"),
        ("P1.2", "implementers", "Orukula"),
        ("P1.2", "schedule", "2028"),
    ]
