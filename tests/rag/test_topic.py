"""The things a question names, and how much of them a text covers."""

from __future__ import annotations

import pytest

from rag.question import analyse
from rag.topic import Group, coverage_of, topic_groups
from tests.rag.asking import Asker, request

A = Group("a", frozenset({"#a"}), frozenset({"#near"}), 3.0)
B = Group("b", frozenset({"b"}), frozenset(), 1.0, plain=True)


def groups(asker: Asker, question: str) -> dict[str, Group]:
    return {g.name: g for g in topic_groups(analyse(request(question)), asker.terms)}


@pytest.mark.parametrize(
    "question",
    [
        "Kuras prioritātes finansē velo infrastruktūru?",
        "Which priorities fund cycling infrastructure?",
    ],
)
def test_a_compound_concept_is_also_meant_by_its_head(bundled: Asker, question: str) -> None:
    (cycling,) = groups(bundled, question).values()
    assert {"#cycle-paths", "#cycling"} <= cycling.terms


@pytest.mark.parametrize(
    "question",
    ["Ko īsteno Satiksmes ministrija?", "What does the Ministry of Transport carry out?"],
)
def test_an_institution_is_not_its_kind_and_not_its_field(bundled: Asker, question: str) -> None:
    (ministry,) = groups(bundled, question).values()
    assert ministry.name == "ministry-transport"
    assert ministry.terms.isdisjoint({"#ministries", "#transport"})
    assert not ministry.named_in(bundled.terms.terms("Ekonomikas ministrija", "lv"))
    assert not ministry.named_in(bundled.terms.terms("Sabiedriskais transports", "lv"))
    assert ministry.named_in(bundled.terms.terms("Satiksmes ministrija", "lv"))


def test_a_wider_concept_is_named_by_a_narrower_one_and_not_the_other_way(bundled: Asker) -> None:
    (transport,) = groups(bundled, "Kas minēts par transportu?").values()
    (rail,) = groups(bundled, "Kas minēts par dzelzceļu?").values()
    assert transport.named_in(bundled.terms.terms("dzelzceļš", "lv"))
    assert not rail.named_in(bundled.terms.terms("transports", "lv"))


def test_a_goal_and_its_own_subject_are_one_thing(bundled: Asker) -> None:
    found = groups(bundled, "Ko dara par SDG 13 – klimata pārmaiņām?")
    merged = [g for g in found.values() if {"#sdg-13", "#climate-change"} & g.terms]
    assert len(merged) == 1
    assert {"#sdg-13", "#climate-change"} <= merged[0].terms


def test_a_quoted_phrase_is_one_thing_with_all_its_words(bundled: Asker) -> None:
    found = groups(bundled, "Kurās sadaļās minēts “silto ūdeņu zivkopība”?")
    phrase = found["silto ūdeņu zivkopība"]
    assert phrase.named_in(bundled.terms.terms("zivkopība siltos ūdeņos", "lv"))
    assert not phrase.named_in(bundled.terms.terms("zivkopība", "lv"))
    assert "water-resources" not in found


def test_the_rarest_thing_comes_first_and_plain_words_are_marked(bundled: Asker) -> None:
    found = topic_groups(
        analyse(request("Kas rakstīts par dzelzceļu un skrejceļiem Ozolmuižā?")), bundled.terms
    )
    weights = [group.weight for group in found]
    assert weights == sorted(weights, reverse=True)
    assert {g.name: g.plain for g in found} == {"rail": False, "ozolmuiz": False, "skrejcel": True}


def test_a_word_in_capitals_that_no_document_keeps_is_a_word_in_the_documents_language(
    bundled: Asker,
) -> None:
    act = groups(bundled, "When did the Social Enterprise Act take effect?")["act"]
    assert act.plain
    assert any(map(bundled.terms.known, act.terms))


def test_coverage_of_nothing_is_nothing() -> None:
    assert coverage_of((), frozenset({"#a"})) == 0.0


def test_plain_terms_are_covered_alike() -> None:
    assert coverage_of((A, B), frozenset({"#a", "b"})) == 1.0
    assert coverage_of((A, B), frozenset({"b"})) == pytest.approx(0.25)
    assert 0 < coverage_of((A, B), frozenset({"#near"})) < 0.75


@pytest.mark.parametrize(
    "question",
    [
        "Kam uzticēts dabūt vairāk biznesu Latgales SEZ iekšā?",
        "Which body gets more businesses into the Latgale special economic zone?",
    ],
)
def test_of_a_field_and_a_body_within_it_the_body_is_meant(bundled: Asker, question: str) -> None:
    found = groups(bundled, question)
    assert found["latgale-sez"].terms == {"#latgale-sez"}
    assert "#enterprise" in found["latgale-sez"].related
    assert "enterprise" not in found


def test_things_side_by_side_both_count_though_one_is_within_the_other(bundled: Asker) -> None:
    (transport,) = groups(bundled, "Kas teikts par transportu un dzelzceļu?").values()
    assert {"#transport", "#rail"} <= transport.terms


def test_a_narrower_thing_that_no_document_names_leaves_the_wider_one(bundled: Asker) -> None:
    found = groups(bundled, "What does it say of transport by tram?")
    assert any("#transport" in group.terms for group in found.values())


def test_a_name_in_quotation_marks_of_a_document_is_one_thing(bundled: Asker) -> None:
    found = groups(bundled, "Who worked on the Safe City project in Liepāja?")
    assert "safety" not in found
    assert found["Safe City"].named_in(bundled.terms.terms('projektu "Safe city"', "lv"))
    assert not found["Safe City"].named_in(bundled.terms.terms("Youth for safer youth", "lv"))


def test_a_name_in_quotation_marks_is_a_name_only_when_written_as_one(bundled: Asker) -> None:
    assert bundled.terms.called("Kas teikts par Safe City projektu?") == ("Safe City",)
    assert bundled.terms.called("Is it a safe city?") == ()
