"""One plan as text, Markdown, web page, Word file and PDF gives the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus.span import fold
from rag.answer import Answer
from tests.corpus.one_plan import WRITERS
from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened

FORMATS = sorted(WRITERS)
# A question, its kind, and what its citations say, in order.
QUESTIONS: dict[str, tuple[str, list[str]]] = {
    "Kas ievieš veloceliņus starp ciemiem?": (
        "attribute", ["Ozolupes novada pašvaldība", "valsts SIA „Ceļu darbi”"],
    ),
    "Who are the partners for the cycle paths between villages?": (
        "attribute", ["biedrība „Velo Ozolupe”", "kaimiņu novadu pašvaldības"],
    ),
    "Cik iedzīvotāju dzīvo Ozolupes novadā?": (
        "fact",
        ["Ozolupes novads atrodas upes krastā, un tajā dzīvo 8214 iedzīvotāji. Pašvaldība "
         "programmu izstrādāja kopā ar iedzīvotājiem, uzņēmējiem un biedrībām."],
    ),
    "Kādi ir ēku siltināšanas uzdevumi?": (
        "attribute",
        ["Nosiltināt 18 daudzdzīvokļu namus;", "Uzstādīt saules paneļus uz trim skolām."],
    ),
    "Kuras prioritātes paredz saules paneļus?": (
        "list", ["Uzstādīt saules paneļus uz trim skolām."],
    ),
    "Kas finansē autobusus pēc pieprasījuma?": (
        "attribute", ["valsts budžeta dotācija;", "pasažieru maksa par braucieniem."],
    ),
    "What are the indicators of the cycle paths between villages?": (
        "attribute",
        ["Izbūvēto veloceliņu garums: 14 km;", "Negadījumu skaits gadā: ne vairāk kā 4."],
    ),
    "Kas ir atbildīgs par ielu apgaismojuma nomaiņu?": ("attribute", ["Komunālā saimniecība"]),
    "Cik maksā tilta pār Upi atjaunošana?": ("fact", ["420 000 EUR"]),
    "Who implements the insulation of buildings?": (
        "attribute", ["Pašvaldības īpašumu pārvalde"],
    ),
}  # fmt: skip
UNANSWERED = "Cik maksā jaunais peldbaseins?"


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asker]]:
    """For each format an assistant over that file alone, with the default model."""
    embedder = default_embedder()
    found = {}
    for name in FORMATS:
        folder = tmp_path_factory.mktemp(name)
        (folder / f"plan.{name}").write_bytes(WRITERS[name]())
        found[name] = opened(folder / "home", [folder / f"plan.{name}"], embedder)
    yield found
    for asker in found.values():
        asker.index.close()


def said(answer: Answer) -> Any:
    """All of an answer but where things stand in the file, and with what list marker."""
    cited = [(c.number, c.quote, c.role, c.heading) for c in answer.citations]
    items = [
        (
            item.title,
            {role: [value.text for value in values] for role, values in item.fields.items()},
        )
        for item in answer.items
    ]
    return answer.status, answer.kind, answer.answer, cited, items


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_same_right_answer_in_every_format(
    askers: dict[str, Asker], question: str
) -> None:
    kind, quotes = QUESTIONS[question]
    answers = {name: askers[name].ask(question) for name in FORMATS}
    for name in FORMATS:
        answer = answers[name]
        assert (answer.status, answer.kind) == ("answered", kind), name
        assert [citation.quote for citation in answer.citations] == quotes, name
        assert said(answer) == said(answers["txt"]), name


def test_what_the_plan_does_not_say_is_not_answered_in_any_format(
    askers: dict[str, Asker],
) -> None:
    for name in FORMATS:
        assert askers[name].ask(UNANSWERED).status == "not_found", name


def test_a_citation_in_a_pdf_names_the_page_that_holds_it(askers: dict[str, Asker]) -> None:
    asker = askers["pdf"]
    document = asker.index.document("plan")
    for question in QUESTIONS:
        for citation in asker.ask(question).citations:
            assert citation.page is not None
            page = document.pages[citation.page - 1]
            assert citation.quote in fold(page.of(document.text))
    assert {
        c.page for c in askers["docx"].ask("Cik maksā tilta pār Upi atjaunošana?").citations
    } == {None}
