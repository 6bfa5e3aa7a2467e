"""What the words of a question ask that the text must name too."""

from __future__ import annotations

import pytest

from rag.gap_words import (
    asks_name,
    asks_to_define,
    asks_who,
    most_in_a_row,
    named_one_by_one,
    names_person,
    numbers_named,
    unnamed,
)


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("How much is the card for a whole week?", "A day ticket at £5.50.", "week"),
        ("How much is the card for a whole week?", "A weekly ticket at £21.", ""),
        ("What does it cost per kWh?", "M3 Charging points 2,900,000", "kilowatt-hour"),
        ("What does it cost per kWh?", "Iedzīvotāji maksās 0,30 EUR par kWh.", ""),
        ("What is the rate per square metre?", "£85 per m² of floorspace", ""),
        ("How many residents are there?", "34 612 iedzīvotāji", ""),
        ("What must be paid within a month?", "EUR 40", ""),
        ("What do people earn per month?", "Vidējā darba samaksa ir 751 EUR.", ""),
    ],
)
def test_a_figure_asked_by_a_measure_is_by_that_measure(
    question: str, said: str, missing: str
) -> None:
    assert unnamed("rate", question, said, "en") == missing


def test_a_measure_is_called_in_the_asker_s_language() -> None:
    assert unnamed("rate", "Cik maksās biļete nedēļas laikā?", "Dienas biļete 2 EUR", "lv")
    assert unnamed("rate", "Cik maksā kubikmetrs ūdens?", "Ūdens 1,20 EUR", "lv") == "kubikmetru"
    assert not unnamed("rate", "Cik maksā kubikmetrs ūdens?", "Ūdens, euro par m³", "lv")


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("Kāds sods draud par braukšanu bez biļetes?", "Biļete maksā 1,50 EUR.", "sodu"),
        ("Kāds sods draud par braukšanu bez biļetes?", "Naudassods ir 20 EUR.", ""),
        ("Kāda ir vidējā īres maksa?", "Skola izmaksās 34 milj. EUR.", "īri"),
        ("Cik dzīvokļu nodos īrei?", "Uzcels 40 dzīvokļus.", ""),
    ],
)
def test_a_kind_of_sum_is_named(question: str, said: str, missing: str) -> None:
    assert unnamed("sum", question, said, "lv") == missing


def test_so_many_things_are_to_be_named_one_by_one() -> None:
    assert named_one_by_one("Name the six indicators of the tool.") == 6
    assert named_one_by_one("Nosauc tos piecus krustojumus, ko pārbūvēs.") == 5
    assert named_one_by_one("Ardvallen's school streets - which fifteen primaries are they?") == 15
    assert named_one_by_one("How many of the six schools are rebuilt?") == 0
    assert named_one_by_one("Which measures run in the next five years?") == 0
    assert named_one_by_one("Which measures fund cycling?") == 0


def test_things_in_a_row_are_counted() -> None:
    assert most_in_a_row(["eight core routes", "Bornem, Mechelen un Brisele"]) == 3
    assert most_in_a_row([]) == 0


def test_a_person_is_told_from_a_team() -> None:
    assert names_person("Pedro Bizarro, projektu vadītājs")
    assert not names_person("The Climate Action Team meets monthly.")
    assert not names_person("Daugavpils Universitāte")


def test_what_a_question_wants_is_read() -> None:
    assert asks_to_define("Kā plānā definēta aprites ekonomika?")
    assert asks_to_define("What is meant by windfall land?")
    assert not asks_to_define("What is the circular economy budget?")
    assert asks_who("Which firm won the contract?", "en")
    assert asks_who("The cycle bridge: who pays for it?", "en")
    assert not asks_who("Where can one learn who owns land?", "en")
    assert asks_who("Kas apmaksāja braucienu?", "lv")
    assert not asks_who("Kas ir mobilitātes punkts?", "lv")
    assert asks_name("Kas ir koordinators (vārds, uzvārds)?")
    assert numbers_named("Ardvallen cycle Route 3: where does it start?") == ["3"]
    assert numbers_named("Kas būvēs ceļa 2. kārtu?") == ["2"]
