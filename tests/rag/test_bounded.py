"""Lists that amounts, dates, exceptions and cells narrow, asked of a whole strategy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.answer import Answer
from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened

PLAN = """# Ostmere Transport Strategy 2024

Some words on what the strategy is for and who wrote it, in a paragraph of its own.

## 1 Schemes

The schemes of the strategy with their cost and the time in which they are built:

| Scheme | Cost, thousand EUR | Funding | Status | Period |
|---|---|---|---|---|
| Harbour Street bus lane | 850 | ERDF | confirmed | 2025–2027 |
| Kiln Lane crossing | 95 | Town budget | proposed | 2026 |
| Weir bridge | 4 200 | State budget, ERDF | proposed | 2027–2030 |
| Station square | 1 300 | Town budget | confirmed | 2024–2026 |
| Total | 6 445 | | | |

## 2 Tarry Hill

The sledging clubs of Tarry Hill that are let onto the slope in winter:

- the Red Runners;
- the Old Sleds;
- the Friends of Frost.
"""

SHEETS = """# Larkham Climate Plan 2024

## 1 Actions

### Action A1 Warm schools

Insulation of the schools of the district, one after the other.

- **Lead:** Larkham County
- **Cost:** EUR 2.5 million, of which own money EUR 0.3 million
- **Timescale:** 2025–2028

### Action A2 Solar roofs

Solar panels on the roofs of depots and of the town hall.

- **Lead:** Larkham Energy
- **Cost:** EUR 400,000
- **Timescale:** 2024–2025

### Action A3 Heat network

A network that brings heat from the mill to the hospital.

- **Lead:** Larkham Heat
- **Cost:** EUR 7 million
- **Timescale:** 2027–2031
"""


@pytest.fixture(scope="module")
def strategy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    asker = asker_over(tmp_path_factory.mktemp("strategy"), "ostmere-strategy.md", PLAN)
    yield asker
    asker.index.close()


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    asker = asker_over(tmp_path_factory.mktemp("sheets"), "larkham-plan.md", SHEETS)
    yield asker
    asker.index.close()


def asker_over(folder: Path, name: str, text: str) -> Asker:
    file = folder / name
    file.write_text(text, "utf-8")
    return opened(folder / "home", [file], default_embedder())


def listed(answer: Answer) -> list[str]:
    """The codes of the actions that an answer lists, the first words of anything else."""
    return [_code(item.section) or item.title.split()[0] for item in answer.items]


def _code(section: str | None) -> str | None:
    return section if section and re.fullmatch(r"[A-Z]\d", section) else None


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which schemes cost more than EUR 1 million?", ["Weir", "Station"]),
        ("Kuras ieceres maksā vairāk nekā 1 miljonu eiro?", ["Weir", "Station"]),
        ("Which schemes cost EUR 850,000 or less?", ["Harbour", "Kiln"]),
        ("Which scheme is the most expensive?", ["Weir"]),
        ("Which scheme costs the least?", ["Kiln"]),
        ("Which schemes start before 2026?", ["Harbour", "Station"]),
        ("Which schemes are completed no later than 2026?", ["Kiln", "Station"]),
    ],
)
def test_rows_within_the_bound_are_the_answer(
    strategy: Asker, question: str, rows: list[str]
) -> None:
    answer = strategy.ask(question)
    assert (answer.status, answer.kind) == ("answered", "list")
    assert listed(answer) == rows
    assert answer.notes == []


def test_another_currency_is_not_the_one_that_is_asked_for(strategy: Asker) -> None:
    answer = strategy.ask("Which schemes cost more than £1 million?")
    assert listed(answer) != ["Weir", "Station"]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which schemes are not funded by the ERDF?", ["Kiln", "Station"]),
        ("List the schemes except those paid by the ERDF.", ["Kiln", "Station"]),
    ],
)
def test_what_the_question_leaves_out_is_no_entry(
    strategy: Asker, question: str, rows: list[str]
) -> None:
    assert [one for one in listed(strategy.ask(question)) if one != "Total"] == rows


def test_a_bound_that_no_row_meets_lists_none(strategy: Asker) -> None:
    answer = strategy.ask("Which schemes cost more than EUR 90 million?")
    assert answer.status == "not_found"
    assert answer.items == []


def test_rows_that_a_cell_s_value_leaves_out_are_left_out(strategy: Asker) -> None:
    answer = strategy.ask("Which schemes have not the status confirmed?")
    assert not {"Harbour", "Station"} & set(listed(answer))


def test_which_of_them_keeps_to_what_the_turn_before_bounded(strategy: Asker) -> None:
    first = "Which schemes cost more than EUR 1 million?"
    answer = strategy.ask("Which of them start before 2026?", first)
    assert listed(answer) == ["Station"]


def test_a_column_and_its_value_narrow_a_table(strategy: Asker) -> None:
    answer = strategy.ask("Which schemes have the status confirmed?")
    assert listed(answer) == ["Harbour", "Station"]


def test_a_list_that_no_amount_can_be_judged_by_says_so(strategy: Asker) -> None:
    answer = strategy.ask("List the sledging clubs of Tarry Hill with at least 40 members.")
    assert len(answer.items) == 3
    (note,) = answer.notes
    assert "at least 40" in note


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which actions cost more than EUR 2 million?", ["A1", "A3"]),
        ("Which actions cost less than EUR 500,000?", ["A2"]),
        ("Which action is the most expensive?", ["A3"]),
        ("Which actions start before 2026?", ["A1", "A2"]),
    ],
)
def test_units_are_judged_by_what_they_say_in_the_role(
    sheets: Asker, question: str, rows: list[str]
) -> None:
    answer = sheets.ask(question)
    assert (answer.status, answer.kind) == ("answered", "list")
    assert listed(answer) == rows
    assert any("EUR" in citation.quote or "20" in citation.quote for citation in answer.citations)
