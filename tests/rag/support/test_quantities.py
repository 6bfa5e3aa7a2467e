"""The numbers of a statement, however either language writes them."""

from __future__ import annotations

import pytest

from rag.support.quantities import held, quantities


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
    assert quantities("CO2 un 30 m2") == quantities("30")


def test_one_is_said_of_too_much_to_be_held_to() -> None:
    assert quantities("viens no one of the first") == []
