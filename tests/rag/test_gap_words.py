"""What the words of a question ask that the text must name too."""

from __future__ import annotations

import pytest

from rag.gap_words import (
    asks_name,
    asks_to_define,
    asks_which_more,
    asks_who,
    measures,
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


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("Who owns the airfield?", "The council runs the airfield.", "who owns it"),
        ("Who owns the airfield?", "Lidlauks ir pašvaldības īpašumā.", ""),
        ("How often are the indicators reported?", "Number of firms", "how often"),
        ("How often are the indicators reported?", "Ziņo reizi gadā.", ""),
        ("What is the baseline for exports?", "Exports (%)", "where it starts from"),
        ("Who funded the women's club?", "A club of women learns programming.", "who pays for it"),
        ("Who funded the women's club?", "Klubs izveidots ar Eiropas fondu atbalstu.", ""),
        ("Who oversees the work?", "The ministry does the work.", "who supervises it"),
        ("What is the phone number?", "Meeting at 11:30 – 12:30", "a phone number"),
        ("Who runs the club?", "A club of women learns programming.", ""),
    ],
)
def test_what_is_asked_besides_is_told(question: str, said: str, missing: str) -> None:
    assert unnamed("aspect", question, said, "en") == missing


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("Which receives more EU money, roads or railways?", "figures"),
        ("Kurš novads saņem vairāk naudas, Balvu vai Ludzas?", "figures"),
        ("Kura prioritāte saņem lielāku finansējumu?", "figures"),
        ("Which is ready sooner, the port or the road?", "dates"),
        ("Which of the two is more ambitious?", ""),
        ("Kuram ir vairāk finansējuma avotu?", ""),
        ("Kam naudas avotu ir vairāk?", ""),
        ("What happens when it is missed by more than a fifth?", ""),
        ("Kur Latvijai jāpieliek vairāk spēka?", ""),
    ],
)
def test_which_has_more_asks_for_figures_and_which_is_sooner_for_dates(
    question: str, measure: str
) -> None:
    assert asks_which_more(question) == measure


@pytest.mark.parametrize(
    ("text", "figures", "dates"),
    [
        ("ES fondi; valsts finansējums", False, False),
        ("05.06.2019. seminārs, veltīts IAM 5", False, True),
        ("9 dīzeļvilcieni", True, False),
        ("(1., 3. IAM) SAM 5.6.2. kārta", False, False),
        ("EUR 1.5 million in 2020", True, True),
    ],
)
def test_numbering_and_years_are_no_amounts(text: str, figures: bool, dates: bool) -> None:
    assert measures(text, "figures") == figures
    assert measures(text, "dates") == dates


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
