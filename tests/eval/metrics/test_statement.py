"""How an answer falls into statements, and how many of them are cited."""

from __future__ import annotations

from math import isnan

import pytest

from eval.metrics.statement import coverage, statements, without_marks


def texts(answer: str) -> list[str]:
    return [one.text for one in statements(answer)]


def test_running_text_falls_into_sentences_with_their_marks() -> None:
    assert texts("Tiltu salabos pašvaldība. [1] To maksā ES. [2]") == [
        "Tiltu salabos pašvaldība. [1]",
        "To maksā ES. [2]",
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "Pieņemts 2021. Gada beigās [1]",
        "Piem., A. Bērziņš un u.c. Daugavpils iedzīvotāji [1]",
        "Programmā teikts: «Salabot tiltu. Uzcelt skolu.» [1]",
        "Plāns saka “Salabot tiltu. Uzcelt skolu.” [1]",
    ],
)
def test_dates_abbreviations_and_quotations_are_not_cut(whole: str) -> None:
    assert texts(whole) == [whole]


def test_bullets_quotes_and_table_rows_are_one_statement_each() -> None:
    answer = """# Ceļi
- Pirmais. Otrais. [1]
2. Trešais [2]
> Citāts. Vēl. [3]

| Vienība | Uzdevums |
|---|---|
| 1.1 | Tilts [4] |"""
    assert [one.text[:6] for one in statements(answer)] == [
        "# Ceļi", "- Pirm", "2. Tre", "> Citā", "| 1.1 ",
    ]  # fmt: skip


def test_coverage_is_the_share_of_statements_with_a_mark() -> None:
    assert coverage("Tiltu salabos pašvaldība. To maksā Eiropas fonds. [1]") == 0.5
    assert coverage("- Tilts [1]\n- Skola\n- Ceļš [2]\n- Parks") == 0.5


def test_a_lead_in_is_covered_by_what_follows_it() -> None:
    assert coverage("**Atbildīgie:**\n- Pašvaldība [1]") == 1
    assert coverage("Atbildīgie:\n- Pašvaldība") == 0
    assert coverage("Atbildīgie:\n1.1 Ceļi:\n- Pašvaldība [1]") == 1
    assert coverage("Atbild pašvaldība\n- tā [1]") == 0.5


def test_no_statement_is_undefined() -> None:
    assert isnan(coverage(" \n"))


def test_marks_are_taken_out_with_the_space_before_them() -> None:
    assert without_marks("Tilts [1][12], skola [3].") == "Tilts, skola."
