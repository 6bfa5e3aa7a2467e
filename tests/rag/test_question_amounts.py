"""Bounds on numbers and dates, as questions say them in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.dates import Date
from rag.amounts import DATE, MONEY
from rag.answer import AskRequest
from rag.question import analyse
from rag.question_amounts import asks_for_things, read_amounts


@pytest.mark.parametrize(
    ("question", "relation", "value", "unit"),
    [
        ("Kuri pasākumi maksā vairāk nekā 1 miljonu eiro?", "above", 1_000_000, "euro"),
        ("Kuri pasākumi maksā mazāk par miljonu eiro?", "below", 1_000_000, "euro"),
        ("kuru pasakumu izmaksas neparsniedz 500 000 eiro", "most", 500_000, "euro"),
        ("Kuru ceļu garums ir vismaz 2,5 km?", "least", Decimal("2.5"), "kilometre"),
        ("Kuros pagastos īpatsvars ir zem 10 %?", "below", 10, "percent"),
        ("Kurās vietās plānoti 150 vai vairāk mājokļu?", "least", 150, None),
        ("Which schemes cost more than EUR 1.5 million?", "above", 1_500_000, "euro"),
        ("Which schemes cost under £40,000?", "below", 40_000, "pound"),
        ("Which schemes have a cost of £30m or more?", "least", 30_000_000, "pound"),
        ("Which measures need EUR 500,000 at most?", "most", 500_000, "euro"),
        ("Which indicators have a target of 15 points or more?", "least", 15, None),
        ("Which projects cost no more than 2 million?", "most", 2_000_000, MONEY),
    ],
)
def test_a_bound_has_its_relation_value_and_unit(
    question: str, relation: str, value: Decimal, unit: str | None
) -> None:
    (amount,) = read_amounts(question)
    assert (amount.relation, amount.value, amount.unit) == (relation, value, unit)


@pytest.mark.parametrize(
    ("question", "relation", "date", "side"),
    [
        ("Kurus projektus sāk pirms 2027. gada?", "below", Date(2027), "begin"),
        ("Kuri pasākumi jāpabeidz ne vēlāk kā 2026. gadā?", "most", Date(2026), "end"),
        ("Kuru pasākumu termiņš ir pēc 2028. gada?", "above", Date(2028), "end"),
        ("Which schemes are due to start before July 2027?", "below", Date(2027, 7), "begin"),
        ("Which actions are to be completed by 2028?", "most", Date(2028), "end"),
        ("Which events were held after 3 May 2021?", "above", Date(2021, 5, 3), None),
    ],
)
def test_a_date_is_bounded_at_one_end_of_a_period(
    question: str, relation: str, date: Date, side: str | None
) -> None:
    (amount,) = read_amounts(question)
    assert (amount.relation, amount.value, amount.side) == (relation, date, side)
    assert amount.unit == DATE


@pytest.mark.parametrize(
    "question",
    [
        "Kādi ir novada stratēģiskie mērķi līdz 2035. gadam?",
        "List the goals for 2035.",
        "Kuras ielas ir 2,5 km garas?",
        "Which measures are in chapter 4?",
        "Kas būs dārgāks par veco tiltu?",
    ],
)
def test_what_bounds_nothing_is_no_amount(question: str) -> None:
    assert read_amounts(question) == ()


@pytest.mark.parametrize(
    ("question", "relation", "unit"),
    [
        ("Kurš projekts ir visdārgākais?", "highest", MONEY),
        ("Kuram pasākumam ir mazākais finansējums?", "lowest", None),
        ("Which scheme costs the most?", "highest", MONEY),
        ("Which programme has the largest budget?", "highest", None),
        ("Which measure is the cheapest?", "lowest", MONEY),
    ],
)
def test_a_superlative_asks_for_the_greatest_or_the_least(
    question: str, relation: str, unit: str | None
) -> None:
    (amount,) = read_amounts(question)
    assert amount.greatest
    assert (amount.relation, amount.unit) == (relation, unit)


def test_a_day_lies_before_the_year_that_follows_and_not_before_its_own() -> None:
    (before,) = read_amounts("Which schemes start before 2027?")
    assert before.admits(Date(2026, 12, 31))
    assert not before.admits(Date(2027, 1, 1))
    (until,) = read_amounts("Which schemes have a deadline no later than 2026?")
    assert until.admits(Date(2026, 12, 31))
    assert not until.admits(Decimal(2026))
    (early,) = read_amounts("Which schemes start before July 2027?")
    assert early.admits(Date(2026))
    assert not early.admits(Date(2027))


def test_a_question_about_one_of_the_greatest_things_does_not_ask_which_they_are() -> None:
    said = "I park in the most expensive zone. What will an hour cost me?"
    assert not asks_for_things(said, read_amounts(said))
    said = "Which zone is the most expensive?"
    assert asks_for_things(said, read_amounts(said))


def test_the_words_of_a_bound_are_no_topic_and_compare_nothing() -> None:
    read = analyse(AskRequest(question="Kuri projekti maksā vairāk nekā 2 miljonus eiro?"))
    assert read.kind == "list"
    assert not {"miljon", "vairak", "eiro"} & {*read.words, *read.names, *read.concepts}
    denied = analyse(AskRequest(question="Which projects start no later than 2026?"))
    assert not [cue for cue in denied.cues if cue.concept.startswith("but.")]
    assert denied.named_years == ()


@pytest.mark.parametrize(
    ("question", "bounds"),
    [
        ("Which projects do not cost more than 1 million euro?", [("most", 1_000_000)]),
        ("Kuri projekti nemaksā vairāk par 1 miljonu eiro?", [("most", 1_000_000)]),
        ("Which projects cost more than two million euro?", [("above", 2_000_000)]),
        ("Kuri projekti maksā vairāk nekā divus miljonus eiro?", [("above", 2_000_000)]),
        ("Which projects cost 2.5m euro at most?", [("most", 2_500_000)]),
        (
            "Which projects cost between 1 and 2 million euro?",
            [("least", 1_000_000), ("most", 2_000_000)],
        ),
        (
            "Kuri projekti maksā no 50 000 līdz 200 000 eiro?",
            [("least", 50_000), ("most", 200_000)],
        ),
    ],
)
def test_denied_bounds_numbers_in_words_and_ranges_are_read(
    question: str, bounds: list[tuple[str, int]]
) -> None:
    wanted = [(relation, Decimal(value)) for relation, value in bounds]
    assert [(str(one.relation), one.value) for one in read_amounts(question)] == wanted


def test_a_denied_date_and_a_range_of_years_are_bounds() -> None:
    (one,) = read_amounts("Which projects do not start before 2026?")
    assert (one.relation, one.value, one.side) == ("least", Date(2026), "begin")
    low, high = read_amounts("Kuri projekti jāpabeidz no 2027. līdz 2029. gadam?")
    assert (low.relation, low.value) == ("least", Date(2027))
    assert (high.relation, high.value) == ("most", Date(2029))


@pytest.mark.parametrize(
    "question",
    [
        "Which projects will be finished in 2025?",
        "Kuri pasākumi jāpabeidz 2025. gadā?",
        "Kuru pasākumu termiņš ir 2025. gads?",
    ],
)
def test_what_is_to_be_finished_in_a_year_lies_within_it(question: str) -> None:
    least, most = read_amounts(question)
    assert (least.relation, most.relation, least.side) == ("least", "most", "end")
    assert [one.admits(Date(2025, 6, 30)) for one in (least, most)] == [True, True]
    assert not least.admits(Date(2024))
    assert not most.admits(Date(2026))


@pytest.mark.parametrize(
    "question",
    ["Cik iedzīvotāju bija 2021. gadā?", "Which shops are open in 2025?", "Ko plāno 2027. gadā?"],
)
def test_a_year_in_which_nothing_begins_or_ends_is_no_bound(question: str) -> None:
    assert read_amounts(question) == ()
