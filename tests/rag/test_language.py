"""Which language a question is asked in."""

from __future__ import annotations

import pytest

from rag.language import language_of, stopwords


@pytest.mark.parametrize(
    "question",
    [
        "Kuras prioritātes finansē velo infrastruktūru?",
        "Kuras prioritates finanse velo infrastrukturu?",
        "Kas ievieš 3.2.1.2?",
        "dzelzceļš",
        "Ko nozīmē Smart City?",
        "kas atbild par tiltu remontu Kraslava",
        "ieguvumi proforientacijas mehanisms",
        "Kurās sadaļās minēts Interreg un LEADER?",
    ],
)
def test_latvian_with_and_without_diacritics(question: str) -> None:
    assert language_of(question) == "lv"


@pytest.mark.parametrize(
    "question",
    [
        "Which priorities fund cycling infrastructure?",
        "Who implements 3.2.1.2?",
        "What is done in Rēzekne and Daugavpils?",
        "How is Ādaži municipality involved?",
        "what does TEN-T stand for",
        "budget measure school kitchens",
        "lead organisation circular textiles action",
    ],
)
def test_english_also_where_latvian_places_are_named(question: str) -> None:
    assert language_of(question) == "en"


@pytest.mark.parametrize("question", ["3.2.1.2", "?", "IAM"])
def test_in_doubt_a_question_is_latvian_as_the_documents_are(question: str) -> None:
    assert language_of(question) == "lv"


def test_function_words_are_folded() -> None:
    assert {"ka", "kapec"} <= stopwords()["lv"]
    assert "kāpēc" not in stopwords()["lv"]
    assert {"the", "which"} <= stopwords()["en"]
