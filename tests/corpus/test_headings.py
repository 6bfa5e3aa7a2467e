"""Headings of plain text that mixes numbers with codes, capitals, and a cover."""

from __future__ import annotations

from corpus.model import Document
from corpus.reader import read_document
from tests.corpus.accounting import unaccounted

PLAN = """DZELMES NOVADA PAŠVALDĪBA

DZELMES NOVADA ŪDEŅU PLĀNS
2025.-2031.

Dzelme
2025

1. ESOŠĀ SITUĀCIJA

1.1. Ezeri

Novadā ir 64 ezeri, un to ūdens kvalitāte ir dažāda.

1.2. Peldvietas

Peldvietu novadā ir divas, un tās apsaimnieko pašvaldība.

2. STRATĒĢISKĀ DAĻA

Ezeri 2031. gadā ir tīri un pieejami visiem iedzīvotājiem.

3. RĪCĪBAS PLĀNS

RV1 Ūdeņu kvalitāte

U1.1 Samazināt piesārņojumu ezeros

P1.1.1. Attīrīšanas iekārtu izbūve
Atbildīgais: SIA "Ūdens"
Termiņš: 2026. gads

P1.1.2. Mitrāju ierīkošana
Atbildīgais: Vides nodaļa
Termiņš: 2027. gads

U1.2 Uzlabot ezeru stāvokli

P1.2.1. Niedru pļaušana
Atbildīgais: Vides nodaļa
Termiņš: katru gadu

RV2 Drošība

U2.1 Labiekārtot peldvietas

P2.1.1. Pludmales pārbūve
Atbildīgais: Attīstības nodaļa
Termiņš: 2025. gads

4. UZRAUDZĪBA

Pārskatu sagatavo reizi divos gados un iesniedz domei.
"""


def read(text: str) -> Document:
    document = read_document(text.encode(), "plans.txt")
    assert unaccounted(document) == []
    return document


def test_codes_with_letters_are_headings_inside_the_chapter_with_a_number() -> None:
    document = read(PLAN)
    levels = {s.number: s.level for s in document.sections if s.number}
    assert [n for n in levels if n[0].isdigit()] == ["1.1", "1.2", "2", "3", "4"]
    assert [levels[n] for n in ("3", "RV1", "U1.1", "P1.1.1", "4")] == [1, 2, 3, 4, 1]
    # The first chapter bears a role's name.
    assert next(s for s in document.sections if s.role == "rationale").title == "ESOŠĀ SITUĀCIJA"
    parents = {s.number: s.parent for s in document.sections if s.unit}
    assert parents["P1.2.1"] == "U1.2"


def test_a_title_in_capitals_that_begins_with_a_roles_name_is_no_label() -> None:
    chapter = next(s for s in read(PLAN).sections if s.number == "3")
    assert (chapter.title, chapter.role) == ("RĪCĪBAS PLĀNS", None)


def test_an_entry_of_the_contents_is_no_label() -> None:
    contents = "SATURS\n\n1. EZERI ............ 3\n2. RĪCĪBAS PLĀNS ............ 6\n\n"
    document = read(
        f"{contents}1. EZERI\n\nEzeri ir tīri.\n\n2. RĪCĪBAS PLĀNS\n\nVisu dara visi.\n"
    )
    assert [s.role for s in document.sections] == [None, None]


def test_the_title_ends_in_a_year_and_the_publisher_stands_above_it() -> None:
    description = read(PLAN).description
    assert description.title == "DZELMES NOVADA ŪDEŅU PLĀNS 2025.-2031."
    assert description.publisher == "DZELMES NOVADA PAŠVALDĪBA"


def test_of_an_association_the_name_in_quotes_is_the_publisher() -> None:
    document = read(
        'Biedrība "Purmales partnerība"\n\nVietējā stratēģija 2023.-2027.\n\n' + PLAN[75:]
    )
    assert document.description.publisher == "Purmales partnerība"


def test_a_heading_with_years_below_its_publisher_is_the_title() -> None:
    text = (
        "Ziemeļu atkritumu reģions\n\n# ATKRITUMU PLĀNS 2024.–2030. GADAM\n\n## Ievads\n\nTeksts.\n"
    )
    description = read_document(text.encode(), "plans.md").description
    assert description.title == "ATKRITUMU PLĀNS 2024.–2030. GADAM"
    assert description.publisher == "Ziemeļu atkritumu reģions"


def test_a_roles_name_that_goes_on_with_a_sentence_is_no_label() -> None:
    document = read(
        f"{PLAN}\n5. MĒRĶI\n\nThe plan that the council adopted last year pursues as many as five\n"
        "objectives: clean lakes, dry cellars and others that the council may yet adopt.\n"
    )
    assert "objectives" not in [section.title for section in document.sections]
