"""What is said of a question is what the assistant reads in it."""

from __future__ import annotations

from dataclasses import replace

from rag.answer import AskRequest, Turn
from rag.logistic import Logistic
from rag.models import models
from rag.question import analyse
from tests.rag.asking import Asker
from ui.answer_html import asked_html
from ui.understanding import Understanding, as_answered, understood


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


def _answered(asker: Asker, request: AskRequest) -> Understanding:
    known = understood(request, asker.assistant)
    return as_answered(known, request, asker.assistant.ask(request))


def test_a_question_that_may_lean_on_the_one_before_is_shown_as_it_was_answered(
    asker: Asker,
) -> None:
    before = "What is planned for cycling routes?"
    question = "What funds the new stands?"
    known = _answered(asker, _request(question, before))
    assert known.leans
    assert known.asked == known.carried == f"{before} {question}"
    assert known.concepts == ["cycle-paths", "new-modern"]
    alone = _answered(asker, _request("How many bicycle stands are planned?", before))
    assert not alone.leans
    assert alone.asked == alone.carried == "How many bicycle stands are planned?"
    assert alone.concepts == ["cycling"]


def test_what_was_searched_and_how_surely_stay_as_they_were_when_it_was_answered(
    asker: Asker,
) -> None:
    request = _request("What funds the new stands at schools?", "Who implements 1.1?")
    known = understood(request, asker.assistant)
    then = known.model_copy(update={"documents": 7, "passages": 70, "threshold": 0.25})
    after = as_answered(then, request, asker.assistant.ask(request))
    assert (after.documents, after.passages, after.threshold) == (7, 70, 0.25)


def test_a_follow_up_that_a_model_wrote_out_is_shown_in_its_words(asker: Asker) -> None:
    request = _request("And how is it funded?", "Who implements 1.1?")
    answer = asker.assistant.ask(request).model_copy(update={"understood": "How is 1.1 funded?"})
    known = as_answered(understood(request, asker.assistant), request, answer)
    assert known.asked == known.carried == "How is 1.1 funded?"
    assert known.leans


def test_a_long_topic_is_handed_on_no_further_than_a_turn_holds(asker: Asker) -> None:
    before = f"What is planned for cycling routes{' and roads' * 150}?"
    known = _answered(asker, _request("What funds the new stands at schools?", before))
    assert known.asked.startswith(before)
    assert known.carried == "What funds the new stands at schools?"
