"""Example questions come from the outlines of whatever is loaded."""

from __future__ import annotations

import pytest

from corpus.model import Document
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
