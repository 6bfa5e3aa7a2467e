"""Which part of a unit a question asks for, however it is worded."""

from __future__ import annotations

import pytest

from rag.question import analyse
from tests.rag.asking import request

WORDED = {
    "implementers": """
        Who takes care of the lake measure?
        By whom will priority 2.3 be carried out?
        Which department has been put in charge of 3.1?
        Kas ņemsies ar ezera pasākumu?
        Kura iestāde atbild par 3.1?
        Kam uzticēts veikt 2.3 uzdevumus?
    """,
    "partners": """
        With whom does the port work on 2.3?
        Who else is involved in the library measure?
        Kas vēl piedalās bibliotēku pasākumā?
        Ar ko kopā īstenos 2.3?
    """,
    "funding": """
        Who foots the bill for 2.3?
        What sources of money does the health priority have?
        Kas sedz 2.3 izdevumus?
        No kādiem līdzekļiem būvēs skolu?
    """,
    "indicators": """
        How will anyone know whether 2.3 has worked?
        Which figures must the tourism priority reach?
        Pēc kā spriedīs, vai 2.3 izdevies?
        Kādas vērtības jāsasniedz tūrisma prioritātē?
    """,
    "territory": """
        How wide an area does the tourism priority take in?
        Is the health priority meant for all of Latgale or for Rēzekne alone?
        Vai veselības prioritāte domāta visai Latgalei vai tikai Rēzeknei?
        Kuri pagasti un ciemi iekļauti 3.3. pasākumā?
    """,
    "tasks": """
        What exactly will be done under 2.3?
        What does the city intend to do about noise?
        Ko iecerēts darīt 2.3 ietvaros?
        Kas jāveic tūrisma prioritātē?
    """,
    "benefits": """
        How will people's lives be better thanks to the health priority?
        What is gained by carrying out 2.3?
        Kam bibliotēku pasākums nāks par labu un kā?
        Ko cilvēki iegūtu no datu platformas?
    """,
    "rationale": """
        What prompted the health priority?
        On what grounds was 2.3 put in?
        Kādēļ vajadzīga veselības prioritāte?
        Ar ko pamatots 2.3?
    """,
    "done": """
        How far along is 2.3?
        What has already been built for cyclists?
        Cik tālu tikts ar 2.3?
        Kas līdz šim paveikts ezeru tīrīšanā?
    """,
    "goal": """
        What does the health priority hope to accomplish?
        To what end was 2.3 drawn up?
        Ko vēlas panākt ar veselības prioritāti?
        Kādam nolūkam radīts 2.3?
    """,
}
CASES = [
    (role, question.strip())
    for role, questions in WORDED.items()
    for question in questions.strip().splitlines()
]


@pytest.mark.parametrize(("role", "question"), CASES)
def test_the_role_asked_for_is_read(role: str, question: str) -> None:
    assert analyse(request(question)).roles == (role,)


@pytest.mark.parametrize(
    "question",
    [
        "The project funded by the EU: when did it start?",
        "Kad sākās ES finansētais projekts?",
        "In what year was the airport partnership founded?",
    ],
)
def test_a_role_that_only_describes_what_a_date_is_asked_of_is_not_asked_for(question: str) -> None:
    assert analyse(request(question)).roles == ()


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("Kas ievieš 3.4.1 un kāds ir tās mērķis?", ("implementers", "goal")),
        ("Who implements 3.4.1 and what is its aim?", ("implementers", "goal")),
        ("Kuri ieviesēji un partneri ir 3.4.1?", ("implementers", "partners")),
    ],
)
def test_each_clause_and_each_part_of_a_pair_is_asked_for(
    question: str, roles: tuple[str, ...]
) -> None:
    assert analyse(request(question)).roles == roles


def test_words_that_ask_for_a_role_are_no_topic() -> None:
    asked = analyse(request("Un kas par to maksā?", "Kurš atbild par robežas šķērsošanu?"))
    assert asked.roles == ("funding",)
    assert asked.concepts == ("border-crossing",)
    assert asked.words == ()


@pytest.mark.parametrize(
    ("before", "question", "roles"),
    [
        ("Kas ievieš lidostas apakšprioritāti?", "Un kuri kaimiņi tam ir tuvākie sadarbības ziņā?",
         ("partners",)),
        ("Who implements the airport sub-priority?", "And what is it all for – the aim?",
         ("goal",)),
        ("Kas īsteno Rēzeknes apakšprioritāti?", "Un Preiļu?", ("implementers",)),
    ],
)  # fmt: skip
def test_a_follow_up_asks_for_its_own_role_or_again_for_that_before(
    before: str, question: str, roles: tuple[str, ...]
) -> None:
    assert analyse(request(question, before)).roles == roles


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Kurās prioritātēs ieviesējs ir CFLA?", "Bet LIAA? Kurās viņi ir ieviesēji?"),
        (
            "Under which priorities is CFLA an implementer?",
            "And LIAA? Where are they implementers?",
        ),
    ],
)
def test_a_follow_up_about_another_organisation_puts_it_in_the_place_of_the_one_before(
    before: str, question: str
) -> None:
    asked = analyse(request(question, before))
    assert (asked.kind, asked.roles, asked.concepts) == ("list", ("implementers",), ("liaa",))


def test_a_date_asked_for_after_a_list_is_no_list() -> None:
    assert analyse(request("Un kad?", "Kuras prioritātes attīsta lidostu?")).kind == "fact"


@pytest.mark.parametrize(
    "question",
    ["What challenge does the town see under goal 7?", "Kādus izaicinājumus redz 7. mērķī?"],
)
def test_a_goal_named_by_its_number_is_not_asked_for(question: str) -> None:
    assert "goal" not in analyse(request(question)).roles


def test_the_aim_of_a_numbered_goal_is_asked_for() -> None:
    assert analyse(request("Kāds ir 7. mērķa nolūks?")).roles == ("goal",)
    assert analyse(request("What is the aim of goal 7?")).roles == ("goal",)


def test_progress_that_is_measured_asks_for_indicators() -> None:
    asked = analyse(request("What will progress on water be measured by?"))
    assert asked.roles == ("indicators",)


def test_and_another_goal_takes_the_place_of_the_one_before() -> None:
    asked = analyse(request("And what about SDG 7?", "What does Liepāja do for SDG 9?"))
    assert "sdg-7" in asked.concepts
    assert "sdg-9" not in asked.concepts


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("What is the Latgale Investment Team meant to achieve?", ("goal",)),
        ("Kāds mērķis ir investīciju komandai?", ("goal",)),
        ("Ko klients var saņemt bez maksas?", ()),
        ("By what will the development of the town be evaluated?", ("indicators",)),
        ("How many minutes does it take to reach the centre?", ()),
        ("Kas ir Latgales plānošanas reģiona administrācija?", ()),
    ],
)
def test_a_word_of_a_name_or_of_another_phrase_asks_for_no_role(
    question: str, roles: tuple[str, ...]
) -> None:
    assert analyse(request(question)).roles == roles


def test_a_name_that_is_a_role_by_its_word_takes_the_role_of_the_turn_before() -> None:
    before = "What are the indicators of priority Čempioni?"
    assert analyse(request("And of Investori?", before)).roles == ("indicators",)


def test_a_fund_is_money_by_its_name_too() -> None:
    asked = analyse(request("Which measures draw on the European Social Fund Plus?"))
    assert "funding" in asked.roles


def test_a_priority_named_without_an_article_is_one_unit() -> None:
    asked = analyse(request("Which tasks are set under priority Sirdis?"))
    assert (asked.kind, asked.roles) == ("attribute", ("tasks",))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Ko salaboja un ko nopirka skolai par ES naudu?", False),
        ("What was bought for the school with EU money?", False),
        ("Kuras prioritātes īsteno par ES naudu?", True),
        ("Which priorities are carried out with EU money?", True),
    ],
)
def test_money_that_a_thing_is_done_with_is_not_asked_for(question: str, asks: bool) -> None:
    assert ("funding" in analyse(request(question)).roles) is asks
