"""What is said of a question is what the assistant reads in it."""

from __future__ import annotations

from rag.answer import AskRequest, Turn
from rag.question import analyse
from tests.rag.asking import Asker
from ui.answer_html import asked_html
from ui.understanding import understood


def _request(question: str, *before: str) -> AskRequest:
    return AskRequest(question=question, history=[Turn(question=b) for b in before] or None)


def test_a_follow_up_is_understood_with_the_turn_it_leans_on(asker: Asker) -> None:
    known = understood(_request("And how is it funded?", "Who implements 1.1?"), asker.index)
    assert known.leans
    assert known.asked == "Who implements 1.1? And how is it funded?"
    assert known.roles == ["funding"]
    assert known.sections == ["1.1"]
    assert "Asked: Who implements 1.1? And how is it funded?" in asked_html(known, "en")


def test_a_question_of_its_own_is_shown_without_a_note(asker: Asker) -> None:
    known = understood(_request("Who implements 1.1?"), asker.index)
    assert not known.leans
    assert asked_html(known, "en") == ""


def test_a_topic_is_carried_through_several_follow_ups(asker: Asker) -> None:
    first = understood(_request("Who implements 1.1?"), asker.index)
    second = understood(_request("And how is it funded?", first.carried), asker.index)
    third = understood(_request("And how is it measured?", second.carried), asker.index)
    assert third.sections == ["1.1"]
    assert third.roles == ["indicators"]


def test_a_follow_up_with_a_topic_of_its_own_leaves_the_old_one_behind(asker: Asker) -> None:
    second = understood(_request("And what about 1.2?", "Who implements 1.1?"), asker.index)
    assert second.carried == "And what about 1.2?"


def test_the_topic_is_named_in_words_that_were_typed(asker: Asker) -> None:
    request = _request("Kuras prioritātes finansē velo infrastruktūru Latgalē?")
    known = understood(request, asker.index)
    assert known.concepts == list(analyse(request).concepts)
    typed = request.question.lower()
    assert all(word.lower() in typed for word in known.words)
    assert known.topic("en")
    assert known.topic("lv") != known.topic("en")


def test_what_was_searched_is_counted(asker: Asker) -> None:
    ids = [document.id for document in asker.index.documents()]
    every = understood(_request("Roads?"), asker.index)
    assert (every.documents, every.passages) == (
        len(ids), sum(map(asker.index.passage_count, ids)),
    )  # fmt: skip
    request = AskRequest(question="Roads?", documents=ids[:1])
    one = understood(request, asker.index)
    assert (one.documents, one.passages) == (1, asker.index.passage_count(ids[0]))
