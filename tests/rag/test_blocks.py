"""Lists and tables of a document, and answers that give one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.reader import read_document
from rag.block_choice import candidates, chosen, likeliest
from rag.blocks import Block, blocks
from rag.choosing import compose
from rag.compose.block_list import asked_for
from rag.models import models
from rag.question import readings
from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened, request

LATGALE = "latgale-programma-2021-2027"
PLAN = """# Ostmere Parking and Market Strategy 2024

Some words on what the strategy is for and who wrote it, in a paragraph of its own.

## 1 Market

The following traders will be let onto the market square on Saturdays:

- bakers who bake within the district;
- growers of vegetables and flowers;
- makers of baskets, brushes and brooms.

No other traders are let in, and no sweets are sold there.

## 2 Car parks

Table 1 lists the car parks of the town with their number of spaces and when each is resurfaced.

| Car park | Spaces | Resurfaced | Run by |
|---|---|---|---|
| Harbour Street | 120 | 2025 | Ostmere Town Council |
| Kiln Lane | 48 | 2027 | Larkham Parish Council |
| Station | 210 | 2025 | Ostmere Town Council |
| Old Ropeworks | 33 | 2029 | Larkham Parish Council |
"""


@pytest.fixture(scope="module")
def strategy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over the strategy, with the default model."""
    folder = tmp_path_factory.mktemp("strategy")
    file = folder / "ostmere-strategy.md"
    file.write_text(PLAN, "utf-8")
    asker = opened(folder / "home", [file], default_embedder())
    yield asker
    asker.index.close()


def found(asker: Asker) -> list[Block]:
    (document,) = asker.index.documents()
    return blocks(asker.index.passages(document.id))


def test_a_list_is_a_block_with_what_introduces_it(strategy: Asker) -> None:
    market, parks = found(strategy)
    assert [entry[0].text.split()[0] for entry in market.entries] == ["bakers", "growers", "makers"]
    assert market.intro.startswith("The following traders")
    assert market.before is not None
    assert market.before.text == market.intro
    assert [entry[0].text.split()[0] for entry in parks.entries] == [
        "Harbour", "Kiln", "Station", "Old",
    ]  # fmt: skip
    assert "Spaces" in parks.intro


def test_a_single_item_is_no_block() -> None:
    document = read_document(b"# Plan 2024\n\nA line of text.\n\n- the only item\n", "one.md")
    assert blocks(document.passages) == []
    assert blocks(()) == []


def test_every_entry_stands_once_and_in_order() -> None:
    folder = Path(__file__).parents[2] / "eval" / "calibration" / "elsewhere" / "documents"
    for file in sorted(folder.iterdir()):
        document = read_document(file.read_bytes(), file.name)
        found = blocks(document.passages)
        assert found, f"{file.name} has neither lists nor tables"
        for block in found:
            listed = [p.ordinal for p in block.passages]
            assert listed == sorted(set(listed))
        listed_anywhere = {p.id for block in found for p in block.passages}
        single = [p for p in document.passages if p.kind == "item" and p.id not in listed_anywhere]
        assert len(single) < len(listed_anywhere) / 10


NESTED = """# Plan 2024

The measures against noise are:

- slower traffic:
    - in Mill Road,
    - in Kiln Lane;
- quieter surfaces;
- barriers.

| Project | Executed by | Funding |
|---|---|---|
| Harbour basin | Port | ERDF |
| Ring road | County | State budget |

Two notes:

- costs are in thousands;
- prices are of 2020.
"""


def nested() -> list[Block]:
    document = read_document(NESTED.encode(), "nested.md")
    rows = {s.key: str(s.parent) for s in document.sections if s.unit and not s.heading_pieces}
    assert len(rows) == 2
    return blocks(document.passages, rows)


def test_a_list_inside_an_item_belongs_to_it_and_is_a_list_besides() -> None:
    outer, inner, *_ = nested()
    assert [[p.text.split()[-1] for p in entry] for entry in outer.entries] == [
        ["traffic:", "Road,", "Lane;"], ["surfaces;"], ["barriers."],
    ]  # fmt: skip
    assert [entry[0].text for entry in inner.entries] == ["in Mill Road,", "in Kiln Lane;"]


def test_the_cells_of_a_row_that_is_a_unit_are_one_entry() -> None:
    *_, table, notes = nested()
    assert table.of_units
    assert [[p.text for p in entry] for entry in table.entries] == [
        ["Harbour basin", "Port", "ERDF"], ["Ring road", "County", "State budget"],
    ]  # fmt: skip
    assert [entry[0].text for entry in notes.entries] == [
        "costs are in thousands;", "prices are of 2020.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "Which traders may sell on the market square? List all of them.",
        "Uzskaiti visus tirgotājus, kurus laidīs tirgus laukumā!",
    ],
)
def test_the_whole_list_answers_with_each_entry_in_its_place(
    strategy: Asker, question: str
) -> None:
    answer = strategy.ask(question)
    strategy.check(answer)
    assert answer.kind == "list"
    assert [item.title.split()[0] for item in answer.items] == ["bakers", "growers", "makers"]
    cited = {c.number: c.quote for c in answer.citations}
    for item in answer.items:
        assert cited[item.citations[0]].startswith(item.title.split()[0])


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (
            "Which car parks are there in the town? List them.",
            {"Harbour", "Kiln", "Station", "Old"},
        ),
        ("Which car parks are resurfaced in 2025?", {"Harbour", "Station"}),
        ("Which car parks does Larkham run?", {"Kiln", "Old"}),
    ],
)
def test_a_year_or_a_name_tells_the_entries_apart(
    strategy: Asker, question: str, names: set[str]
) -> None:
    context = strategy.assistant.context(request(question))
    _, parks = found(strategy)
    entries = asked_for(context, parks)
    assert {entry[0].text.split()[0] for entry in entries} == names


def test_the_likeliest_block_is_chosen(strategy: Asker) -> None:
    context = strategy.assistant.context(request("List the car parks of the town."))
    one = chosen(context, likeliest(context, models().block))
    assert one is not None
    assert one.block.titles[-1].endswith("Car parks")
    assert 0 < one.probability <= 1
    assert len(candidates(context)) == 2


def test_a_question_may_go_on_from_the_one_before_or_not() -> None:
    before = "Who runs the ferry?"
    alone = readings(request("Which firms run the Larkham quarry?", before=before))
    assert [one.follows_up for one in alone] == [False]
    leaning = readings(request("And who pays for the new engine of it?", before=before))
    assert [one.follows_up for one in leaning] == [True]
    open_ones = readings(request("Which council pays for the new engine?", before=before))
    assert [one.follows_up for one in open_ones] == [False, True]


def test_what_a_sentence_names_is_kept_where_the_question_only_points() -> None:
    (one,) = readings(request('Our surveyor keeps mentioning "linked land". What does that mean?'))
    assert "linked land" in one.asked


CYCLING = """# {town} Plan 2024

Some words on who wrote this plan and when.

The measures for cycling are:

- {first} on High Street;
- {second} at the station.

The council meets in {town} on Mondays.
"""


@pytest.fixture(scope="module")
def two_towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over the plans of two towns, which both list their measures for cycling."""
    folder = tmp_path_factory.mktemp("towns")
    files = []
    for town, first, second in (
        ("Ashford", "Cycle lanes", "Cycle parking"),
        ("Brimley", "Cycle streets", "Bicycle racks"),
    ):
        files.append(folder / f"{town.lower()}-plan.md")
        files[-1].write_text(CYCLING.format(town=town, first=first, second=second), "utf-8")
    asker = opened(folder / "home", files, default_embedder())
    yield asker
    asker.index.close()


def test_a_list_over_several_documents_leaves_none_out(two_towns: Asker) -> None:
    answer = two_towns.ask("List all measures for cycling.")
    two_towns.check(answer)
    assert {item.document for item in answer.items} == {"ashford-plan", "brimley-plan"}
    assert len(answer.items) == 4


def test_a_list_of_one_named_document_is_its_own(two_towns: Asker) -> None:
    answer = two_towns.ask("List all measures for cycling in Brimley.")
    assert {item.document for item in answer.items} == {"brimley-plan"}
    assert len(answer.items) == 2


@pytest.mark.parametrize(
    ("question", "begun"),
    [
        ("Kādus vebinārus LPS rīkoja?", ["15.04.2021", "12.05.2021"]),
        ("What seminars did LPS organise?", ["05.06.2019", "25.09.2019", "26.08.2020"]),
        ("Kādas diskusijas LPS organizēja?", ["3.11.2021"]),
        ("Kuri LPS pasākumi bija par veselību?", ["15.04.2021"]),
        ("Which LPS events were about water?", ["26.08.2020"]),
        ("Kuri LPS pasākumi bija veltīti IAM 14?", []),
        ("Kuri LPS semināri notika 2022. gadā?", []),
    ],
)
def test_events_are_told_apart_by_kind_subject_goal_and_day(
    bundled: Asker, question: str, begun: list[str]
) -> None:
    letter = "lps-vestule-iam-2022"
    passages = bundled.index.passages(letter)
    (events,) = [one for one in blocks(passages) if "05.06.2019" in one.entries[0][0].text]
    entries = asked_for(bundled.context(question, [letter]), events)
    assert [entry[0].text.split()[0].rstrip(".") for entry in entries] == begun


@pytest.mark.parametrize(
    "question",
    [
        "Where are non-governmental organisations among those who implement?",
        "What are the priorities of the Connections direction?",
    ],
)
def test_units_asked_for_by_role_or_division_are_no_list_of_another_kind(
    bundled: Asker, question: str
) -> None:
    answer = bundled.ask(question)
    assert answer.items
    assert all(item.section.startswith("3.") for item in answer.items if item.section)


@pytest.mark.parametrize(
    "question",
    [
        "Which units use the number of road deaths as an indicator?",
        "Kurās apakšprioritātēs rādītājs ir satiksmes negadījumu skaits?",
    ],
)
def test_what_no_indicator_counts_is_in_no_list(bundled: Asker, question: str) -> None:
    context = bundled.context(question)
    assert any(passage.role == "indicators" for passage in bundled.index.passages(LATGALE))
    assert compose(context, models(), bundled.retriever)[1].empty
