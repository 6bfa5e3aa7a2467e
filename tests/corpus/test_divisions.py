"""Outlines of plans as other countries write them: chapters, policies, letters before numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.divisions import titled, without_letters
from corpus.model import Document
from corpus.reader import read_document

MADE = Path(__file__).parent / "made"


def read(name: str) -> Document:
    return read_document((MADE / name).read_bytes(), name)


def path(document: Document, key: str) -> list[str]:
    """The titles above a section, outermost first."""
    by_key = {section.key: section for section in document.sections}
    found: list[str] = []
    above = by_key[key].parent
    while above:
        found.insert(0, by_key[above].title)
        above = by_key[above].parent
    return found


@pytest.mark.parametrize(
    ("name", "units"),
    [
        (
            "en-policies.txt",
            {
                "H1": ("Policy: Affordable housing", "policy"),
                "H2": ("Policy: Self-build homes", "policy"),
                "SD1": ("Policy: Climate change", "policy"),
                "SD2": ("POLICY: FLOODING", "policy"),
            },
        ),
        (
            "de-chapters.txt",
            {
                "1.1": ("Maßnahme: Dächer mit Solaranlagen ausstatten", "action"),
                "1.2": ("Maßnahme: Fuhrpark auf Strom umstellen", "action"),
            },
        ),
        (
            "pl-chapters.txt",
            {
                "1.1": ("Cel operacyjny: Wymiana pieców", "goal"),
                "1.2": ("Cel operacyjny: Termomodernizacja szkół", "goal"),
            },
        ),
        (
            "lt-number-first.txt",
            {
                "1.1.1": ("Priemonė: Asfaltuoti žvyrkelius", "action"),
                "1.1.2": ("Priemonė: Įrengti dviračių takus", "action"),
            },
        ),
        (
            "et-capitals.txt",
            {
                "1.1.1": ("Tegevus: Kruusateede tolmuvabaks muutmine", "action"),
                "1.1.2": ("Tegevus: Sildade remont", "action"),
            },
        ),
        (
            "lv-letters.txt",
            {
                "R1.1.1": ("Nomainīt Kalnamuižas skolas jumtu", None),
                "R1.1.2": ("Ierīkot sporta laukumu", None),
                "R2.1.1": ("Atjaunot celiņus", None),
            },
        ),
        ("lv-no-outline.txt", {}),
    ],
)
def test_the_units_of_a_plan_are_found(name: str, units: dict[str, tuple[str, str | None]]) -> None:
    assert {s.key: (s.title, s.kind) for s in read(name).sections if s.unit} == units


def test_policies_stand_in_their_chapters() -> None:
    document = read("en-policies.txt")
    assert path(document, "H2") == ["CHAPTER 2 HOUSING"]
    assert path(document, "SD1") == ["CHAPTER 3 SUSTAINABLE DEVELOPMENT"]
    kept = [p.text for p in document.passages if p.unit == "H1"]
    assert len(kept) == 4
    assert kept[0].startswith("Development of ten homes")


def test_numbers_inside_a_chapter_stand_below_it() -> None:
    assert path(read("de-chapters.txt"), "1.1") == [
        "Kapitel 2: Ziele und Maßnahmen", "Ziel: Klimaneutrale Verwaltung",
    ]  # fmt: skip


def test_letters_before_numbers_do_not_break_the_outline() -> None:
    document = read("lv-letters.txt")
    assert path(document, "R2.1.1") == ["Vide", "Sakopt parkus"]


def test_a_document_without_an_outline_is_read_by_its_paragraphs() -> None:
    document = read("lv-no-outline.txt")
    assert [p.section for p in document.passages] == [None] * 4


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("1.2. Ceļi", "1.2", "Ceļi"),
        ("4 Spatial strategy", "4", "Spatial strategy"),
        ("1.Introduction", "1", "Introduction"),
        ("Policy SD1: Homes", "SD1", "Policy: Homes"),
        ("Policy EC3 – Jobs", "EC3", "Policy: Jobs"),
        ("Measure 3.1 – Wells", "3.1", "Measure: Wells"),
        ("1.1 uždavinys. Gatvės", "1.1", "Uždavinys: Gatvės"),
        ("RV2. Vide", "RV2", "Vide"),
        ("2024. gada pārskats", None, "2024. gada pārskats"),
        ("Vision for 2040", None, "Vision for 2040"),
    ],
)
def test_a_title_is_taken_apart(text: str, number: str | None, name: str) -> None:
    assert titled(text) == (number, name)


def counted(names: list[str]) -> dict[str, str | None]:
    """The units, with their kinds, of a plan whose sections have these names."""
    text = "# Plan\n\n" + "\n\n".join(f"## {name}\n\nThe district acts here." for name in names)
    document = read_document(text.encode(), "plan.md")
    return {section.title: section.kind for section in document.sections if section.unit}


def test_divisions_that_are_named_alike_and_counted_are_units() -> None:
    goals = [f"Local Plan Objective {n}" for n in range(1, 4)]
    others = ["Approach 1: Town centres", "Approach 2: Edges of towns", "Approach 3: Villages"]
    found = counted(["Vision", *goals, *others])
    assert found == dict.fromkeys(goals, "goal") | dict.fromkeys(others)


@pytest.mark.parametrize(
    "names",
    [
        ["Pathway 1", "Pathway 2"],
        ["Pathway 1", "Pathway 3", "Pathway 4"],
        ["Table 1", "Table 2", "Table 3"],
        ["Chapter 1: Roads", "Chapter 2: Homes", "Chapter 3: Jobs"],
    ],
)
def test_what_is_no_series_of_divisions_makes_no_units(names: list[str]) -> None:
    assert counted(names) == {}


def test_a_plan_with_units_of_its_own_has_no_others() -> None:
    unit = "Roads\n\n**Implementers:** the council\n\n**Funding:** the budget"
    assert counted([unit, "Objective 1", "Objective 2", "Objective 3"]) == {"Roads": None}


def test_a_number_stands_without_its_letters() -> None:
    assert [without_letters(number) for number in ("U1.2", "RV3", "3.2.1")] == ["1.2", "3", "3.2.1"]
