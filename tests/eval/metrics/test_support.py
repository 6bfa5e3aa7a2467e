"""Whether each statement is held by the quotes that its own marks name."""

from __future__ import annotations

import math

import pytest

from eval.metrics.support import in_own_words, removed_share, statement_support
from rag.answer import Answer, Citation, Language, Writing

_QUOTES = (
    "Muzeja ēku atjaunos līdz 2027. gadam, un tas izmaksās 2,3 milj. EUR.",
    "Darbus vada Latgales plānošanas reģions, un to apmaksā 40 % apmērā.",
)


def _answer(text: str, language: Language = "lv", writing: Writing | None = None) -> Answer:
    citations = [
        Citation(
            number=n, passage=f"p{n}", document="plan", title="Plāns 2023.–2029. gadam",
            quote=quote, start=100 * n, end=100 * n + len(quote), lines=(n, n), url="/",
        )
        for n, quote in enumerate(_QUOTES, 1)
    ]  # fmt: skip
    return Answer(
        question="?", language=language, kind="fact", status="answered", answer=text,
        citations=citations, items=[], passages=[], confidence=0.9, generator="openai:tiny",
        index="x", elapsed_ms=1, writing=writing,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("- Muzeju atjaunos līdz 2027. gadam. [1]", 1.0),
        ("- Muzeju atjaunos līdz 2028. gadam. [1]", 0.0),
        ("- Tas izmaksās 2,3 milj. EUR. [2]", 0.0),  # the neighbour's quote has it
        ("- Darbus vada Latgales plānošanas reģions. [2]", 1.0),
        ("- Darbus vada Kurzemes plānošanas reģions. [2]", 0.0),
        ("- Tas izmaksās 2,3 milj. EUR. [1]\n- To apmaksā 50 % apmērā. [2]", 0.5),
        (f"Teikts:\n\n- “{_QUOTES[0]}” [1]", 1.0),
    ],
)
def test_a_statement_is_held_to_what_it_cites(text: str, held: float) -> None:
    assert statement_support(_answer(text)) == held


def test_a_name_in_the_other_language_is_the_same_name() -> None:
    said = "- The Latgale Planning Region leads the work. [2]"
    assert statement_support(_answer(said, "en")) == 1.0


def test_without_cited_statements_nothing_is_measured() -> None:
    assert math.isnan(statement_support(_answer("Nekas nav teikts.")))


def test_what_a_model_contributed_is_counted() -> None:
    writing = Writing(model="openai:tiny", statements=4, removed=1, faults={"number": 1})
    answer = _answer("- Muzeju atjaunos. [1]", writing=writing)
    assert removed_share(answer) == 0.25
    assert in_own_words(answer) == 1.0
    quoting = answer.model_copy(update={"generator": "extractive"})
    assert in_own_words(quoting) == 0.0
    assert math.isnan(in_own_words(_answer("x")))
    assert math.isnan(removed_share(_answer("x")))
