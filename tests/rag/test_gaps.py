"""What a question asks for that the passages of its answer do not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.gaps import Gap, gap_in
from rag.question import analyse
from tests.rag.asking import Asker, opened, request

PLAN = """Harbeck mobility plan 2025-2031

1. Buses

A day ticket branded Marl Card costs EUR 5.50 for adults. Half-hourly evening services run on the
eight core bus routes. In 2027 the depot gets twelve electric buses.

Whoever builds less must submit a short form appraisal. This means comparing costs of both.

Passengers of the community minibus travel free of charge.

2. Cycling

Cycle Route 2 runs from Northgate to the hospital. The greenfield runoff rate must not be exceeded
where a cycle path is built. The Wenbourne line is turned into a cycle path with lamps.

The transport team has a cycling coordinator, and the Climate Action Team meets monthly.
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("gaps")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    return opened(folder / "home", [folder / "plan.txt"])


def gap(asker: Asker, question: str) -> str | None:
    found = asker.assistant.examine(request(question))[0].gap
    return found.name if found else None


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How much is the Marl Card ticket for a whole week?", "gap_rate"),
        ("How much is the Marl Card day ticket?", None),
        ("What is the fine for travelling without a Marl Card ticket?", "gap_sum"),
        ("How many electric buses does the depot get in 2029?", "gap_year"),
        ("How many electric buses does the depot get in 2027?", None),
        ("How many electric buses does the depot get by 2031?", "gap_year"),
        ("What will the depot get by 2031?", None),
        ("Tell me the numbers of the eight core bus routes.", "gap_names"),
        ("What is meant by the greenfield runoff rate?", "gap_definition"),
        ("What does a short form appraisal mean?", None),
        ("Where does cycle Route 3 start and end?", "gap_number"),
        ("Where does cycle Route 2 start and end?", None),
        ("Who pays for the community minibus passengers?", "gap_doer"),
        ("What is the name of the cycling coordinator of the transport team?", "gap_person"),
    ],
)
def test_what_is_asked_for_and_not_there_is_a_gap(
    plan: Asker, question: str, missing: str | None
) -> None:
    assert gap(plan, question) == missing


def test_an_answer_with_a_gap_is_not_given_and_says_what_is_missing(plan: Asker) -> None:
    answer = plan.ask("How many electric buses does the depot get in 2029?")
    assert answer.status == "not_found"
    assert answer.confidence == 0
    assert answer.answer == (
        "The documents do not answer this question. What was found is not about 2029."
    )
    given = plan.assistant.examine(request("How many electric buses does the depot get in 2027?"))
    assert given[0].draft.passages()


def test_a_year_is_that_of_the_text_and_not_of_the_plan_s_end(bundled: Asker) -> None:
    asked = "Cik kilometru galveno autoceļu jāpārbūvē līdz 2027. gadam?"
    assert bundled.assistant.examine(request(asked))[0].gap == Gap("gap_year", "2027")
    assert gap(bundled, "Kādi ir Latgales attīstības programmas 2021.-2027. mērķi?") is None


def test_a_year_that_a_document_has_but_once_is_that_of_all_it_says(bundled: Asker) -> None:
    assert gap(bundled, "Cikos 2024. gada 16. maijā sākās tikšanās Bornemā?") is None
    assert gap(bundled, "Cikos 2025. gada 16. maijā sākās tikšanās Bornemā?") == "gap_year"


def test_units_listed_are_as_many_as_are_to_be_named(bundled: Asker) -> None:
    work = bundled.assistant.examine(request("Which priorities fund cycling infrastructure?"))[0]
    few = replace(work.draft, rows=work.draft.rows[:2])
    terms, units = bundled.terms, bundled.units
    for number, missing in (("nine", Gap("gap_names", "9")), ("three", None)):
        asked = analyse(request(f"Which {number} priorities fund cycling infrastructure?"))
        assert gap_in(asked, "list", few, terms, units) == missing


def test_a_place_without_a_unit_of_the_kind_asked_about_is_a_gap(bundled: Asker) -> None:
    missing = "Kas ir ieviesēji Jēkabpils novada apakšprioritātei Latgales programmā?"
    assert gap(bundled, missing) == "gap_unit"
    there = "Kas ir ieviesēji Līvānu novada apakšprioritātei Latgales programmā?"
    assert gap(bundled, there) is None


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Kurš novads saņem vairāk ES naudas, Balvu vai Ludzas?", "gap_more"),
        ("Compare the budgets of the Champions and Investors priorities.", "gap_more"),
        ("Compare the funding sources of the Champions and Investors priorities.", None),
        ("Kuram ir vairāk finansējuma avotu, Čempioniem vai Investoriem?", None),
        ("Compare the wages of Latgale and Kurzeme.", "gap_unit"),
        ("What is the baseline for exports in the Champions priority?", "gap_aspect"),
        ("Kas uzrauga Čempionu prioritātes izpildi?", "gap_aspect"),
        ("Kas ievieš Čempionu prioritāti?", None),
    ],
)
def test_a_role_is_no_answer_to_more_than_it_says(
    bundled: Asker, question: str, missing: str | None
) -> None:
    assert gap(bundled, question) == missing


def test_a_unit_of_a_town_does_what_its_section_says(bundled: Asker) -> None:
    asked = "Who supports inter-regional buses and trains, not just the town service?"
    assert gap(bundled, asked) is None


def test_what_is_asked_to_be_without_a_thing_is_a_signal(bundled: Asker) -> None:
    def denies(question: str) -> float:
        return bundled.assistant.examine(request(question))[1]["denies"]

    assert denies("Kur finansējumā vispār nav Eiropas fondu?") == 1
    assert denies("Kur finansējumā ir Eiropas fondi?") == 0


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Which contractor turns the Wenbourne line into a cycle path?", "gap_doer"),
        ("What fare do passengers of the Wenbourne line pay?", "gap_sum"),
        ("What fare do passengers of the community minibus pay?", None),
    ],
)
def test_a_trade_or_a_fare_that_nothing_quoted_speaks_of_is_a_gap(
    plan: Asker, question: str, missing: str | None
) -> None:
    assert gap(plan, question) == missing
