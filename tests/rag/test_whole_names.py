"""Measures of a body that a question names in full, figures of cells, tables with groups."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened

ROWS = (
    ("1.1.", "E-pakalpojumu portāls", "Digitālās attīstības nodaļa", "180 000", "2026"),
    ("1.2.", "Pabalsti ģimenēm", "Sociālais dienests", "40 000", "2025"),
    ("2.1.", "Lifts kultūras namā", "Īpašumu pārvalde", "2 100 000", "2026"),
    ("2.2.", "Mājokļu pielāgošana", "Sociālais dienests (Būvvalde)", "280 000", "2025"),
    ("2.3.", "Lapas vieglajā valodā", "Komunikācijas nodaļa", "28 000", "2025"),
    ("3.1.", "Sistēmu apvienošana", "Digitālās attīstības nodaļa", "3 400 000", "2027"),
    ("3.2.", "Rezerves datu centrs", "Īpašumu pārvalde", "75 000", "2026"),
)
GROUPS = {"1.1.": "Pakalpojumi", "2.1.": "Vide", "3.1.": "Sistēmas"}
NAMES = ("Nr.", "Pasākums", "Atbildīgā struktūrvienība", "Finansējums, EUR", "Termiņš")


def page() -> str:
    table = f"<tr>{''.join(f'<th>{name}</th>' for name in NAMES)}</tr>"
    for row in ROWS:
        if row[0] in GROUPS:
            table += f"<tr><td colspan='5'>{GROUPS[row[0]]}</td></tr>"
        table += f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
    return (
        "<html><body><h1>Kalnupes novada digitālais plāns</h1><h2>Mērķi</h2><ul>"
        "<li>pakalpojumi tiešsaistē</li><li>piekļūstama vide</li></ul>"
        f"<h2>Pasākumi</h2><table>{table}</table><h2>Vadība</h2><p>Grupā ir:</p><ol>"
        "<li>nodaļas vadītājs</li><li>bibliotēkas direktors</li></ol></body></html>"
    )


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder = tmp_path_factory.mktemp("plan")
    file = folder / "kalnupes-plans.html"
    file.write_text(page(), "utf-8")
    asker = opened(folder / "home", [file], default_embedder())
    yield asker
    asker.index.close()


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("Kurus pasākumus īsteno Digitālās attīstības nodaļa?", ["1.1", "3.1"]),
        ("Which measures are led by Sociālais dienests?", ["1.2", "2.2"]),
        ("Par ko atbild Sociālais dienests?", ["1.2", "2.2"]),
    ],
)
def test_measures_are_those_of_the_body_named_in_full(
    plan: Asker, question: str, units: list[str]
) -> None:
    assert [item.section for item in plan.ask(question).items] == units


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("Kuri pasākumi maksā vairāk nekā 1 miljonu eiro?", ["2.1", "3.1"]),
        ("Kuri pasākumi jāpabeidz 2025. gadā?", ["1.2", "2.2", "2.3"]),
        ("Kurš pasākums ir visdārgākais?", ["3.1"]),
    ],
)
def test_rows_of_all_groups_of_a_table_are_held_to_a_bound(
    plan: Asker, question: str, units: list[str]
) -> None:
    assert [item.section for item in plan.ask(question).items] == units


def test_figures_of_a_cell_stand_behind_the_name_of_their_column(plan: Asker) -> None:
    answer = plan.ask("Cik maksā lifts kultūras namā?")
    assert answer.status == "answered"
    assert "Finansējums, EUR: “2 100 000”" in answer.answer


def test_who_does_a_measure_is_not_asked_of_a_body_that_is_named(plan: Asker) -> None:
    answer = plan.ask("Kas vada Digitālās attīstības nodaļu?")
    assert answer.items == []


def test_goals_of_a_plan_without_units_for_them_are_the_list_under_that_heading(
    plan: Asker,
) -> None:
    answer = plan.ask("Kādi ir Kalnupes plāna mērķi?")
    assert [item.title for item in answer.items] == ["pakalpojumi tiešsaistē", "piekļūstama vide"]
