"""Tables: of measures, cards, forms, frames; as Markdown and as text with tabs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Passage
from corpus.reader import read_document
from tests.corpus.accounting import unaccounted
from tests.corpus.strategies import DESCRIPTION as KNOWN


def read(*rows: str, before: str = "# Plāns\n\n## 1. Nodaļa\n\n") -> Document:
    columns = rows[0].count("|") + 1
    lines = [f"| {row} |" for row in rows]
    lines.insert(1, "|" + "---|" * columns)
    document = read_document((before + "\n".join(lines) + "\n\nBeigas.\n").encode(), "t.md")
    assert unaccounted(document) == []
    return document


def units(document: Document) -> dict[str, str | None]:
    return {section.title: section.kind for section in document.sections if section.unit}


def of(document: Document, title: str) -> list[Passage]:
    key = next(s.key for s in document.sections if s.title == title)
    return [p for p in document.passages if p.unit == key]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Nr. | Pasākums | Atbildīgais | Termiņš", "action"),
        ("No. | Project | Lead | Timescale", "project"),
        ("Nr | Tegevus | Vastutaja | Tähtaeg", "action"),
        ("Nr. | Priemonė | Vykdytojas | Terminas", "action"),
        ("Nr. | Maßnahme | Verantwortlich | Zeitrahmen", "action"),
        ("Lp. | Działanie | Realizator | Termin", "action"),
    ],
)
def test_rows_of_a_table_of_measures_are_units(header: str, kind: str) -> None:
    document = read(header, "1 | Jumts | Dome | 2026", "2 | Tilts | Nodaļa | 2027")
    assert units(document) == {"Jumts": kind, "Tilts": kind}
    cells = [(p.role, p.text) for p in of(document, "Tilts")]
    assert cells == [("tasks", "Tilts"), ("implementers", "Nodaļa"), ("schedule", "2027")]
    assert document.passages[-1].text == "Beigas."
    assert (document.passages[-1].unit, document.passages[-1].section) == (None, "1")


def test_a_row_with_its_title_alone_heads_those_below() -> None:
    document = read(
        "Pasākums | Atbildīgais", "Ceļi | ", "Tilts | Dome", "Vide | ", "Parks | Nodaļa"
    )
    parents = {s.title: s.parent for s in document.sections if s.unit}
    assert parents == {"Tilts": "1/celi", "Parks": "1/vide"}


def test_a_row_without_a_title_carries_on_the_unit_above() -> None:
    document = read("Pasākums | Atbildīgais | Termiņš", "Tilts | Dome | 2026", " | Nodaļa | ")
    assert [p.text for p in of(document, "Tilts")] == ["Tilts", "Dome", "2026", "Nodaļa"]


def test_columns_without_a_role_make_one_passage_of_the_unit() -> None:
    document = read("Projekts | Finansējums | 2025 | 2026", "Tilts | ES fondi | 10 | 20")
    last = of(document, "Tilts")[-1]
    assert (last.text, last.context, last.role) == ("10 20", "2025 | 2026", None)


@pytest.mark.parametrize("total", ["Kopā", "Investīcijas kopā", "Total", "Razem", "Kõik kokku"])
def test_a_row_of_sums_is_no_unit(total: str) -> None:
    document = read("Projekts | Finansējums | 2026", "Tilts | ES fondi | 10", f"{total} | | 10")
    assert units(document) == {"Tilts": "project"}
    summed = next(p for p in document.passages if p.text == f"{total} 10")
    assert (summed.unit, summed.section, summed.role) == (None, "1", None)


def test_a_title_that_begins_like_a_sum_stays_a_unit() -> None:
    document = read("Project | Lead", "Total renovation of the school | Council")
    assert units(document) == {"Total renovation of the school": "project"}


def test_a_table_that_begins_with_figures_carries_on_the_one_above() -> None:
    upper = "| Gads | Ieņēmumi | Izdevumi |\n|---|---|---|\n| 2024 | 10 500 | 9 000 |\n"
    lower = "| 2025 | 11 000 | 9 500 |\n|---|---|---|\n| 2026 | 12 000 | 9 900 |\n"
    document = read_document(f"# Budžets\n\n{upper}\n{lower}\nBeigas.\n".encode(), "t.md", KNOWN)
    assert unaccounted(document) == []
    rows = [(p.text, p.context) for p in document.passages if p.kind == "row"]
    names = "Gads | Ieņēmumi | Izdevumi"
    assert rows == [
        ("2024 10 500 9 000", names), ("2025 11 000 9 500", names), ("2026 12 000 9 900", names),
    ]  # fmt: skip
    apart = read_document(f"# A\n\n{upper}\nTeksts.\n\n{lower}".encode(), "t.md", KNOWN)
    assert [p.context for p in apart.passages if p.kind == "row"] == [names, None, None]


def test_cells_that_are_sentences_are_passages_under_their_columns_names() -> None:
    document = read(
        "Advantages | Disadvantages",
        "Supports the village shop and school. | Would take greenfield land in the valley.",
        "Helps to meet the local need. | Cannot meet the need in full.",
        "Brings new parks and playgrounds. |",
    )
    assert [(p.context, p.text.split()[0]) for p in document.passages[1:-1]] == [
        ("Advantages", "Supports"), ("Disadvantages", "Would"), ("Advantages", "Helps"),
        ("Disadvantages", "Cannot"), ("Advantages", "Brings"),
    ]  # fmt: skip


def test_a_column_beside_one_with_a_role_does_not_share_that_role() -> None:
    document = read(
        "Advantages | Disadvantages",
        "People can walk to the shops. | The land costs more than elsewhere.",
        "Buses pay for themselves there. | The sewers have to be built anew.",
    )
    told = {p.text: (p.role, p.context) for p in document.passages if p.kind == "paragraph"}
    assert told["Buses pay for themselves there."] == ("benefits", "Advantages")
    assert told["The sewers have to be built anew."] == (None, "Disadvantages")
    assert [p.role for p in document.passages if p.kind == "caption"] == [None]


def test_a_name_over_figures_alone_names_their_column() -> None:
    figures = [
        ("", "Homes to be built"),
        ("Villages", "1,500"),
        ("Towns", "23,000"),
        ("Hubs", "16,000"),
    ]
    rows = "".join(f"<tr><td>{title}</td><td>{figure}</td></tr>" for title, figure in figures)
    page = f"<html><body><main><h1>Plan</h1><table>{rows}</table></main></body></html>"
    document = read_document(page.encode(), "t.html")
    found = [(p.text, p.context) for p in document.passages if p.kind == "row"]
    assert found == [
        ("Villages 1,500", "Homes to be built"),
        ("Towns 23,000", "Homes to be built"),
        ("Hubs 16,000", "Homes to be built"),
    ]


def test_a_unit_of_a_table_is_cited_by_its_row() -> None:
    document = read("Pasākums | Atbildīgais", "Tilts | Dome", "Parks | Nodaļa")
    section = next(s for s in document.sections if s.title == "Parks")
    assert section.heading.quote(document.text) == "Parks | Nodaļa"


def test_a_card_gives_its_values_to_the_unit_above() -> None:
    document = read("Atbildīgais | Dome", "Finansējums | 10 000 EUR", "Termiņš | 2027")
    assert units(document) == {"Nodaļa": None}
    assert [(p.role, p.text) for p in of(document, "Nodaļa")] == [
        ("implementers", "Dome"), ("funding", "10 000 EUR"), ("schedule", "2027"),
        ("schedule", "Beigas."),
    ]  # fmt: skip


def test_a_card_that_names_its_measure_is_a_unit_itself() -> None:
    document = read("Pasākums | Tilta remonts", "Atbildīgais | Dome", "Termiņš | 2027")
    assert units(document) == {"Tilta remonts": "action"}
    assert document.passages[-1].unit is None


def test_numbered_rows_of_a_form_stand_below_the_row_with_their_number() -> None:
    rows = ("2 | Vēsture | ", "2.1 | Vai ir pieteikums? | nav", "2.2 | Cik vecs? | ")
    document = read("Nr. | Jautājums | Atbilde", *rows)
    assert [(s.number, s.title) for s in document.sections if s.number] == [
        ("1", "Nodaļa"), ("2", "Vēsture"),
    ]  # fmt: skip
    assert [(p.item, p.text, p.section) for p in document.passages[1:3]] == [
        ("2.1", "Vai ir pieteikums? nav", "2"), ("2.2", "Cik vecs?", "2"),
    ]  # fmt: skip


def test_lines_in_a_frame_are_one_paragraph() -> None:
    document = read(" | Novads 2024. gadā uzcēla jaunu bērnudārzu, un tas", "ir pilns. | ")
    assert document.passages[0].kind == "paragraph"
    assert document.passages[0].text.endswith("bērnudārzu, un tas ir pilns.")


def test_a_long_row_is_divided_at_its_cells() -> None:
    long = "Novads atjauno ielas. " * 45
    document = read("Joma | Apraksts", f"Ceļi | {long}", f"Vide | {long}")
    assert max(len(p.text) for p in document.passages) <= 900
    assert {p.context for p in document.passages if p.text.startswith("Novads")} == {"Apraksts"}


def test_html_in_a_cell_divides_its_paragraphs() -> None:
    document = read("Pasākums | Atbildīgais", "Tilts | Dome<br>Nodaļa", "Parks | <b>Skola</b>")
    assert [p.text for p in of(document, "Tilts")] == ["Tilts", "Dome", "Nodaļa"]
    assert [p.text for p in of(document, "Parks")] == ["Parks", "Skola"]


def test_tabs_divide_the_cells_of_a_plain_text() -> None:
    text = "Plāns\n\nPasākums\tAtbildīgais\tTermiņš\nTilts\tDome\t2026\nParks\tNodaļa\t2027\n"
    document = read_document(text.encode(), "t.txt")
    assert unaccounted(document) == []
    assert units(document) == {"Tilts": "action", "Parks": "action"}


def test_front_matter_gives_the_title_and_is_no_text() -> None:
    text = '---\ntitle: "Novada plāns 2030"\nstatus: spēkā\n---\n\n# Ievads\n\nTeksts par novadu.\n'
    text += "\n## Mērķi\n"
    document = read_document(text.encode(), "t.md")
    assert unaccounted(document) == []
    assert document.description.title == "Novada plāns 2030"
    assert [p.text for p in document.passages] == ["Teksts par novadu."]


def test_a_year_at_the_start_of_a_sentence_is_no_number_of_a_list() -> None:
    text = "# Plāns\n\n## Ceļi\n\n2023. gadā izbūvēts tilts.\n"
    document = read_document(text.encode(), "t.md")
    assert [p.text for p in document.passages] == ["2023. gadā izbūvēts tilts."]


CELLS = st.sampled_from(
    ["", "", "1", "1.", "2.1", "P1.1", "Pasākums", "Atbildīgais", "Termiņš", "Finansējums", "2026",
     "Dome", "a) skola", "Ielu apgaismojuma nomaiņa", "• parks", "10 000 EUR", "Rādītāji", "x"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=3, max_size=5), min_size=2, max_size=7))
def test_no_cell_is_lost_or_read_twice(rows: list[list[str]]) -> None:
    page = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    data = f"<html><body><h1>Plāns</h1><p>Teksts.</p><table>{page}</table></body></html>"
    document = read_document(data.encode(), "t.html", KNOWN)
    assert unaccounted(document) == []
    for section in document.sections:
        assert section.span.covers(section.heading)


def test_measures_against_risks_are_no_units() -> None:
    header = "Nr. | Risks | Ietekme | Mazināšanas pasākumi | Atbildīgais"
    document = read(header, "1. | Sadārdzinājums | augsta | rezerve budžetā | Dome")
    assert units(document) == {}


def test_who_is_responsible_counts_before_the_partners_in_brackets() -> None:
    header = "Projekta nosaukums | Indikatīvā summa, EUR | Atbildīgais (sadarbības partneri)"
    document = read(header, "Tilts | 930 000 | Dome (LVC)", "Parks | 20 000 | Nodaļa")
    assert [p.role for p in of(document, "Tilts")] == ["tasks", "funding", "implementers"]


def test_a_dash_in_a_cell_of_a_measure_is_no_passage() -> None:
    header = "Pasākums | Atbildīgais | Finansējums"
    document = read(header, "Tilts | Dome | –", "Parks | Nodaļa | 20 000")
    assert [p.text for p in of(document, "Tilts")] == ["Tilts", "Dome"]


def test_rows_of_terms_beside_what_they_mean_are_definitions() -> None:
    document = read("Saīsinājums | Skaidrojums", "VRG | vietējā rīcības grupa", "SEG | gāzes")
    assert [(p.kind, p.item) for p in document.passages[1:3]] == [
        ("definition", "VRG"), ("definition", "SEG"),
    ]  # fmt: skip
