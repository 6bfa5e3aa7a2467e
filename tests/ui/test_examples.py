"""Example questions come from the outlines of whatever is loaded."""

from __future__ import annotations

import pytest

from corpus.model import Document
from tests.rag.asking import Asker, request
from tests.rag.generation.chat_server import statements
from tests.rag.generation.conftest import writing
from ui.chat import Chat
from ui.chat_record import ChatRecord
from ui.examples import example_questions
from ui.texts import LANGUAGES, Language, texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_name_units_and_abbreviations_of_the_documents(
    plans: dict[str, Document], language: Language
) -> None:
    questions = example_questions(plans.values(), texts(language), most=6)
    assert len(questions) == len(set(questions)) == 6
    titles = {s.title for d in plans.values() for s in d.sections if s.unit}
    terms = {
        p.text.split()[0] for d in plans.values() for p in d.passages if p.kind == "definition"
    }
    for question in questions:
        named = any(title in question for title in titles if title)
        assert (
            named
            or any(term in question.split() for term in terms)
            or any(f"{term}?" in question for term in terms)
        )


def test_examples_are_the_same_each_time(plans: dict[str, Document]) -> None:
    words = texts("lv")
    assert example_questions(plans.values(), words) == example_questions(plans.values(), words)


def test_another_document_gives_its_own_examples(
    plans: dict[str, Document], longest: Document
) -> None:
    others = [document for document in plans.values() if document.id != longest.id]
    for question in example_questions([longest], texts("en")):
        assert question not in example_questions(others, texts("en"))


def test_no_document_gives_no_examples() -> None:
    assert example_questions([], texts("lv")) == []


def test_the_language_model_is_not_asked_the_examples(asker: Asker) -> None:
    record = ChatRecord(None)
    with writing(asker, lambda _: statements(("No.", 1))) as (assistant, model):
        examples = Chat(assistant, record).examples("en")
        assert examples
        assert model.bodies == []
        assert assistant.ask(request(examples[0])).status == "answered"
        assert model.bodies
    assert examples == Chat(asker.assistant, record).examples("en")
    record.close()
