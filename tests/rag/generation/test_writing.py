"""What a language model may contribute to an answer, and what happens to the rest."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator

import pytest

from rag.answer import Answer, Turn
from rag.assistant import Assistant
from rag.generation.openai_server import OpenAIServer
from rag.settings import EXTRACTIVE, GeneratorSettings
from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened, request
from tests.rag.generation.chat_server import Fault, statements
from tests.rag.generation.conftest import writing

COST = "Cik izmaksās muzeja ēkas atjaunošana?"
COST_EN = "How much will the museum cost?"
LIST = "Kuras prioritātes attiecas uz velo infrastruktūru?"
TRUE = "Dienvidpils muzeja ēkas atjaunošana izmaksās 2,3 milj. EUR."
FALSE = "Dienvidpils muzeja ēkas atjaunošana izmaksās 9,9 milj. EUR."


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def same_answer(one: Answer, other: Answer) -> bool:
    """Whether both say the same with the same sources."""
    left, right = ((a.status, a.answer, a.citations, a.items, a.confidence) for a in (one, other))
    return left == right


def test_the_default_asks_no_model_and_says_nothing_of_one(plan: Asker) -> None:
    answer = plan.ask(COST)
    assert (answer.generator, answer.notes, answer.writing) == (EXTRACTIVE, [], None)


def test_a_true_sentence_stands_in_the_answer_with_its_quote_as_citation(plan: Asker) -> None:
    with writing(plan, lambda _: statements((TRUE, 1))) as (assistant, _):
        answer = assistant.ask(request(COST))
    assert answer.generator == "openai:scripted"
    assert f"- {TRUE} [1]" in answer.answer
    assert "2,3 milj. EUR" in answer.citations[0].quote
    plan.check(answer)


def test_an_english_answer_rests_on_latvian_quotes(plan: Asker) -> None:
    said = "Restoring the museum building in Dienvidpils will cost EUR 2.3 million."
    with writing(plan, lambda _: statements((said, 1))) as (assistant, server):
        answer = assistant.ask(request(COST_EN))
        assert "in English" in server.bodies[0]["messages"][0]["content"]
    assert answer.answer.startswith(f"- {said} [1]")
    assert quotes(answer) == quotes(plan.ask(COST_EN))


def test_a_false_sentence_leaves_the_extractive_answer_and_a_note(plan: Asker) -> None:
    with writing(plan, lambda _: statements((FALSE, 1))) as (assistant, _):
        answer = assistant.ask(request(COST))
    assert same_answer(answer, plan.ask(COST))
    assert answer.generator == EXTRACTIVE
    assert answer.writing is not None
    assert (answer.writing.statements, answer.writing.removed) == (1, 1)
    (note,) = answer.notes
    assert "citātos" in note


def test_beside_true_sentences_false_ones_are_removed_and_counted(plan: Asker) -> None:
    script = statements((TRUE, 1), (FALSE, 1), ("To apmaksās Marsa Republika.", 1))
    with writing(plan, lambda _: script) as (assistant, _):
        answer = assistant.ask(request(COST))
    assert TRUE in answer.answer
    assert "9,9" not in answer.answer
    assert "Marsa" not in answer.answer
    assert answer.writing is not None
    assert answer.writing.removed == 2
    assert "2" in answer.notes[0]


def test_a_source_that_was_not_given_is_none(plan: Asker) -> None:
    with writing(plan, lambda _: statements((TRUE, 7))) as (assistant, _):
        answer = assistant.ask(request(COST))
    assert same_answer(answer, plan.ask(COST))
    assert answer.writing is not None
    assert answer.writing.faults == {"citation": 1}


def test_sentences_in_the_wrong_language_are_left_out(plan: Asker) -> None:
    said = "The museum building will be restored and that will cost 2.3 million EUR."
    with writing(plan, lambda _: statements((said, 1))) as (assistant, _):
        answer = assistant.ask(request(COST))
    assert answer.writing is not None
    assert answer.writing.faults == {"language": 1}
    assert answer.generator == EXTRACTIVE


@pytest.mark.parametrize(
    "said",
    [
        "Tas izmaksās <b>2,3 milj. EUR</b>.",
        "Tas izmaksās 2,3 milj. EUR, skat. https://example.org.",
        "Tas izmaksās | 2,3 milj. EUR |",
        "…",
        "Muzeja ēku atjaunos. " * 40,
    ],
)
def test_what_is_no_plain_sentence_is_left_out(plan: Asker, said: str) -> None:
    with writing(plan, lambda _: statements((said, 1))) as (assistant, _):
        answer = assistant.ask(request(COST))
    for unfit in ("<b>", "https:", "|", "…"):
        assert unfit not in answer.answer


def test_an_answer_without_the_form_asked_for_is_no_answer(plan: Asker) -> None:
    said = "Darbus vada Kultūras pārvalde."  # true, and names no sum
    with writing(plan, lambda _: statements((said, 1))) as (assistant, _):
        answer = assistant.ask(request(COST))
    assert same_answer(answer, plan.ask(COST))


def test_what_the_sentences_do_not_carry_stays_quoted(plan: Asker) -> None:
    question = "Kas ievieš ceļu pārbūvi?"
    with writing(plan, lambda _: statements(("Ieviesējs ir Dienvidpils novada dome.", 1))) as (
        assistant,
        _,
    ):
        answer = assistant.ask(request(question))
    assert "Ieviesējs ir Dienvidpils novada dome. [1]" in answer.answer
    assert "Latvijas Valsts ceļi" in answer.answer
    assert set(quotes(answer)) == set(quotes(plan.ask(question)))


def test_sentences_that_say_all_of_a_quote_stand_for_it(plan: Asker) -> None:
    said = (
        "Līdz 2027. gadam Dienvidpils muzeja ēku atjaunos, un tas izmaksās 2,3 milj. EUR; darbus"
        " vada Kultūras pārvalde."
    )
    with writing(plan, lambda _: statements((said, 1))) as (assistant, _):
        answer = assistant.ask(request(COST))
    assert answer.answer == f"- {said} [1]"
    assert quotes(answer) == quotes(plan.ask(COST))


@pytest.mark.parametrize(
    "said",
    [
        "Muzeja ēkas atjaunošana izmaksās.",  # what was asked
        "Dienvidpils novada muzeja ēku atjaunos.",  # with the title's name of the place
        "Dienvidpils muzeja ēku atjaunos līdz 2027. gadam, un tas izmaksās 2,3 milj. EUR.",
    ],
)
def test_sentences_that_add_nothing_leave_the_extractive_answer_and_a_note(
    plan: Asker, said: str
) -> None:
    with writing(plan, lambda _: statements((said, 1))) as (assistant, _):
        told: list[str] = []
        answer = assistant.ask(request(COST), told.append)
    assert same_answer(answer, plan.ask(COST))
    assert answer.writing is not None
    assert (answer.writing.removed, answer.writing.faults, told) == (0, {"empty": 1}, [])
    assert "neko nepievieno" in answer.notes[0]


@pytest.fixture(scope="module")
def repeating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """A plan in which most paragraphs speak of the municipality."""
    folder = tmp_path_factory.mktemp("repeating")
    streets = ("Parka", "Skolas", "Ezera", "Kalna", "Upes", "Meža", "Tirgus", "Dzirnavu", "Avotu",
               "Liepu", "Ozolu", "Bērzu")  # fmt: skip
    said = [f"Pašvaldība uztur {name} ielu un tās ietves." for name in streets]
    said.append("Veco muzeju pilsētas centrā pašvaldība atjaunos kopā ar draudzi.")
    (folder / "plan.txt").write_text("\n\n".join(["Mežciema plāns", "1. Ielas", *said]), "utf-8")
    asker = opened(folder / "home", [folder / "plan.txt"], default_embedder())
    yield asker
    asker.index.close()


@pytest.mark.parametrize(
    ("question", "faults"),
    [
        ("Kā atjaunos veco muzeju pilsētas centrā?", {"empty": 1}),
        ("Kas atjaunos veco muzeju pilsētas centrā?", {}),
    ],
)
def test_a_word_of_many_passages_tells_something_only_to_who_asks_who(
    repeating: Asker, question: str, faults: dict[str, int]
) -> None:
    said = "Veco muzeju pilsētas centrā atjaunos pašvaldība."
    with writing(repeating, lambda _: statements((said, 1))) as (assistant, _):
        answer = assistant.ask(request(question))
    assert answer.writing is not None
    assert answer.writing.faults == faults


def test_rows_are_phrased_and_none_comes_or_goes(plan: Asker) -> None:
    script = statements(
        ("Gar Akmeņupi paredzēts izbūvēt velo celiņu.", 1),
        ("Te iekļauta arī kosmosa programma.", 2),
        ("Vēl viena prioritāte ir peldbaseins.", 3),
        cited="rows",
    )
    with writing(plan, lambda _: script) as (assistant, _):
        answer = assistant.ask(request(LIST))
    before = plan.ask(LIST)
    assert [item.section for item in answer.items] == [item.section for item in before.items]
    assert answer.items == before.items
    assert "Gar Akmeņupi paredzēts izbūvēt velo celiņu." in answer.answer
    assert "kosmosa" not in answer.answer
    assert "peldbaseins" not in answer.answer


def test_silence_is_not_the_models_to_break(plan: Asker) -> None:
    question = "Kas ir Marsa prezidents?"
    with writing(plan, lambda _: statements(("Marsa prezidents ir Elons.", 1))) as (assistant, s):
        answer = assistant.ask(request(question))
        assert s.bodies == []
    assert answer.status != "answered"
    assert same_answer(answer, plan.ask(question))


def test_a_model_that_sees_no_answer_leaves_the_quotes(plan: Asker) -> None:
    with writing(plan, lambda _: '{"statements": []}') as (assistant, _):
        answer = assistant.ask(request(COST))
    assert same_answer(answer, plan.ask(COST))
    assert len(answer.notes) == 1


def test_what_is_told_on_the_way_holds_and_is_in_the_answer(plan: Asker) -> None:
    told: list[str] = []
    with writing(plan, lambda _: statements((TRUE, 1), (FALSE, 1))) as (assistant, _):
        answer = assistant.ask(request(COST), told.append)
    assert told == [f"- {TRUE} [1]"]
    assert told[0] in answer.answer


@pytest.mark.parametrize(
    "fault",
    ["hangs", "hangs_midway", "drips", "garbage", "no_json", "wrong_shape", "cut", "server_error"],
)
def test_a_model_that_fails_leaves_the_extractive_answer_within_the_limit(
    plan: Asker, fault: Fault
) -> None:
    script = statements((TRUE, 1), (TRUE, 1), (TRUE, 1))
    with writing(plan, lambda _: script, fault, seconds=2) as (assistant, _):
        started = time.monotonic()
        answer = assistant.ask(request(COST))
        assert time.monotonic() - started < 25  # the server hangs for 30 s
    assert same_answer(answer, plan.ask(COST))
    assert answer.generator == EXTRACTIVE
    assert answer.writing is not None
    assert answer.writing.failed
    assert "Valodas modelis" in answer.notes[0]


def test_a_server_that_is_gone_leaves_the_extractive_answer(plan: Asker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    given = GeneratorSettings(base_url=f"http://127.0.0.1:{port}/v1", retries=0)
    settings = plan.assistant.settings.model_copy(update={"generator": given})
    model = OpenAIServer("gone", given)
    assistant = Assistant(plan.index, plan.assistant.embedder, settings, model)
    answer = assistant.ask(request(COST_EN))
    assert same_answer(answer, plan.ask(COST_EN))
    assert answer.notes == [
        "The language model cannot be reached, so the answer quotes the documents."
    ]


FollowUp = Callable[[str], str]


def _follow_up(script: str) -> FollowUp:
    """A model that writes follow-ups out as `script`, and has nothing to say besides."""
    return lambda prompt: script if "Follow-up:" in prompt else '{"statements": []}'


def _asked_again(plan: Asker, script: str) -> Answer:
    turn = Turn(question="Kas ievieš ceļu pārbūvi?", answer="Dienvidpils novada dome [1]")
    asked = request("Un no kā to finansē?")
    with writing(plan, _follow_up(script)) as (assistant, _):
        return assistant.ask(asked.model_copy(update={"history": [turn]}))


def test_a_follow_up_is_written_out_by_the_model_where_it_keeps_what_is_asked(plan: Asker) -> None:
    answer = _asked_again(plan, "No kā finansē ceļu pārbūvi?")
    assert answer.understood == "No kā finansē ceļu pārbūvi?"
    assert any("Pašvaldības budžets" in quote for quote in quotes(answer))
    assert answer.question == "Un no kā to finansē?"


@pytest.mark.parametrize(
    "script",
    [
        "No kā finansē muzeja atjaunošanu?",  # another topic
        "Kas ievieš ceļu pārbūvi?",  # another thing asked for
        "No kā Liepājā finansē ceļu pārbūvi?",  # a name that nobody said
        "No kā finansē ceļu pārbūvi 2031. gadā?",  # a year that nobody said
        "What funds the rebuilding of roads?",  # another language
        "Ceļu pārbūvi finansē no pašvaldības budžeta.",  # an answer
        "",
        "<|im_start|>system",
    ],
)
def test_a_rewriting_that_asks_something_else_is_not_taken(plan: Asker, script: str) -> None:
    answer = _asked_again(plan, script)
    assert answer.understood == "Kas ievieš ceļu pārbūvi? Un no kā to finansē?"
    assert any("Pašvaldības budžets" in quote for quote in quotes(answer))


def test_rules_write_follow_ups_out_without_a_model(plan: Asker) -> None:
    answer = plan.ask("Un no kā to finansē?", "Kas ievieš ceļu pārbūvi?")
    assert answer.understood == "Kas ievieš ceļu pārbūvi? Un no kā to finansē?"
