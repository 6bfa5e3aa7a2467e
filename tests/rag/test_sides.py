"""Questions of two things, answered side by side on the bundled plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag.answer import Kind
from rag.choosing import compose
from rag.compose.comparison import document_sides
from rag.draft import Draft
from rag.models import models
from rag.question import Question, analyse
from rag.retrieval import Ranking
from rag.sides import both_sides
from tests.rag.asking import Asker, request

LIEPAJA = "liepaja-iam-2022"
DAUGAVPILS = "daugavpils-iam-2022"


def of_both(asker: Asker, question: str) -> Draft:
    context = asker.context(question)

    def part(asked: Question, ranking: Ranking, scope: Sequence[str] | None) -> tuple[Kind, Draft]:
        of_part = replace(context, question=asked, ranking=ranking, scope=scope)
        return compose(of_part, models(), asker.retriever)

    return both_sides(context, asker.retriever, part)


@pytest.mark.parametrize(
    "question",
    ["Salīdzini Liepājas un Daugavpils darbu izglītībā.",
     "How do Liepāja and Daugavpils differ on education?"],
)  # fmt: skip
def test_two_documents_are_quoted_each_under_its_title(bundled: Asker, question: str) -> None:
    draft = of_both(bundled, question)
    documents = [s.quotes[0].evidence.passage.document for s in draft.statements]
    assert set(documents) == {LIEPAJA, DAUGAVPILS}
    for statement in draft.statements:
        document = bundled.index.document(statement.quotes[0].evidence.passage.document)
        assert statement.label == f"**{document.description.title}**: "


def test_the_documents_of_one_publisher_are_one_side(bundled: Asker) -> None:
    sides = document_sides(bundled.context("Ko par izglītību saka LPS?"))
    assert len(sides) == 1
    (documents,) = sides.values()
    assert len(documents) > 1


def test_a_question_of_one_thing_has_no_sides(bundled: Asker) -> None:
    assert of_both(bundled, "Kas ievieš dzelzceļa apakšprioritāti?").empty


def test_units_of_a_plan_are_left_to_their_own_comparison(bundled: Asker) -> None:
    assert of_both(bundled, "Salīdzini 3.2.2.2 un 3.2.2.3 finansējumu.").empty


@pytest.mark.parametrize(
    "question",
    [
        "What do Daugavpils and Liepāja do about climate?",
        "Kā Daugavpils un Liepāja mazina nabadzību?",
        "Kādus izaicinājumus saskata Daugavpils un kādus Liepāja?",
    ],
)
def test_documents_named_in_one_breath_are_compared(bundled: Asker, question: str) -> None:
    kind, draft = compose(bundled.context(question), models(), bundled.retriever)
    assert kind == "comparison"
    documents = {s.quotes[0].evidence.passage.document for s in draft.statements}
    assert documents == {LIEPAJA, DAUGAVPILS}


def test_a_side_is_the_document_that_its_title_tells_from_others_of_the_publisher(
    bundled: Asker,
) -> None:
    question = "Ko par dzimumu līdztiesību saka LPS vēstule un ko Liepājas ziņojums?"
    sides = document_sides(bundled.context(question))
    assert sorted(sides.values()) == [[LIEPAJA], ["lps-vestule-iam-2022"]]


def test_a_follow_up_of_a_comparison_compares() -> None:
    before = "Salīdzini Alpīnistu un Čempionu īstenotājus."
    read = analyse(request("Un rādītāji?", before))
    assert (read.kind, read.roles) == ("comparison", ("indicators",))
