"""What is said of a question is what the assistant reads in it."""

from __future__ import annotations

from dataclasses import replace

from rag.answer import AskRequest, Turn
from rag.logistic import Logistic
from rag.models import models
from rag.question import analyse
from tests.rag.asking import Asker
from ui.answer_html import asked_html
from ui.understanding import understood


def _request(question: str, *before: str) -> AskRequest:
    return AskRequest(question=question, history=[Turn(question=b) for b in before] or None)


def test_a_follow_up_is_understood_with_the_turn_it_leans_on(asker: Asker) -> None:
    known = understood(_request("And how is it funded?", "Who implements 1.1?"), asker.assistant)
    assert known.leans
    assert known.asked == "Who implements 1.1? And how is it funded?"
    assert known.roles == ["funding"]
    assert known.sections == ["1.1"]
    assert "Asked: Who implements 1.1? And how is it funded?" in asked_html(known, "en")


def test_a_question_of_its_own_is_shown_without_a_note(asker: Asker) -> None:
    known = understood(_request("Who implements 1.1?"), asker.assistant)
    assert not known.leans
    assert asked_html(known, "en") == ""


def test_a_topic_is_carried_through_several_follow_ups(asker: Asker) -> None:
    first = understood(_request("Who implements 1.1?"), asker.assistant)
    second = understood(_request("And how is it funded?", first.carried), asker.assistant)
    third = understood(_request("And how is it measured?", second.carried), asker.assistant)
    assert third.sections == ["1.1"]
    assert third.roles == ["indicators"]


def test_a_follow_up_with_a_topic_of_its_own_leaves_the_old_one_behind(asker: Asker) -> None:
    second = understood(_request("And what about 1.2?", "Who implements 1.1?"), asker.assistant)
    assert second.carried == "And what about 1.2?"


def test_the_topic_is_named_in_words_that_were_typed(asker: Asker) -> None:
    request = _request("Kuras prioritātes finansē velo infrastruktūru Latgalē?")
    known = understood(request, asker.assistant)
    assert known.concepts == list(analyse(request).concepts)
    typed = request.question.lower()
    assert all(word.lower() in typed for word in known.words)
    assert known.topic("en")
    assert known.topic("lv") != known.topic("en")


def test_what_was_searched_is_counted(asker: Asker) -> None:
    ids = [document.id for document in asker.index.documents()]
    every = understood(_request("Roads?"), asker.assistant)
    assert (every.documents, every.passages) == (
        len(ids), sum(map(asker.index.passage_count, ids)),
    )  # fmt: skip
    request = AskRequest(question="Roads?", documents=ids[:1])
    one = understood(request, asker.assistant)
    assert (one.documents, one.passages) == (1, asker.index.passage_count(ids[0]))


def test_the_threshold_shown_is_that_of_the_models_that_answer(asker: Asker) -> None:
    known = models()
    strict = Logistic({**known.abstention.weights, "threshold": 0.875})
    assistant = asker.assistant.with_models(replace(known, abstention=strict))
    assert understood(_request("Who implements 1.1?"), assistant).threshold == 0.875
