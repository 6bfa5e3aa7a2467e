"""Which expected facts an answer states."""

from __future__ import annotations

from math import isnan

import pytest

from eval.metrics.facts import fact_recall, missed
from tests.eval.building import answer, row


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("Iedzīvotāju skaits: 255 968 [1]", "255968"),
        ("Iedzīvotāju skaits: 255\u00a0968", "255 968"),
        ("IZGLĪTĪBAS UN ZINĀTNES MINISTRIJA", "izglitibas un zinatnes ministrija"),
        ("izglitibas un  zinatnes\nministrija", "Izglītības un zinātnes ministrija"),
        ("2021. gada nogalē", "2021.gada nogalē"),
        ("laikā 2014. – 2020.", "2014.-2020."),
        ("**Eiropas** Savienības «fondi»", "Eiropas Savienības fondi"),
        ("ministrijas [1] budžets", "ministrijas budžets"),
        ("stratēģijas 2030 mērķiem", "stratēģij"),
        ("datums 31.12.2022.", "2022"),
        ("IAM: 8., 9., 12.", "8., 9., 12"),
        ("daļa ir 28.5 %", "28.5"),
    ],
)
def test_an_alias_is_found_however_it_is_written(text: str, alias: str) -> None:
    assert fact_recall(answer(text), [[alias]]) == 1


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("gads 2027", "7"),
        ("gads 2027", "202"),
        ("1255 968", "255 968"),
        ("daļa ir 37,5 %", "37"),
        ("daļa ir 28.5 %", "28"),
        ("1.37 reizes", "37"),
        ("autotransports", "transports"),
        ("3.2.2.21 Ceļi", "3.2.2.2"),
        ("esošie", "ES"),
    ],
)
def test_part_of_a_number_or_the_end_of_a_word_is_no_match(text: str, alias: str) -> None:
    assert fact_recall(answer(text), [[alias]]) == 0


def test_recall_counts_facts_each_by_any_alias() -> None:
    facts = [["tilts", "bridge"], ["skola", "school"], ["ceļš"]]
    given = answer("The bridge and the Skola.")
    assert fact_recall(given, facts) == pytest.approx(2 / 3)
    assert missed(given, facts) == ["ceļš"]
    assert isnan(fact_recall(given, []))


def test_only_the_first_1200_characters_count_besides_the_items() -> None:
    far = "x " * 600 + "tilts"
    assert fact_recall(answer(far), [["tilts"]]) == 0
    assert fact_recall(answer("x " * 590 + "[1] tilts"), [["tilts"]]) == 1
    cells = [row("1.1", funding="ES fondi")]
    assert fact_recall(answer(far, items=cells), [["ES fondi"], ["1.1"]]) == 1


def test_a_refusal_states_nothing_even_where_it_shows_near_passages() -> None:
    refused = answer("Nav atbildes. Tuvākais: tilts [1]", status="not_found")
    assert fact_recall(refused, [["tilts"]]) == 0
