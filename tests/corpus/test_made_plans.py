"""The reader on plans that were written for these tests: signs in six languages, two formats.

The files are in `made/`. They are laid out as plans of several countries are, and share no text
with the bundled ones.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document
from corpus.reader import read_document
from tests.corpus.accounting import unaccounted

FOLDER = Path(__file__).parent / "made"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def read(name: str) -> Document:
    return read_document((FOLDER / name).read_bytes(), name)


def unit_fields(document: Document, unit: str) -> dict[str | None, list[str]]:
    """The texts of a unit's passages by role."""
    fields: dict[str | None, list[str]] = {}
    for passage in document.passages:
        if passage.unit == unit:
            fields.setdefault(passage.role, []).append(passage.text)
    return fields


def units(document: Document) -> dict[str, str]:
    return {section.key: section.title for section in document.sections if section.unit}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name: str) -> None:
    assert unaccounted(read(name)) == []


@pytest.mark.parametrize(
    ("name", "language", "title"),
    [
        ("en-numbered.txt", "en", "Local Development Strategy 2024-2030"),
        ("en-worded.txt", "en", "Eastham Transport Plan"),
        ("en-spaced.txt", "en", "Local plan"),
        ("en-headings.md", "en", "Rivermouth Climate Plan 2025"),
        ("lv-number-after.txt", "lv", "Ozolmuižas novada attīstības programma 2022.-2028. gadam"),
        ("lv-tasks-as-units.txt", "lv", "Ozolkalna pagasta rīcības plāns"),
        ("et.txt", "et", "Kuusjärve valla arengukava 2023–2030"),
        ("lt.txt", "lt", "ŠILAVOTO RAJONO SAVIVALDYBĖS STRATEGINIS PLĖTROS PLANAS 2023–2029 M."),
        ("de.txt", "de", "Handlungsfeld Verkehr"),
        ("pl.txt", "pl", "STRATEGIA ROZWOJU GMINY DĘBOWA WOLA NA LATA 2022–2030"),
    ],
)
def test_a_document_tells_its_language_and_its_title(name: str, language: str, title: str) -> None:
    description = read(name).description
    assert (description.language, description.title) == (language, title)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        (
            "en-numbered.txt",
            "subpriority",
            {
                "2.1.1": "Insulating council housing",
                "2.1.2": "Heating networks",
                "2.2.1": "Cycling routes",
            },
        ),
        (
            "en-worded.txt",
            "action",
            {
                "1.1": "Measure: Crossings",
                "1.2": "Measure: Speed limits",
                "2.1": "Measure: New lines",
            },
        ),
        (
            "en-spaced.txt",
            "action",
            {"2.1": "Measure: Gravel roads", "2.2": "Measure: Bridges", "3.1": "Measure: Wells"},
        ),
        ("en-headings.md", None, {"1.1": "Solar roofs", "1.2": "Heat pumps", "2.1": "Cycling"}),
        (
            "lv-number-after.txt",
            "priority",
            {
                "1.1": "Prioritāte: Tīrs ūdens",
                "1.2": "Prioritāte: Atkritumi",
                "2.1": "Prioritāte: Skolas",
            },
        ),
        (
            "lv-tasks-as-units.txt",
            "action",
            {
                "1.1.1": "Uzdevums: Atjaunot skolu",
                "1.1.2": "Uzdevums: Izveidot bibliotēku",
                "1.2.1": "Uzdevums: Iekārtot ārsta praksi",
                "2.1.1": "Uzdevums: Iztīrīt dīķi",
            },
        ),
        (
            "lv-codes.txt",
            "action",
            {
                "U1.1": "Uzdevums: Sakārtot ielas",
                "U1.2": "Uzdevums: Atbalstīt uzņēmējus",
                "U2.1": "Uzdevums: Sakopt parkus",
            },
        ),
        (
            "et.txt",
            "action",
            {
                "2.1": "Meede: Kergliiklusteed",
                "2.2": "Meede: Ühistransport",
                "3.1": "Meede: Puhas vesi",
            },
        ),
        (
            "lt.txt",
            "priority",
            {
                "1.1": "Prioritetas: Dviračių takai",
                "1.2": "Prioritetas: Viešasis transportas",
                "2.1": "Prioritetas: Atliekos",
            },
        ),
        (
            "de.txt",
            "action",
            {
                "2.1": "Maßnahme Radwege",
                "2.2": "Maßnahme Busverkehr",
                "3.1": "Maßnahme Solardächer",
            },
        ),
        (
            "pl.txt",
            "action",
            {
                "1.1": "Działanie: Ścieżki rowerowe",
                "1.2": "Działanie: Autobusy gminne",
                "2.1": "Działanie: Kanalizacja",
            },
        ),
    ],
)
def test_the_units_are_the_deepest_divisions_with_roles(
    name: str, kind: str | None, expected: dict[str, str]
) -> None:
    document = read(name)
    assert units(document) == expected
    assert {section.kind for section in document.sections if section.unit} == {kind}


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        (
            "en-numbered.txt",
            "2.1.1",
            {
                "goal": ["to lower heating costs by 30 % in council homes."],
                "rationale": [
                    "62 % of council homes were built before 1980;",
                    "heating takes 14 % of a tenant's income.",
                ],
                "implementers": ["Housing Department"],
                "partners": ["Rivermouth Energy Agency", "tenants' associations"],
                "tasks": [
                    "insulate the roofs of 340 council homes by the end of 2027;",
                    "replace 1,200 windows;",
                    "train 20 energy advisers.",
                ],
                "funding": ["council budget, Regional Development Fund"],
                "indicators": [
                    "homes insulated (number): 340;",
                    "heating costs in council homes (EUR a year).",
                ],
            },
        ),
        (
            "en-worded.txt",
            "1.1",
            {
                "goal": ["Fewer accidents on main streets."],
                "tasks": ["mark 12 crossings", "light 30 crossings"],
                "implementers": ["Roads Department"],
            },
        ),
        (
            "en-spaced.txt",
            "2.1",
            {
                "goal": [
                    "gravel roads that can be used in spring, also where the ground is wet and"
                    " where timber lorries pass."
                ],
                "tasks": [
                    "lay gravel on 45 km of roads in the north of the parish, where the surface is"
                    " worst and where school buses run;",
                    "dig 12 km of ditches.",
                ],
                "funding": ["parish budget"],
            },
        ),
        (
            "en-headings.md",
            "1.1",
            {
                "goal": ["Put solar panels on every school."],
                "tasks": [
                    "Survey 24 school roofs by March 2026",
                    "Install 1.2 MW of panels",
                    "0.8 MW in the north",
                    "0.4 MW in the south",
                ],
                "implementers": ["Energy Office"],
                "funding": ["council budget"],
                "indicators": [
                    "Indicator Baseline Target",
                    "Installed power (MW) 0.1 1.3",
                    "Schools with panels 2 24",
                ],
            },
        ),
        (
            "lv-number-after.txt",
            "1.1",
            {
                "goal": ["Nodrošināt iedzīvotājiem kvalitatīvu dzeramo ūdeni."],
                "implementers": ["Ozolmuižas novada pašvaldība", 'SIA "Ozolmuižas ūdens"'],
                "tasks": [
                    "Izbūvēt 12 km ūdensvada Ozolmuižas ciemā;",
                    "Rekonstruēt 2 attīrīšanas iekārtas.",
                ],
                "funding": ["ES fondi, pašvaldības budžets"],
            },
        ),
        (
            "lv-tasks-as-units.txt",
            "1.2.1",
            {
                "goal": ["ārsts 10 km attālumā."],
                "implementers": ["sociālais dienests"],
                "funding": ["18 500 EUR"],
                "schedule": ["2024"],
            },
        ),
        (
            "et.txt",
            "2.1",
            {
                "goal": ["ohutud teed jalgratturitele ja jalakäijatele."],
                "tasks": [
                    "ehitada 7 km kergliiklusteed Kuusjärve ja Männiku vahele;",
                    "paigaldada 40 jalgrattahoidlat.",
                ],
                "implementers": ["vallavalitsus"],
                "partners": ["Transpordiamet"],
                "funding": ["valla eelarve, Euroopa Liidu toetus"],
                "indicators": ["kergliiklustee pikkus (km)."],
            },
        ),
        (
            "lt.txt",
            "1.1",
            {
                "goal": ["skatinti keliones dviračiais."],
                "tasks": [
                    "Nutiesti 9 km dviračių takų Šilavoto mieste.",
                    "Įrengti 60 dviračių stovų prie mokyklų.",
                ],
                "implementers": ["savivaldybės administracija"],
                "partners": ["Lietuvos dviratininkų bendrija"],
                "funding": ["savivaldybės biudžetas, ES lėšos"],
                "indicators": [
                    "Nutiesta dviračių takų (km) – 9.",
                    "Dviratininkų skaičius per dieną.",
                ],
            },
        ),
        (
            "de.txt",
            "2.1",
            {
                "goal": ["Der Anteil des Radverkehrs steigt auf 25 %."],
                "rationale": [
                    "Heute fahren 11 % der Beschäftigten mit dem Rad.",
                    "Auf der Hauptstraße gab es 2021 neun Unfälle.",
                ],
                "implementers": ["Tiefbauamt"],
                "tasks": [
                    "Bau von 8 km Radwegen an der Hauptstraße;",
                    "150 neue Abstellplätze am Bahnhof.",
                ],
                "funding": ["Haushalt der Stadt, Fördermittel des Landes"],
                "indicators": ["Länge der Radwege (km)", "Anteil des Radverkehrs (%)"],
            },
        ),
        (
            "pl.txt",
            "1.1",
            {
                "goal": ["bezpieczny ruch rowerowy."],
                "rationale": ["na drodze powiatowej doszło w 2020 r. do sześciu wypadków."],
                "implementers": ["Urząd Gminy"],
                "tasks": [
                    "budowa 11 km ścieżek rowerowych między Dębową Wolą a Łąkami;",
                    "montaż 80 stojaków rowerowych.",
                ],
                "funding": ["budżet gminy, fundusze unijne"],
                "indicators": ["długość ścieżek rowerowych (km)", "liczba rowerzystów dziennie"],
            },
        ),
    ],
)
def test_a_unit_has_its_texts_under_their_roles(
    name: str, unit: str, expected: dict[str, list[str]]
) -> None:
    assert unit_fields(read(name), unit) == expected


@pytest.mark.parametrize("name", ["en-numbered.txt", "de.txt"])
def test_a_table_of_contents_is_no_outline(name: str) -> None:
    document = read(name)
    lines = [artefact.span.of(document.text) for artefact in document.artefacts]
    assert len(lines) >= 3
    assert {artefact.kind for artefact in document.artefacts} == {"toc"}
    assert document.sections[0].number == "1"
    assert len({section.key for section in document.sections}) == len(document.sections)
    assert not any("~" in section.key for section in document.sections)


def test_footers_of_a_spaced_out_extract_are_artefacts() -> None:
    document = read("en-spaced.txt")
    assert [(a.kind, a.span.of(document.text)) for a in document.artefacts] == [
        ("footer", "Local plan 2024. Part one  2"),
        ("footer", "Local plan 2024. Part one  3"),
    ]


class TestMarkdownLabels:
    """Role labels in bold, in list items and in plain lines."""

    @pytest.fixture
    def plan(self) -> Document:
        return read("en-bold-labels.md")

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            (
                "Action: Bus lanes",
                {
                    "implementers": ["Transport Office"],
                    "tasks": ["Mark bus lanes on High Street", "Retime 14 signals"],
                    "indicators": ["minutes saved"],
                },
            ),
            (
                "Action: Park and ride",
                {
                    "implementers": ["Transport Office"],
                    "tasks": ["Build 300 spaces"],
                    "funding": ["2.4 million euros"],
                    "schedule": ["2026"],
                },
            ),
            (
                "Action: Tickets",
                {
                    "implementers": ["Ticket Office"],
                    "tasks": ["sell tickets by phone"],
                    "funding": ["fares"],
                },
            ),
        ],
    )
    def test_a_label_opens_a_section(
        self, plan: Document, title: str, expected: dict[str, list[str]]
    ) -> None:
        unit = next(s for s in plan.sections if s.title == title)
        assert unit.unit
        assert unit_fields(plan, unit.key) == expected

    def test_an_annex_is_no_unit(self, plan: Document) -> None:
        annex = next(s for s in plan.sections if s.title == "Annex")
        assert not annex.unit
        texts = [p.text for p in plan.passages if p.section and p.section.endswith("/annex")]
        assert "code = 1" in texts
        assert "A quoted remark." in texts
        assert "second continued here" in texts

    def test_an_escaped_bar_stays_in_its_cell(self, plan: Document) -> None:
        row = next(p for p in plan.passages if p.kind == "row" and p.text.startswith("x"))
        assert row.pieces[0].of(plan.text) == "x \\| y"


def test_a_numbered_title_that_is_a_role_keeps_its_number() -> None:
    text = (
        "1. Introduction\n\nText of the introduction.\n\n2. Cycling\n\n2.1. Goal\n\nMore trips.\n\n"
        "2.2. Funding\n\nCouncil budget.\n\n2.3. Actions\n\na) build;\nb) mark.\n\n"
        "3. Annexes\n\nNone.\n"
    )
    document = read_document(text.encode(), "plan.txt")
    assert [(s.number, s.role) for s in document.sections] == [
        ("1", None), ("2", None), ("2.1", "goal"), ("2.2", "funding"), ("2.3", "tasks"),
        ("3", None),
    ]  # fmt: skip
    assert unit_fields(document, "2") == {
        "goal": ["More trips."],
        "funding": ["Council budget."],
        "tasks": ["build;", "mark."],
    }


def test_roles_numbered_below_their_unit_stay_its_roles() -> None:
    unit = "{0}. Uzdevums Nr. {1}\n\n{0}.1. Mērķis: Labāki ceļi\n"
    unit += "{0}.2. Ieviesēji: Ceļu nodaļa\n\n"
    text = "1. Ceļi\n\n" + unit.format("1.1", "viens") + unit.format("1.2", "divi")
    text += "2. Ūdens\n\nTeksts par ūdeni.\n"
    document = read_document(text.encode(), "plan.txt")
    assert list(units(document)) == ["1.1", "1.2"]
    assert unit_fields(document, "1.2") == {
        "goal": ["Labāki ceļi"],
        "implementers": ["Ceļu nodaļa"],
    }
