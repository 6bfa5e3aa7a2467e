"""From a verified draft to numbered citations, Markdown and rows."""

from __future__ import annotations

import pytest

from rag.answer import Citation, Item, Language
from rag.draft import Draft, Evidence, Quote, Row, Statement
from rag.gloss import gloss
from rag.rendering import Renderer
from tests.rag.asking import Asker


@pytest.fixture
def evidence(made: Asker) -> dict[str, Evidence]:
    """Three whole passages, by a letter."""
    parts = {"a": "insulate the roofs", "b": "replace 1,200 windows", "c": "train 20 energy"}
    passages = {letter: made.passage(part) for letter, part in parts.items()}
    return {letter: Evidence(passage, passage.body) for letter, passage in passages.items()}


def rendered(
    made: Asker, draft: Draft, language: Language = "en"
) -> tuple[str, list[Item], list[Citation]]:
    renderer = Renderer(made.index, made.units, language)
    text, items = renderer.markdown(draft)
    return text, items, renderer.citations


def statement(made: Asker, *evidence: Evidence, label: str = "") -> Statement:
    quotes = []
    for one in evidence:
        text = made.index.document(one.passage.document).text
        quotes.append(Quote(one.span.quote(text), one))
    return Statement(tuple(quotes), label)


def test_marks_are_numbered_in_the_order_of_first_use(
    made: Asker, evidence: dict[str, Evidence]
) -> None:
    order = ["c", "a", "c", "b"]
    draft = Draft("Lead:", tuple(statement(made, evidence[letter]) for letter in order))
    text, items, citations = rendered(made, draft)
    lead, blank, *lines = text.split("\n")
    assert (lead, blank, items) == ("Lead:", "", [])
    assert [line[-3:] for line in lines] == ["[1]", "[2]", "[1]", "[3]"]
    assert [citation.number for citation in citations] == [1, 2, 3]
    assert [citation.passage for citation in citations] == [
        evidence[letter].passage.id for letter in "cab"
    ]


def test_a_statement_of_several_parts_has_a_mark_for_each(
    made: Asker, evidence: dict[str, Evidence]
) -> None:
    parts = statement(made, evidence["a"], evidence["b"], label="**Plan**: ")
    text, _, _ = rendered(made, Draft("Lead:", (parts,)))
    line = text.split("\n")[2]
    assert line.startswith("- **Plan**: “insulate the roofs")
    assert "… “replace 1,200 windows" in line
    assert line.endswith(" [1] [2]")


def test_a_citation_says_all_about_its_place(made: Asker, evidence: dict[str, Evidence]) -> None:
    _, _, (citation,) = rendered(made, Draft("", (statement(made, evidence["a"]),)))
    text = made.index.document("en-numbered").text
    assert citation.quote == "insulate the roofs of 340 council homes by the end of 2027;"
    assert (citation.document, citation.section, citation.heading) == (
        "en-numbered", "2.1.1", "Insulating council housing",
    )  # fmt: skip
    assert (citation.role, citation.item) == ("tasks", "a")
    assert citation.title == "Local Development Strategy 2024-2030"
    printed = text.splitlines()[citation.lines[0] - 1 : citation.lines[1]]
    assert "insulate the roofs" in printed[0]
    assert "2027" in printed[-1]
    span = f"start={citation.start}&end={citation.end}"
    assert citation.url == f"/documents/en-numbered/view?{span}#cited"


def test_rows_show_their_marks_and_fields(made: Asker, evidence: dict[str, Evidence]) -> None:
    unit = made.unit("2.1.1")
    fields = {"tasks": (("first", evidence["b"]), ("second", evidence["a"])), "funding": ()}
    row = Row(unit, "2.1.1", unit.title, ("2 Homes",), unit.document, fields)
    text, (item,), citations = rendered(made, Draft("Lead:", rows=(row,)))
    assert text.endswith("- **2.1.1** Insulating council housing [1] [2]")
    assert [(v.text, v.citation) for v in item.fields["tasks"]] == [("first", 1), ("second", 2)]
    assert item.citations == [1, 2] == [citation.number for citation in citations]
    assert (item.section, item.path, item.document) == ("2.1.1", ["2 Homes"], "en-numbered")


def test_a_row_without_fields_rests_on_its_heading(made: Asker) -> None:
    unit = made.unit("2.1.2")
    row = Row(unit, "2.1.2", unit.title, (), unit.document, {})
    _, (item, again), (citation,) = rendered(made, Draft("Lead:", rows=(row, row)))
    assert citation.quote == "2.1.2. Heating networks"
    assert citation.section == "2.1.2"
    assert item.citations == again.citations == [1]
    assert made.index.document("en-numbered").text[citation.start : citation.end] == citation.quote


def test_a_short_item_carries_its_translation_behind_the_quote(bundled: Asker) -> None:
    items = bundled.index.passages("latgale-programma-2021-2027")
    ministry = next(p for p in items if p.text == "Satiksmes ministrija")
    draft = Draft("Lead:", (statement(bundled, Evidence(ministry, ministry.body)),))
    english, _, (citation,) = rendered(bundled, draft)
    latvian, _, _ = rendered(bundled, draft, "lv")
    assert f"- “Satiksmes ministrija” (translation: {gloss(ministry.text, 'lv', 'en')}) [1]" in (
        english.split("\n")
    )
    assert "- “Satiksmes ministrija” [1]" in latvian.split("\n")
    assert citation.quote == "Satiksmes ministrija"


def test_a_lead_alone_is_the_answer(made: Asker) -> None:
    assert rendered(made, Draft("Nothing found.")) == ("Nothing found.", [], [])


def test_the_text_of_a_comparison_says_what_it_compares(
    made: Asker, evidence: dict[str, Evidence]
) -> None:
    unit = made.unit("2.1.1")
    values = tuple((one.passage.text, one) for one in evidence.values())
    row = Row(unit, "2.1.1", unit.title, (), unit.document, {"tasks": values})
    text, items, _ = rendered(made, Draft("Lead:", rows=(row,), spelt=True))
    quotes = "; ".join(f"“{value}” [{i}]" for i, (value, _) in enumerate(values, 1))
    assert text == f"Lead:\n\n- **2.1.1** {unit.title}: {quotes}"
    assert [value.text for value in items[0].fields["tasks"]] == [value for value, _ in values]


def test_what_the_text_has_no_room_for_is_marked(
    made: Asker, evidence: dict[str, Evidence]
) -> None:
    unit = made.unit("2.1.1")
    long = ("x" * 990, evidence["a"])
    values = (long, *((one.passage.text, one) for one in list(evidence.values())[1:]))
    row = Row(unit, "2.1.1", unit.title, (), unit.document, {"tasks": values})
    text, _, _ = rendered(made, Draft("Lead:", rows=(row,), spelt=True))
    assert text.endswith("x” [1] [2] [3]")
