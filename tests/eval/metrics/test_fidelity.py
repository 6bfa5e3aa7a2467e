"""Quotes and numbers checked against the documents."""

from __future__ import annotations

from math import isnan

import pytest

from eval.metrics.fidelity import number_fidelity, numbers, quote_fidelity
from tests.eval.building import answer, cite, row, sources


def test_a_quote_must_be_the_folded_text_of_its_span() -> None:
    right, wrong = cite("Salabot  tiltu"), cite("Daugavu", 2, quote="Daugava")
    assert quote_fidelity(answer(citations=[right]), sources()) == 1
    assert quote_fidelity(answer(citations=[right, wrong]), sources()) == 0.5
    elsewhere = cite("Daugavu", document="other")
    assert quote_fidelity(answer(citations=[elsewhere]), sources()) == 0
    assert isnan(quote_fidelity(answer(), sources()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("255 968 iedzīvotāji", ["255968"]),
        ("1 255 968 un 12 skolas", ["1255968", "12"]),
        ("2021 150 projekti", ["2021", "150"]),
        ("37,5 % līdz 2014.-2020. gadam", ["37,5", "2014", "2020"]),
        ("31.12.2020.", ["31.12.2020"]),
        ("nav skaitļu", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, found: list[str]) -> None:
    assert numbers(text) == found


def test_a_number_must_stand_in_a_cited_span() -> None:
    schools = [cite("12 skolas par 255 968 eiro")]
    assert number_fidelity(answer("255968 eiro [1]", citations=schools), sources()) == 1
    assert number_fidelity(answer("13 par 255 968 [1]", citations=schools), sources()) == 0.5
    bridge = [cite("Salabot  tiltu")]
    assert number_fidelity(answer("12 [1]", citations=bridge), sources()) == 0


def test_marks_and_list_numbers_are_no_statements() -> None:
    plain = answer("1. Tilts [7]\n2. Ceļš [8]", citations=[cite("tiltu")])
    assert isnan(number_fidelity(plain, sources()))


def test_section_numbers_titles_and_counts_are_checked_where_they_stand() -> None:
    bridge = [cite("tiltu")]
    outline = answer("1.2 Skolas [1]", citations=bridge)
    assert number_fidelity(outline, sources()) == 1
    assert number_fidelity(answer("1.3 Skolas [1]", citations=bridge), sources()) == 0
    assert number_fidelity(answer("Plāns 2030 [1]", citations=bridge), sources()) == 1
    two = [row("1.1"), row("1.2")]
    assert number_fidelity(answer("2 vienības [1]", citations=bridge, items=two), sources()) == 1
    assert number_fidelity(answer("3 vienības [1]", citations=bridge, items=two), sources()) == 0


def test_the_cells_of_items_are_checked_too() -> None:
    cells = [row("1.1", [1], funding="99 eiro")]
    given = answer("Ceļi [1]", citations=[cite("tiltu")], items=cells)
    assert number_fidelity(given, sources()) == 0
