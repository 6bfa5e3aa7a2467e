"""The whole way from a question to an answer, on the bundled plans."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import PlanqaError
from rag.answer import Answer
from rag.assistant import Assistant
from rag.logistic import Logistic
from rag.models import models
from tests.rag.asking import SILENT, Asker, request

LATGALE = "latgale-programma-2021-2027"
CYCLING = [
    "Which priorities fund cycling infrastructure?",
    "Kuras prioritātes finansē velo infrastruktūru?",
    "kuras prioritates finanse velo infrastrukturu",
]
# How each role is asked for, in Latvian and in English; {} is a unit's number or title.
ASKED = {
    "implementers": ("Kas īsteno {}?", "Who implements {}?"),
    "partners": ("Kādi ir {} sadarbības partneri?", "Who are the partners of {}?"),
    "funding": ("No kā finansē {}?", "What funds {}?"),
    "indicators": ("Ar kādiem rādītājiem mēra {}?", "How is {} measured?"),
    "territory": ("Uz kuru teritoriju attiecas {}?", "What territory does {} cover?"),
    "tasks": ("Kādi ir {} uzdevumi?", "What are the tasks of {}?"),
    "benefits": ("Kādi ieguvumi sagaidāmi no {}?", "What benefits does {} bring?"),
    "rationale": ("Kāpēc vajadzīga {}?", "Why is {} needed?"),
    "done": ("Kas {} līdz šim paveikts?", "What has been done so far in {}?"),
    "goal": ("Kāds ir {} mērķis?", "What is the goal of {}?"),
}


@pytest.mark.parametrize("question", CYCLING)
def test_cycling_is_funded_by_three_units_each_with_tasks_and_funding(
    bundled: Asker, question: str
) -> None:
    answer = bundled.ask(question)
    assert (answer.kind, answer.status) == ("list", "answered")
    assert [item.section for item in answer.items] == ["3.2.2.2", "3.2.4.2", "3.2.4.3"]
    roles = {citation.number: citation.role for citation in answer.citations}
    for item in answer.items:
        assert {"tasks", "funding"} <= set(item.fields)
        assert all(re.search("vel[oi]", value.text.casefold()) for value in item.fields["tasks"])
        for role, values in item.fields.items():
            assert {roles[value.citation] for value in values} == {role}
        wanted = bundled.units.passages(bundled.unit(item.section), "funding")
        said = [value.text.split(" (translation: ")[0] for value in item.fields["funding"]]
        assert said == [p.text for p in wanted]


def test_every_part_of_every_unit_is_given_whole_when_asked_for_by_number(bundled: Asker) -> None:
    units = [unit for unit in bundled.units.all.values() if unit.document == LATGALE]
    turn = cycle((role, language) for role in ASKED for language in (0, 1))
    for unit in units:
        for role, language in (next(turn) for _ in range(3)):
            if role not in bundled.units.roles(unit):
                continue
            question = ASKED[role][language].format(unit.number)
            answer = bundled.ask(question)
            assert answer.status == "answered", question
            cited = {citation.passage for citation in answer.citations}
            assert cited == {p.id for p in bundled.units.passages(unit, role)}, question


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_asked_of_a_unit_by_its_title_is_cited_verbatim(
    bundled: Asker, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(list(bundled.units.all.values())))
    role = data.draw(st.sampled_from(list(ASKED)))
    answer = bundled.ask(ASKED[role][data.draw(st.integers(0, 1))].format(unit.title))
    assert bool(answer.citations) == (answer.status not in SILENT)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("What is the mayor's salary in Rēzekne?", "not_found"),
        ("Kāda ir Rēzeknes mēra alga?", "not_found"),
        ("Ko nozīmē XQZ?", "not_found"),
        ("What does XQZ stand for?", "not_found"),
        ("Kas uzvarēja Eirovīzijā?", "off_topic"),
        ("How do I tune a guitar?", "off_topic"),
    ],
)
def test_what_is_nowhere_is_not_answered_and_the_nearest_passages_are_shown(
    bundled: Asker, question: str, status: str
) -> None:
    answer = bundled.ask(question)
    assert answer.status == status
    assert (answer.citations, answer.items) == ([], [])
    assert answer.passages
    assert "“" not in answer.answer


def test_an_answer_in_the_language_asked_for(bundled: Asker) -> None:
    lv = bundled.ask("Kas īsteno 3.2.1.2?")
    en = bundled.ask("Kas īsteno 3.2.1.2?", language="en")
    assert (lv.language, en.language) == ("lv", "en")
    assert lv.answer.split("\n")[0] != en.answer.split("\n")[0]
    assert [c.quote for c in lv.citations] == [c.quote for c in en.citations]


def test_documents_narrow_the_scope(bundled: Asker) -> None:
    for description in bundled.index.documents():
        answer = bundled.ask("Kas paveikts izglītībā?", documents=[description.id])
        assert {passage.document for passage in answer.passages} == {description.id}
        assert {citation.document for citation in answer.citations} <= {description.id}
    assert bundled.ask("Kas īsteno 3.2.1.2?", documents=["liepaja-iam-2022"]).citations == []


@pytest.mark.parametrize("documents", [["no-such-plan"], [LATGALE, "no-such-plan"]])
def test_an_unknown_document_is_an_error_that_names_it(
    bundled: Asker, documents: list[str]
) -> None:
    with pytest.raises(PlanqaError, match="no-such-plan") as caught:
        bundled.assistant.ask(request("Kas?", documents=documents))
    assert (caught.value.code, caught.value.status) == ("unknown_document", 404)
    with pytest.raises(PlanqaError, match="no-such-plan"):
        bundled.assistant.search("ceļi", 5, documents)


def test_a_follow_up_is_answered_about_the_unit_of_the_turn_before(bundled: Asker) -> None:
    answer = bundled.ask("Un no kā to finansē?", "Kas īsteno 3.2.1.2 Dzelzceļš?")
    wanted = bundled.units.passages(bundled.unit("3.2.1.2"), "funding")
    assert [citation.passage for citation in answer.citations] == [p.id for p in wanted]


def test_passages_are_ranked_and_limited(bundled: Asker) -> None:
    answer = bundled.ask(CYCLING[0], limit=4)
    scores = [passage.score for passage in answer.passages]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    found = bundled.assistant.search("velo infrastruktūra", 7)
    assert len(found) == 7
    assert "vel" in found[0].text.casefold()


def test_an_english_answer_glosses_what_the_thesaurus_names_and_quotes_verbatim(
    bundled: Asker,
) -> None:
    lv, en = bundled.ask("No kā finansē 3.2.1.2?"), bundled.ask("What funds 3.2.1.2?")
    assert "translation: " in en.answer
    assert "tulkojums: " not in lv.answer
    assert [c.quote for c in lv.citations] == [c.quote for c in en.citations]


def test_an_answer_names_the_index_it_is_from(bundled: Asker) -> None:
    answer = bundled.ask(CYCLING[0])
    assert answer.index == bundled.index.fingerprint
    assert answer.question == CYCLING[0]
    assert 0 < answer.confidence < 1
    assert answer.elapsed_ms > 0


@pytest.mark.parametrize("question", [CYCLING[0], "Kas ievieš 3.2.1.2 Dzelzceļš?"])
def test_one_threshold_of_the_models_decides_on_silence_for_every_kind(
    bundled: Asker, question: str
) -> None:
    known = models()
    sure = bundled.assistant.ask(request(question)).confidence

    def status(threshold: float) -> str:
        weights = Logistic({**known.abstention.weights, "threshold": threshold})
        assistant = bundled.assistant.with_models(replace(known, abstention=weights))
        assert assistant.threshold == threshold
        return assistant.ask(request(question)).status

    assert status(sure - 0.001) == "answered"
    assert status(sure + 0.001) == "not_found"


def test_eight_threads_get_the_answers_that_one_gets(bundled: Asker) -> None:
    questions = [
        *CYCLING, "Kas īsteno 3.2.1.2?", "Ko nozīmē ALTUM?", "Kad notika vizīte Briselē?",
        "Salīdzini 3.2.2.2 un 3.2.4.3 finansējuma avotus.", "Cik apakšprioritāšu ir programmā?",
    ]  # fmt: skip

    def answered(question: str) -> Answer:
        return bundled.ask(question).model_copy(update={"elapsed_ms": 0.0})

    alone = [answered(question) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(answered, questions * 4)) == alone * 4


@pytest.mark.parametrize(
    "question",
    [
        "How many priorities mention dinosaurs?",
        "Cik prioritāšu piemin dinozaurus?",
        "Compare the funding of 3.1.1.1 and 99.9.9",
        "Who implements 99.9.9?",
    ],
)
def test_what_does_not_exist_is_never_counted_compared_or_described(
    bundled: Asker, question: str
) -> None:
    answer = bundled.ask(question)
    assert answer.status in SILENT
    assert answer.items == []


def test_every_number_of_passages_can_be_ordered_anew(bundled: Asker) -> None:
    document = bundled.index.documents()[0].id
    count = len(bundled.index.passages(document))
    for reranked in (1, count - 1, count, count + 1):
        changed = bundled.assistant.settings.retrieval.model_copy(update={"reranked": reranked})
        settings = bundled.assistant.settings.model_copy(update={"retrieval": changed})
        assistant = Assistant(bundled.index, bundled.assistant.embedder, settings)
        assert assistant.search("xyzzy", 5, [document])
