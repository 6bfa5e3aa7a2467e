"""Plain text as pdftotext lays it out: columns of blanks, running heads, contents, glossaries."""

from __future__ import annotations

from corpus.lines import split_lines
from corpus.model import Document
from corpus.reader import read_document
from corpus.spaced import spaced_tables
from tests.corpus.accounting import unaccounted

TABLE = """\
Area                Homes at risk     Homes at risk     Main hazard
                    today             in 2055

Sandholme                   1,240             2,115     Tidal flooding
Harbour Quarter               310               690     Tidal flooding
Gannet Head                    22                64     Erosion

Total                       1,572             2,869
"""


def read(text: str) -> Document:
    document = read_document(text.encode(), "plan.txt")
    assert unaccounted(document) == []
    return document


def test_rows_of_aligned_cells_are_passages_under_the_names_of_their_columns() -> None:
    document = read(f"1. Risks\n\nThe homes at risk are these.\n\n{TABLE}\n2. Money\n\nNone.\n")
    row = next(p for p in document.passages if p.text.startswith("Harbour"))
    assert (row.kind, row.text) == ("row", "Harbour Quarter 310 690 Tidal flooding")
    assert row.context == "Area | Homes at risk today | Homes at risk in 2055 | Main hazard"
    assert any(p.text == "Total 1,572 2,869" for p in document.passages)


def test_codes_in_front_of_rows_are_no_names_of_columns_and_stay_in_their_rows() -> None:
    rows = (
        "  PU1  Gannet Head   No defence\n  PU2  Sandholme     Hold the line\n"
        "  PU3  Lune Beck     Realign\n"
    )
    document = read(f"1. Policies\n\nThese are the policies.\n\n{rows}\n2. Money\n\nNone.\n")
    found = [(p.item, p.text) for p in document.passages if p.kind == "row"]
    assert found[0] == ("PU1", "PU1 Gannet Head No defence")
    assert len(found) == 3


def test_columns_of_running_text_and_contents_are_no_tables() -> None:
    text = "the coast is   a long one and   it moves\nby some   metres at the   foot of its\n"
    contents = "1  Introduction  3\n2  The coast     4\n3  Money         9\n"
    assert spaced_tables(split_lines(text * 3)) == []
    assert spaced_tables(split_lines(contents)) == []


def pages(*bodies: str) -> str:
    head = "Tarn Coastal Plan 2026              Tarn Borough Council\n\n\n"
    return "\f".join(
        f"{head}{body}\n\n                    {i}\n" for i, body in enumerate(bodies, 2)
    )


def test_lines_on_top_of_several_pages_are_no_passages() -> None:
    document = read(
        pages(
            "1. Coast\n\nThe coast moves.",
            "2. Homes\n\nSome homes fall.",
            "3. Money\n\nNone is left.",
        )
    )
    assert [p.text for p in document.passages] == [
        "The coast moves.", "Some homes fall.", "None is left.",
    ]  # fmt: skip


def test_a_chapter_that_the_contents_name_with_a_page_is_no_footer() -> None:
    text = (
        "Contents\n\n1    The risks of the coast ............. 3\n"
        "2    The homes of the coast ............. 5\n\n"
        "1    The risks of the coast\n\nThe sea rises.\n\n2    The homes of the coast\n\nSome.\n"
    )
    titles = [s.title for s in read(text).sections]
    assert titles == ["The risks of the coast", "The homes of the coast"]


def test_a_series_of_measures_does_not_drive_out_the_numbers_of_chapters() -> None:
    measures = "".join(
        f"Action {n}   Build the {what}\n\nLead: Council\nCost: 5 million\n\n"
        for n, what in (
            ("1.1", "Wall"), ("1.2", "Bank"), ("1.3", "Gate"), ("2.1", "Siren"), ("2.2", "Door"),
        )
    )  # fmt: skip
    text = (
        "1. Introduction\n\nWhat the plan is for.\n\n2. Risks\n\nWhat may happen.\n\n"
        f"3. Actions\n\n{measures}4. Money\n\nWho pays for it.\n\n5. Review\n\nIt is in 2031.\n"
    )
    document = read(text)
    found = [(s.number, s.title) for s in document.sections if s.number]
    assert ("5", "Review") in found
    assert ("2.2", "Action: Build the Door") in found
    assert next(p for p in document.passages if p.text == "It is in 2031.").unit is None


def test_terms_of_an_annex_are_definitions_though_no_dash_parts_them() -> None:
    document = read(
        "1. Coast\n\nThe coast moves.\n\n2. Homes\n\nSome homes fall.\n\nAppendix A   Glossary\n\n"
        "Hold the line          Keep the defence where it is.\n\n"
        "Roll-back              Move homes inland.\n"
    )
    assert [(p.kind, p.item) for p in document.passages[2:]] == [
        ("definition", "Hold the line"), ("definition", "Roll-back"),
    ]  # fmt: skip


def test_a_column_of_figures_tells_a_table_from_columns_of_running_text() -> None:
    rows = (
        "  Ezers           Platība, ha   Kvalitāte   Slodze\n"
        "  Dzelmes ezers   1412          vidēja      lauku notece\n"
        "  Baltezers       214           slikta      pilsētas notekūdeņi\n"
        "  Kaņieris        58            vidēja      iekšējā slodze\n"
    )
    (table,) = spaced_tables(split_lines(rows))
    assert [len(row) for row in table.rows] == [4, 4, 4, 4]
