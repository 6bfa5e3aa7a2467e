"""Answers speak of the place and the name that the question names, or of none."""

from __future__ import annotations

import pytest

from rag.choosing import compose
from rag.compose.context import Context
from rag.compose.elsewhere import tells_of_elsewhere, there
from rag.compose.fact import compose_fact
from rag.draft import Draft
from rag.models import models
from tests.rag.asking import Asker

JOINED = "Kurā gadā Daugavpils pievienojās Pilsētu mēru paktam?"
NOT_JOINED = "Kurā gadā Liepāja pievienojās Pilsētu mēru paktam?"
LACKING = "Kas ir ieviesēji Jēkabpils novada apakšprioritātei?"


def quoting(context: Context, part: str) -> Draft:
    """A draft that quotes the only passage that holds `part`."""
    every = [p for d in context.documents() for p in context.passages(d)]
    (found,) = [passage for passage in every if part in passage.text]
    return Draft("", (context.statement(context.telling(found)),))


def test_the_year_of_one_town_answers_for_no_other(bundled: Asker) -> None:
    own, other = bundled.context(JOINED), bundled.context(NOT_JOINED)
    covenant = "Pašvaldība 2016.gadā pievienojās Eiropas pilsētu mēru pakta"
    assert not tells_of_elsewhere(own, quoting(own, covenant))
    assert tells_of_elsewhere(other, quoting(other, covenant))


def test_what_is_there_names_the_place_in_its_text_or_titles(bundled: Asker) -> None:
    context = there(bundled.context(NOT_JOINED))
    assert context.ranking.passages
    for scored in context.ranking.passages:
        terms = bundled.terms.of[scored.passage.id]
        assert "#liepaja" in terms.own | terms.above


@pytest.mark.parametrize("question", [NOT_JOINED, LACKING])
def test_no_answer_cites_another_place_alone(bundled: Asker, question: str) -> None:
    context = bundled.context(question)
    _, draft = compose(context, models(), bundled.retriever)
    assert not tells_of_elsewhere(context, draft)


def test_a_follow_up_and_a_comparison_need_not_name_the_place_again(bundled: Asker) -> None:
    covenant = "Pašvaldība 2016.gadā pievienojās Eiropas pilsētu mēru pakta"
    both = bundled.context("Kas kopīgs Daugavpilij un Liepājai klimata jomā?")
    assert not tells_of_elsewhere(both, quoting(both, covenant))


def test_a_name_that_the_documents_do_not_know_may_be_a_translation(bundled: Asker) -> None:
    context = bundled.context("Who paid for the library project Third Fathers Son?")
    assert not tells_of_elsewhere(context, bundled.compose(compose_fact, context.question.text))


def test_what_is_cited_first_names_the_place_if_anything_cited_does(bundled: Asker) -> None:
    context = bundled.context("Kuram mērķim bija veltīts Salacgrīvas seminārs?")
    here = quoting(context, "05.06.2019. Salacgrīvā organizētais seminārs")
    other = quoting(context, "25.09.2019. Rīgā rīkotais starptautiskais seminārs")
    both = Draft("", (*other.statements, *here.statements))
    assert not tells_of_elsewhere(context, both)
    assert tells_of_elsewhere(context, both, first=True)
    assert not tells_of_elsewhere(context, here, first=True)
