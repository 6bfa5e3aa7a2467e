"""Tables as offices write them: codes, stars, cells over several rows, sums, terms."""

from __future__ import annotations

import pytest

from corpus.known import Cell, Table
from corpus.model import Document
from corpus.span import Span
from corpus.tables import read_table
from tests.corpus.test_tables import read, units

MEASURES = "Nr. | Pasākums | Atbildīgais | Termiņš"


def numbers(document: Document) -> list[str | None]:
    return [section.number for section in document.sections if section.unit]


def test_a_star_that_leads_to_a_note_is_no_part_of_a_code() -> None:
    document = read(MEASURES, "A1 | Jumts | Dome | 2026", "A2* | Saules paneļi | Dome | 2027")
    assert numbers(document) == ["A1", "A2"]


def test_a_code_before_the_title_in_its_cell_is_the_number_of_the_unit() -> None:
    document = read("Rīcība | Finansējums | Rādītāji", "R1.1 Atbalsts ražotājiem | 70 000 | 26")
    unit = next(section for section in document.sections if section.unit)
    assert (unit.number, unit.title) == ("R1.1", "Atbalsts ražotājiem")


def test_a_road_in_a_title_is_no_code_of_the_unit() -> None:
    document = read("Project | Lead | Cost", "N67 Clonarra Bypass | Council | 4", "Quay | Port | 5")
    assert units(document) == {"N67 Clonarra Bypass": "project", "Quay": "project"}


def test_a_goal_over_several_rows_heads_them_and_a_sum_over_several_columns_heads_none() -> None:
    document = read(
        "Mērķis | Rīcība | Finansējums | Rādītāji",
        "M1 Stipra ekonomika | R1.1 Atbalsts | 812 | 26",
        " | R1.2 Pārstrāde | 384 | 14",
        "M2 Stipras kopienas | R2.1 Kopienas | 456 | 24",
        "Kopā | | 1652 | ",
    )
    parents = {s.number: s.parent for s in document.sections if s.unit}
    assert parents == {"R1.1": "M1", "R1.2": "M1", "R2.1": "M2"}
    summed = next(p for p in document.passages if "1652" in p.text)
    assert summed.unit is None
    assert "Kopā" not in {section.title for section in document.sections}


@pytest.mark.parametrize("total", ["Kopā A–D", "Kopā 2.–3.", "Total A–C"])
def test_sums_say_what_letters_they_are_of(total: str) -> None:
    document = read(MEASURES, "A1 | Jumts | Dome | 2026", f" | {total} | | 7 120")
    assert units(document) == {"Jumts": "action"}


def test_a_table_that_only_refers_to_policies_by_their_codes_has_no_units() -> None:
    document = read("Indicator | Target | Policy", "Homes built | 520 | S1", "Pitches | 17 | H3")
    assert units(document) == {}
    row = next(p for p in document.passages if p.text.startswith("Pitches"))
    assert (row.text, row.context) == ("Pitches 17 H3", "Indicator | Target | Policy")


def test_rows_of_a_code_and_its_text_are_units_of_the_kind_that_the_code_says() -> None:
    document = read(
        "Ref | Text",
        "TM-P-1 | Require a travel plan for large developments.",
        "TM-O-2 | Replace the weak bridge by 2028.",
    )
    found = {s.number: s.kind for s in document.sections if s.unit}
    assert found == {"TM-P-1": "policy", "TM-O-2": "goal"}
    assert [p.text for p in document.passages if p.unit == "TM-O-2"] == [
        "Replace the weak bridge by 2028."
    ]


def test_codes_beside_names_are_no_units() -> None:
    document = read("Site | Name", "T1 | Moor Lane", "T2 | Goods Yard")
    assert units(document) == {}


def test_a_cell_over_several_rows_is_said_of_each_of_them() -> None:
    document = read(
        "Tier | Town | Homes", "Key | Ballycorrig | 1,180", "Growth | Dunmaire | 560",
        " | Portalin | 345", "Total | | 2,085",
    )  # fmt: skip
    contexts = {p.text: p.context for p in document.passages if p.kind == "row"}
    assert contexts["Portalin 345"] == "Tier: Growth | Town | Homes"
    assert contexts["Growth Dunmaire 560"] == contexts["Total 2,085"] == "Tier | Town | Homes"


def test_rows_below_the_title_of_a_list_of_abbreviations_are_definitions() -> None:
    before = "# Plāns\n\n## Saīsinājumi\n\n"
    document = read("AER | atjaunojamie resursi", "KF | Kohēzijas fonds", before=before)
    found = {p.item: p.kind for p in document.passages if p.item}
    assert found.get("KF") == "definition"


def _cells(text: str, *said: str) -> tuple[Cell, ...]:
    found = []
    for one in said:
        start = text.index(one)
        found.append(Cell((Span(start, start + len(one)),)))
    return tuple(found)


def test_a_table_cut_by_a_page_goes_on_below_the_row_that_heads_it() -> None:
    names = "Nr. Pasākums Izpildītājs"
    text = f"{names}\nC. Siltums\nC1 Katls Dome\n{names}\nC2 Tīkli Nami"
    half = text.index("\nNr.") + 1
    head = _cells(text, "Nr.", "Pasākums", "Izpildītājs")
    title = text.index("C. Siltums")
    group = (Cell((Span(title, title + 10),), width=3),)
    first = Table(Span(0, half - 1), (head, group, _cells(text, "C1", "Katls", "Dome")), headers=1)
    again = tuple(
        Cell((Span(c.paragraphs[0].start + half, c.paragraphs[0].end + half),)) for c in head
    )
    rows = (again, _cells(text, "C2", "Tīkli", "Nami"))
    before = read_table(text, first, 1)
    after = read_table(
        text, Table(Span(half, len(text)), rows, headers=1, continues=True), 2, before
    )
    places = [b.place for b in (*before.blocks, *after.blocks) if b.kind == "heading"]
    assert places == [(1, 0), (1, 2), (1, 3)]
    assert all(block.place for block in after.blocks)
