"""Documents as councils publish them are answered from the right page or section."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.sample_documents import DOCUMENTS
from tests.index.remembering import default_embedder
from tests.rag.asking import SILENT, Asker, opened

STRATEGY, CHARGE, PROGRAMME = "marshland-strategy", "marshland-charge", "planning-programme"
PAGE, FORM, PLAN = "affordable-homes", "green-space-form", "pajuvalja-arengukava"

# A question, the document, the page or the end of the section's key, and what is cited from there.
QUESTIONS: list[tuple[str, str, int | str, list[str]]] = [
    ("How many new homes a year does Marshland have to build?", STRATEGY, 1, ["1,240"]),
    ("What share of emissions in Marshland comes from transport?", STRATEGY, 2, ["48%"]),
    ("Cik lielu daļu emisiju rada transports?", STRATEGY, 2, ["48%"]),
    ("What is grey land?", STRATEGY, 1, ["has been built on before"]),
    (
        "What are the advantages of new towns?",
        STRATEGY,
        3,
        ["its own schools", "Homes and jobs can stand side by side"],
    ),
    ("When was the Marshland Infrastructure Charge adopted?", CHARGE, 1, ["1 May 2019"]),
    ("What is the 2025 charge for homes in the rest of the county?", CHARGE, 1, ["£92.75"]),
    ("What does MIC stand for?", CHARGE, 1, ["Marshland Infrastructure Charge"]),
    (
        "Which guidance documents are in preparation?",
        PROGRAMME,
        1,
        ["Shop fronts", "Clean air"],
    ),
    ("When is the clean air guidance to be adopted?", PROGRAMME, 1, ["Spring 2027"]),
    ("Which forum prepares a neighbourhood plan?", PROGRAMME, 1, ["Quayside Forum"]),
    (
        "What amounts of affordable housing should developers provide in Harrow Fen?",
        PAGE,
        "what-has-to-be-provided",
        ["25%", "10%", "8%"],
    ),
    (
        "What share of the homes on brownfield sites must be affordable?",
        PAGE,
        "what-has-to-be-provided",
        ["8%"],
    ),
    (
        "What does a 'short form' appraisal mean?",
        PAGE,
        "what-has-to-be-provided",
        ["comparing the costs"],
    ),
    ("Where can one learn who owns land?", FORM, "1", ["Land Registry"]),
    ("How far may the green space be from the homes it serves?", FORM, "2", ["within 2 km"]),
    ("What historic features can a green space have?", FORM, "3", ["old hedges"]),
    ("When was the renovated manor of Pajuvälja opened?", PLAN, "2024-2029", ["2021"]),
    ("Kas finansē suņu pastaigu laukumu?", PLAN, "koerte-jalutusvaljak", ["Vallaeelarve"]),
    (
        "What funds the lift of the Pajuvälja gymnasium?",
        PLAN,
        "pajuvalja-gumnaasiumi-lift",
        ["41200 eurot"],
    ),
]
UNANSWERED = [
    "How many parking spaces must a new house in Marshland have?",
    "How many days after building starts must the charge be paid?",
    "How much does it cost to apply for a Local Green Space?",
    "How many electric buses does Pajuvälja own?",
]


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over all six, with the default model."""
    folder = tmp_path_factory.mktemp("samples")
    for name, made in DOCUMENTS.items():
        (folder / name).write_bytes(made())
    found = opened(folder / "home", [folder / name for name in DOCUMENTS], default_embedder())
    yield found
    found.index.close()


@pytest.mark.parametrize(("question", "document", "place", "said"), QUESTIONS)
def test_a_question_is_answered_from_the_right_page_or_section(
    asker: Asker, question: str, document: str, place: int | str, said: list[str]
) -> None:
    answer = asker.ask(question)
    assert answer.status == "answered"
    from_there = [
        citation.quote
        for citation in answer.citations
        if citation.document == document
        and (
            citation.page == place
            if isinstance(place, int)
            else (citation.section or "").endswith(place)
        )
    ]
    for part in said:
        assert any(part in quote for quote in from_there), answer.answer


@pytest.mark.parametrize("question", UNANSWERED)
def test_what_they_do_not_say_is_not_answered(asker: Asker, question: str) -> None:
    assert asker.ask(question).status in SILENT
