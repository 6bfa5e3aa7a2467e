"""What the sources do not say does not leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.span import Span
from rag.compose.attribute import compose_attribute
from rag.compose.lists import compose_list
from rag.draft import Draft, Evidence, Quote, Row, Statement
from rag.verification import verified
from tests.rag.asking import Asker

TASKS = "What are the tasks of 2.1.1?"
CYCLING = "Which sections build cycle paths?"


@pytest.fixture
def attribute(made: Asker) -> Draft:
    """A sound draft with three statements."""
    draft = compose_attribute(made.context(TASKS))
    assert len(draft.statements) == 3
    return draft


@pytest.fixture
def row(made: Asker) -> Row:
    """A sound row: cycle paths of 6 km, found among the tasks."""
    draft = compose_list(made.context(CYCLING))
    (found,) = [row for row in draft.rows if row.label == "2.2.1"]
    return found


def changed(statement: Statement, old: str, new: str) -> Statement:
    quote = statement.quotes[0]
    assert old in quote.text
    return Statement((Quote(quote.text.replace(old, new), quote.evidence),))


def test_a_sound_draft_is_left_as_it_is(made: Asker, attribute: Draft, row: Row) -> None:
    assert verified(attribute, made.index) == attribute
    assert verified(Draft("", rows=(row,)), made.index).rows == (row,)


@pytest.mark.parametrize(
    ("old", "new"),
    [("340", "341"), ("roofs", "walls"), ("insulate", "Insulate"), (" ", "  "), ("340", "34O")],
)
def test_a_changed_quote_is_dropped(made: Asker, attribute: Draft, old: str, new: str) -> None:
    first, *others = attribute.statements
    draft = replace(attribute, statements=(changed(first, old, new), *others))
    assert verified(draft, made.index).statements == tuple(others)


def test_a_quote_of_another_span_is_dropped(made: Asker, attribute: Draft) -> None:
    first, *others = attribute.statements
    evidence = first.quotes[0].evidence
    moved = Evidence(evidence.passage, Span(evidence.span.start + 1, evidence.span.end))
    draft = replace(attribute, statements=(Statement((Quote(first.quotes[0].text, moved),)),))
    assert verified(draft, made.index).empty
    assert others


def test_one_bad_quote_of_several_drops_the_statement(made: Asker, attribute: Draft) -> None:
    first, second, _ = attribute.statements
    bad = changed(second, "1,200", "1,300")
    draft = Draft("", (Statement((*first.quotes, *bad.quotes)),))
    assert verified(draft, made.index).empty


def test_a_statement_without_a_source_is_dropped(made: Asker) -> None:
    assert verified(Draft("", (Statement((), "It will cost 5 million."),)), made.index).empty


def test_a_row_s_value_with_another_number_is_dropped(made: Asker, row: Row) -> None:
    ((text, evidence),) = row.fields["tasks"]
    assert "6 km" in text
    fields = {**row.fields, "tasks": ((text.replace("6 km", "7 km"), evidence),)}
    (kept,) = verified(Draft("", rows=(replace(row, fields=fields),)), made.index).rows
    assert "tasks" not in kept.fields


def test_a_row_that_loses_all_its_values_goes_unless_a_heading_holds_it(
    made: Asker, row: Row
) -> None:
    ((_, evidence),) = row.fields["tasks"]
    bad: dict[str, tuple[tuple[str, Evidence], ...]] = {"tasks": (("9999 bridges", evidence),)}
    with_heading = replace(row, fields=bad)
    without = replace(row, fields=bad, section=None)
    assert verified(Draft("", rows=(with_heading, without)), made.index).rows == (
        replace(row, fields={}),
    )


def test_every_passage_of_the_bundled_plans_stands_as_its_own_value(bundled: Asker) -> None:
    # A passage's text joins words and ranges that a line end cut; its numbers are still found.
    passages = [p for d in bundled.index.documents() for p in bundled.index.passages(d.id)]
    rows = tuple(
        Row(None, "", "", (), p.document, {"text": ((p.text, Evidence(p, p.body)),)})
        for p in passages
    )
    assert verified(Draft("", rows=rows), bundled.index).rows == rows
