"""Lists that hold to what a question names: documents, bodies by their short names, sides of an
analysis, and things that no unit is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.index.remembering import default_embedder
from tests.rag.asking import SILENT, Asker, opened

MILL = """# Millbrook Parish Plan 2025–2031

The plan was made by Millbrook Parish Council (MPC) with the help of the county.
Sallowmere lies to the north of it.

## 1. SWOT analysis

**Strengths**

- A busy school with places to spare.
- Low debts of the parish.

**Weaknesses**

- Roads in a poor state.
- Worn sewers.

**Threats**

- Fewer residents every year.
- Rising prices of building.

## 2. Projects

**Table 1. Projects**

| No. | Project | Lead | Funding | Deadline |
|---|---|---|---|---|
| P1 | Village hall roof | MPC | Green Valley Trust | 2027 |
| P2 | Riverside path | Brook Trust | County levy | 2028 |
| P3 | Play area renewal | MPC, school | Parish budget | 2026 |
| P4 | School crossing | County | County levy | 2029 |

## 3. Drafting group

Apart from the clerk there sat in the drafting group:

- the Brook Trust;
- the farmers' club;
- the school.
"""

ALDER = """# Alderholt Waste Plan 2025–2031

## 1. Measures

**Table 1. Measures**

| No. | Measure | Responsible | Funding | Deadline |
|---|---|---|---|---|
| A1 | Recycling yard | Works team | GVT, budget | 2027 |
| A2 | Composting plant | Operator | GVT | 2028 |
| A3 | Cameras | Police | budget | 2026 |

## 2. Terms

- **GVT** – Green Valley Trust.
"""

THORN = """# Thornwick Bus Plan 2025–2031

Two buses an hour run from the market to the station.
"""

PROJECTS = {"P1", "P2", "P3", "P4"}


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder = tmp_path_factory.mktemp("precision")
    files = [folder / f"{name}.md" for name in ("millbrook", "alderholt", "thornwick")]
    for file, text in zip(files, (MILL, ALDER, THORN), strict=True):
        file.write_text(text, "utf-8")
    asker = opened(folder / "home", files, default_embedder())
    yield asker
    asker.index.close()


@pytest.mark.parametrize(
    ("question", "first", "count"),
    [
        ("What threats does the SWOT analysis of Millbrook name?", "Fewer residents", 2),
        ("Kādas ir Millbrook vājās puses?", "Roads", 2),
        ("kadi apdraudejumi nosaukti Millbrook SVID", "Fewer residents", 2),
        ("List the strengths and weaknesses of Millbrook.", "A busy school", 4),
    ],
)
def test_sides_of_an_analysis_are_listed_whole(
    plans: Asker, question: str, first: str, count: int
) -> None:
    answer = plans.ask(question)
    assert answer.kind == "list"
    assert len(answer.items) == count
    assert first in answer.answer


def test_a_question_about_threats_at_large_is_no_question_for_a_side(plans: Asker) -> None:
    assert plans.ask("How does Millbrook deal with threats to cyclists?").kind != "list"


def test_sides_name_what_the_question_names_besides(plans: Asker) -> None:
    answer = plans.ask("Which weaknesses of Millbrook concern roads?")
    assert "Roads in a poor state" in answer.answer
    assert "sewers" not in answer.answer


@pytest.mark.parametrize(
    ("question", "sections"),
    [
        ("Which projects are led by Millbrook Parish Council?", ["P1", "P3"]),
        ("Kurus projektus vada Millbrook Parish Council?", ["P1", "P3"]),
    ],
)
def test_a_body_named_in_full_is_known_by_its_short_name(
    plans: Asker, question: str, sections: list[str]
) -> None:
    assert [item.section for item in plans.ask(question).items] == sections


def test_a_bounded_list_is_of_the_document_that_the_question_names(plans: Asker) -> None:
    found = plans.ask("Which measures are funded by Green Valley Trust in the Alderholt plan?")
    assert [item.section for item in found.items] == ["A1", "A2"]


def test_units_are_not_listed_for_a_name_that_none_of_them_says(plans: Asker) -> None:
    answer = plans.ask("Which projects does Sallowmere lead?")
    assert answer.status in SILENT or not {item.section for item in answer.items} & PROJECTS


@pytest.mark.parametrize(
    "question",
    [
        "Which bodies, apart from the clerk, sat in the drafting group?",
        "Which institutions of Millbrook were not taken into account?",
        "Which topics are not covered by the Millbrook plan?",
        "Which matters does the Millbrook plan leave out?",
        "Kurus jautājumus Millbrook plānā neiekļauj vai atliek?",
    ],
)
def test_things_told_by_what_they_are_not_are_no_units(plans: Asker, question: str) -> None:
    assert not {item.section for item in plans.ask(question).items} & PROJECTS


def test_which_of_two_has_more_is_a_comparison(plans: Asker) -> None:
    assert plans.ask("Which municipality has more projects, Millbrook or Alderholt?").kind == (
        "comparison"
    )
