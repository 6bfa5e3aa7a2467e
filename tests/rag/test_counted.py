"""Units and entries that a document counts by a name: "Objective 2", "Option 3 – A tunnel"."""

from __future__ import annotations

import pytest

from rag.compose.attribute import compose_attribute
from rag.compose.block_list import asked_for
from rag.compose.comparison import compose_comparison
from rag.compose.headed import compose_column
from tests.rag.asking import Asker, opened, request

PLAN = """# Harbour plan

## 1. What we aim at

### Plan Objective 1

To keep the quay open in winter, so that ferries run every day.

### Plan Objective 2

To bring 400 jobs to the warehouses along the shore.

### Plan Objective 3

To clean the water of the basin within ten years.

## 2. How to cross the basin

| Way of crossing the basin | Passengers a day |
| --- | --- |
| Option 1: Larger boats | 1,500 |
| Option 2: A bridge | 23,000 |
| Option 3: A tunnel | 16,000 |
| Reserve | 7,400 |
| Total | 47,900 |
"""
WAYS = """# Growth plan

## Way 1: Growth at the edge of towns

The edge of towns has room for 5,000 homes along the new road.

### Description

| Advantages | Disadvantages |
| --- | --- |
| People can walk to the shops of the town. | The land costs more than elsewhere. |
| Buses pay for themselves there. | The sewers have to be built anew. |

## Way 2: Growth in villages

Villages have room for 1,200 homes beside their schools.

## Way 3: Growth at stations

Stations have room for 3,000 homes above the tracks.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "harbour.md").write_text(PLAN, encoding="utf-8")
    return opened(folder / "home", [folder / "harbour.md"])


@pytest.fixture(scope="module")
def growth(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("growth")
    (folder / "growth.md").write_text(WAYS, encoding="utf-8")
    return opened(folder / "home", [folder / "growth.md"])


def called(asker: Asker, question: str) -> list[str]:
    found = asker.assistant.context(request(question)).called
    return sorted(unit.title for unit in found)


@pytest.mark.parametrize(
    ("question", "objectives"),
    [
        ("What is the aim of Objective 2?", [2]),
        ("Kāds ir 2. mērķa nolūks?", [2]),
        ("What do objectives 1 and 3 say?", [1, 3]),
        ("Salīdzini 1. un 3. mērķi.", [1, 3]),
        ("What is the aim of Objective 7?", []),
        ("What happens in 2 years?", []),
        ("Does 2% of the quay close?", []),
    ],
)
def test_a_unit_is_called_as_its_document_counts_it(
    harbour: Asker, question: str, objectives: list[int]
) -> None:
    assert called(harbour, question) == [f"Plan Objective {number}" for number in objectives]


def test_a_global_goal_is_meant_where_a_document_reports_on_it(bundled: Asker) -> None:
    assert called(bundled, "Ko Liepāja dara 14. mērķa labā?") == []


@pytest.mark.parametrize(
    "question", ["What is the aim of Objective 2?", "Kāds ir 2. mērķa mērķis?"]
)
def test_what_is_asked_of_a_counted_unit_is_answered_from_it(harbour: Asker, question: str) -> None:
    context = harbour.assistant.context(request(question))
    draft = compose_attribute(context)
    assert {p.unit for p in draft.passages()} == {context.called[0].key}
    assert "400 jobs" in draft.statements[0].text


def test_counted_units_stand_side_by_side_with_what_they_say(growth: Asker) -> None:
    question = "Compare way 1 and way 2 in the number of homes."
    draft = compose_comparison(growth.assistant.context(request(question)))
    told = [str(row.fields) for row in draft.rows]
    assert [row.title for row in draft.rows] == [
        "Way 1: Growth at the edge of towns",
        "Way 2: Growth in villages",
    ]
    assert "5,000 homes" in told[0]
    assert "1,200 homes" in told[1]


def test_a_comparison_says_what_it_compares_and_no_keys(growth: Asker) -> None:
    answer = growth.ask("Compare way 1 and way 2 in the number of homes.")
    assert "1,200 homes" in answer.answer
    assert "/" not in answer.answer


def test_a_list_of_counted_things_has_no_others_and_no_sum(harbour: Asker) -> None:
    blocks = harbour.units.blocks("harbour", [p.id for p in harbour.index.passages("harbour")])
    table = next(block for block in blocks if block.entries[0][0].kind == "row")
    assert [entry[0].text for entry in table.entries][-1] == "Reserve 7,400"
    context = harbour.assistant.context(request("Which options to cross the basin are there?"))
    listed = [entry[0].text for entry in asked_for(context, table)]
    assert listed == ["Option 1: Larger boats 1,500", "Option 2: A bridge 23,000",
                      "Option 3: A tunnel 16,000"]  # fmt: skip
    context = harbour.assistant.context(request("Which ways of crossing the basin are there?"))
    assert len(asked_for(context, table)) == len(table.entries)


def test_a_column_is_that_of_the_unit_around_a_label(growth: Asker) -> None:
    question = "What are the disadvantages of growth at the edge of towns?"
    draft = growth.compose(compose_column, question)
    assert [statement.text for statement in draft.statements] == [
        "“The land costs more than elsewhere.”",
        "“The sewers have to be built anew.”",
    ]
