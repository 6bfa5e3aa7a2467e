"""Questions that name divisions and measures by codes, columns by their names, bodies among others.

The plans are those of two municipalities, so that a word of one's title is said of the other too.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened

NAMES = "No | Activity | Responsible | Funding | Support intensity"
GOALS = {
    "1. Residents are cared for": (
        "1.1 | Care home | Social Department | State budget, health fund | 70",
        "1.2 | Telecare service | Social Department | Municipal budget | 85",
    ),
    "2. Enterprises grow": (
        "2.1 | Industrial area | Development Department | State budget | 55",
        "2.2 | Watermill as a visitor centre | Development Department | Health fund | 40",
    ),
}
COUNTY = """# Kilbracken County Development Plan 2023-2029

## 6 Transport

### Policies

| Ref | Text |
|---|---|
| TM-P-1 | Require a travel plan for large developments near Portalin. |

### Objectives

| Ref | Text |
|---|---|
| TM-O-1 | Provide bicycle parking at Portalin railway station. |
| TM-O-2 | Replace Rathbeg Bridge by the end of 2028. |

## 7 Collections

| Town | Homes | Food waste |
|---|---|---|
| Portalin | 5,120 | weekly |
| Rathbeg | 2,904 | none |
| Killisk | 2,411 | weekly |
"""
LATVIAN = """# Siltenes novada rīcības plāns 2024.–2030. gadam

## 1. Mērķi

Plānam noteikti trīs stratēģiskie mērķi:

- SM1. Energoefektīva infrastruktūra;
- SM2. Fosilā kurināmā aizstāšana;
- SM3. Noturīga vide.

## 2. Rīcības

| Mērķis | Rīcība | Izpildītājs | Finansējums, EUR |
|---|---|---|---|
| M1 Stipra ekonomika | R1.1 Atbalsts ražotājiem | Attīstības nodaļa | 812 000 |
|  | R1.2 Produkcijas pārstrāde | Vides nodaļa | 384 500 |
| M2 Stipras kopienas | R2.1 Kopienu telpas | Attīstības nodaļa | 456 200 |
"""


def municipal() -> str:
    parts = ["# Veskimaa Municipality Development Plan 2024–2035\n\n## 4. Goals and activities\n"]
    for title, rows in GOALS.items():
        number, name = title.split(". ")
        parts.append(f"### Strategic goal {number}. {name}\n\n**Indicators**\n\nHealthy years.\n")
        parts.append(f"**Activities**\n\n| {NAMES} |\n|---|---|---|---|---|")
        parts += [f"| {row} |" for row in rows]
        parts.append("")
    return "\n".join(parts)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder = tmp_path_factory.mktemp("plans")
    files = []
    for name, text in (("veskimaa", municipal()), ("kilbracken", COUNTY), ("siltene", LATVIAN)):
        files.append(folder / f"{name}.md")
        files[-1].write_text(text, "utf-8")
    asker = opened(folder / "home", files, default_embedder())
    yield asker
    asker.index.close()


@pytest.mark.parametrize(
    ("question", "units"),
    [
        (
            "Which activities of Veskimaa are the responsibility of the Development Department?",
            ["2.1", "2.2"],
        ),
        ("Kuras rīcības ir mērķim M1 Siltenes plānā?", ["R1.1", "R1.2"]),
        ("What are the strategic goals of Veskimaa?", ["1", "2"]),
        ("Which objectives concern Portalin?", ["TM-O-1"]),
        ("Which activities of Veskimaa are paid by the health fund?", ["1.1", "2.2"]),
    ],
)
def test_lists_hold_the_units_of_the_division_the_body_and_the_kind_asked_for(
    plans: Asker, question: str, units: list[str]
) -> None:
    assert [item.section for item in plans.ask(question).items] == units


def test_goals_are_called_as_the_list_of_them_calls_them(plans: Asker) -> None:
    answer = plans.ask("Kuri ir Siltenes plāna stratēģiskie mērķi?")
    assert [item.title[:3] for item in answer.items] == ["SM1", "SM2", "SM3"]


def test_a_name_tells_the_document_from_others_that_share_a_word_of_its_title(
    plans: Asker,
) -> None:
    question = "What is the Development Department of Veskimaa responsible for?"
    assert plans.context(question).ranking.documents == ("veskimaa",)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the support intensity of the telecare service in Veskimaa?", "85"),
        ("What does objective TM-O-2 say?", "Replace Rathbeg Bridge"),
    ],
)
def test_what_is_asked_for_by_a_column_or_a_code_is_quoted(
    plans: Asker, question: str, said: str
) -> None:
    answer = plans.ask(question)
    assert said in answer.citations[0].quote


def test_who_leads_a_thing_is_no_question_for_the_rows_of_another_table(plans: Asker) -> None:
    question = "Who collects food waste weekly?"
    assert not plans.ask(question).items


def test_who_and_for_how_much_are_both_told_by_their_roles(plans: Asker) -> None:
    answer = plans.ask("Kas atbild par rīcību R1.2 un cik tā maksās?")
    assert answer.kind == "attribute"
    assert "Ieviesēji: “Vides nodaļa”" in answer.answer
    assert "Finansējums, EUR: “384 500”" in answer.answer
