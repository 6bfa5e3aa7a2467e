"""Which of the bundled documents speak of a thing."""

from __future__ import annotations

import pytest

from rag.compose.document_list import asks_documents
from rag.compose.lists import compose_list
from tests.rag.asking import Asker


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Kuri dokumenti piemin Ukrainu?", {"lps-vestule-iam-2022", "lps-vizite-brisele-2024"}),
        ("Which documents mention Ukraine?", {"lps-vestule-iam-2022", "lps-vizite-brisele-2024"}),
        (
            "Kuros dokumentos minēts centrs “Marta”?",
            {"latgale-programma-2021-2027", "liepaja-iam-2022", "lps-vestule-iam-2022"},
        ),
    ],
)
def test_every_document_that_names_the_thing_is_one_row(
    bundled: Asker, question: str, documents: set[str]
) -> None:
    draft = bundled.compose(compose_list, question)
    assert len(draft.rows) == len(documents)
    assert {row.document for row in draft.rows} == documents
    for row in draft.rows:
        assert row.title == bundled.index.document(row.document).description.title
        assert row.fields["text"]


@pytest.mark.parametrize(
    "question",
    [
        "Kuri plānošanas dokumenti apstiprināti 2021. gadā?",
        "Which sub-priorities mention tourism?",
        "What does the letter say about Ukraine?",
    ],
)
def test_documents_that_are_not_asked_for_by_what_they_say_are_none(
    bundled: Asker, question: str
) -> None:
    assert not asks_documents(bundled.context(question))


def test_of_one_document_in_scope_none_is_asked_for(bundled: Asker) -> None:
    context = bundled.context("Which documents mention Ukraine?", ["lps-vestule-iam-2022"])
    assert not asks_documents(context)
