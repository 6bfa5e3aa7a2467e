"""Plans that planqa was not made with, and its real model: one in plain text, one in Markdown."""

from __future__ import annotations

import pytest

from tests.rag.asking import SILENT, Asker


@pytest.mark.parametrize(
    ("question", "document", "quotes"),
    [
        (
            "Who is responsible for insulating council housing?",
            "en-numbered",
            ["Housing Department"],
        ),
        ("What funds 2.2.1?", "en-numbered", ["Regional Development Fund"]),
        ("Who implements the solar roofs?", "en-headings", ["Energy Office"]),
        ("No kā finansē solāros jumtus?", "en-headings", ["council budget"]),
        (
            "How is the success of solar roofs measured?",
            "en-headings",
            ["Installed power (MW) | 0.1 | 1.3", "Schools with panels | 2 | 24"],
        ),
    ],
)
def test_an_attribute(
    made_with_model: Asker, question: str, document: str, quotes: list[str]
) -> None:
    answer = made_with_model.ask(question)
    assert (answer.kind, answer.status) == ("attribute", "answered")
    assert {citation.document for citation in answer.citations} == {document}
    assert set(quotes) <= {citation.quote for citation in answer.citations}


@pytest.mark.parametrize(
    "question", ["Which sections build cycle paths?", "Kurās sadaļās paredzēti veloceliņi?"]
)
def test_a_list_over_both(made_with_model: Asker, question: str) -> None:
    answer = made_with_model.ask(question)
    assert (answer.kind, answer.status) == ("list", "answered")
    found = {(item.document, item.section): item for item in answer.items}
    assert set(found) == {("en-headings", "2.1"), ("en-numbered", "2.2.1")}
    assert [v.text for v in found["en-headings", "2.1"].fields["tasks"]] == [
        "Build 6 km of cycle path"
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What is the mayor's salary in Rivermouth?",
        "When will the airport be built?",
        "Kas uzvarēja Eirovīzijā?",
    ],
)
def test_what_they_do_not_say_is_not_answered(made_with_model: Asker, question: str) -> None:
    assert made_with_model.ask(question).status in SILENT
