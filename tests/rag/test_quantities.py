"""The numbers of a statement, however either language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.quantities import Measure, held, measure_of, quantities


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Latgale has 255,968 inhabitants", "Iedzīvotāju skaits Latgalē ir 255 968"),
        ("EUR 1.5 million", "virs 1,5 mln euro"),
        ("over 9,000 events", "virs 9 tūkstošiem pasākumu"),
        ("65.5%", "65,5 % ir dīzeļa"),
        ("28,5 procenti", "28.5% no kopējām emisijām"),
        ("EUR 153,777", "153 777.00 eiro"),
        ("nine trains", "modernizēti 9 sastāvi"),
        ("četri mērķi", "4 goals"),
        ("90 kWh per EUR 1,000", "90 kWh uz 1 000 EUR IKP"),
        ("no more than EUR 70,000", "nepārsniedza 70 000 EUR"),
        ("ne mazāk kā 300 000", "at least 300,000"),
        ("from 14:30 to 16:00", "14:30 – 16:00 Tikšanās"),
        ("7 miljardi eiro", "EUR 7 billion"),
        ("1 July 2021", "01.07.2021."),
    ],
)
def test_the_same_number_is_held(statement: str, source: str) -> None:
    said = quantities(source)
    wanted = [number for number in quantities(statement) if number.written != "july"]
    assert wanted
    assert all(held(number, said) for number in wanted)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("255,969 inhabitants", "255 968 iedzīvotāji"),
        ("EUR 1.5 billion", "1,5 mln euro"),
        ("9 events", "9 tūkstoši pasākumu"),
        ("37 %", "37 eiro"),
        ("5 km", "5 ha"),
        ("over EUR 70,000", "nepārsniedza 70 000 EUR"),
        ("at most 300 000", "vismaz 300 000"),
        ("15:30", "14:30 – 16:00"),
        ("eight trains", "9 sastāvi"),
        ("EUR 100", "100 Ls"),
        ("3.2.2.2", "3.2.2"),
    ],
)
def test_another_number_unit_or_bound_is_not(statement: str, source: str) -> None:
    said = quantities(source)
    assert not all(held(number, said) for number in quantities(statement))


def test_digits_inside_symbols_count_nothing() -> None:
    assert [number.written for number in quantities("CO2 un 30 m2")] == ["30"]


def test_one_is_said_of_too_much_to_be_held_to() -> None:
    assert quantities("viens no one of the first") == []


@pytest.mark.parametrize(
    ("title", "scale", "unit"),
    [
        ("Izmaksas, tūkst. EUR", 1000, "euro"),
        ("Cost (£m)", 1_000_000, "pound"),
        ("Indicative budget 2025/26–2028/29 (£ million)", 1_000_000, "pound"),
        ("Platība, ha", 1, "hectare"),
        ("65 gadi un vairāk, %", 1, "percent"),
        ("Passenger journeys (million a year)", 1_000_000, None),
        ("Minimālā platība", 1, None),
        ("Harbour greenway (17.5 km)", 1, None),
    ],
)
def test_a_title_says_what_the_numbers_below_it_count(
    title: str, scale: int, unit: str | None
) -> None:
    assert measure_of(title) == Measure(Decimal(scale), unit)


def test_m_behind_a_sum_of_money_is_a_million_and_else_a_metre() -> None:
    (sum_of_money,) = quantities("£30m")
    (height,) = quantities("30 m")
    assert (sum_of_money.readings, sum_of_money.unit) == (frozenset({Decimal(30_000_000)}), "pound")
    assert (height.readings, height.unit) == (frozenset({Decimal(30)}), "metre")
