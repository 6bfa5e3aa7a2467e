"""Quotes and sections found in a document's text."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.errors import PlanqaError
from corpus.span import Span
from eval.gold import resolve
from eval.source import SavedDocument, Source
from tests.eval.building import ROADS, SCHOOLS, TEXT, at, pair, section, sources

TWICE = "1.1 Ceļi\nES fondi\n1.2 Skolas\nES fondi\n"


def twice() -> Source:
    middle = TWICE.index("1.2")
    sections = [
        section("1.1", "Ceļi", Span(0, middle)),
        section("1.2", "Skolas", Span(middle, len(TWICE))),
    ]
    return Source(SavedDocument(id="plan", title="", text=TWICE, sections=sections))


def test_a_quote_is_found_across_line_ends_and_double_spaces() -> None:
    [span] = sources()["plan"].locate("Salabot tiltu pār\nDaugavu.")
    assert span.of(TEXT) == "Salabot  tiltu\npār Daugavu."


def test_every_place_of_a_quote_is_found() -> None:
    assert [span.start for span in twice().locate("ES fondi")] == [9, 29]


def test_a_repeated_quote_counts_only_in_the_unit_that_is_asked_about() -> None:
    quote = {"document": "plan", "quote": "ES fondi"}
    asked = pair(evidence=[[quote]], units=[{"document": "plan", "section": "1.2"}])
    [[only]] = resolve(asked, {"plan": twice()}).groups
    assert only.span.start == 29
    [everywhere] = resolve(pair(evidence=[[quote]]), {"plan": twice()}).groups
    assert [one.span.start for one in everywhere] == [9, 29]


def test_the_same_quote_in_two_groups_stands_for_its_two_places() -> None:
    quote = {"document": "plan", "quote": "ES fondi"}
    first, second = resolve(pair(evidence=[[quote], [quote]]), {"plan": twice()}).groups
    assert [one.span.start for one in first] == [9]
    assert [one.span.start for one in second] == [29]


def test_a_member_is_a_section_or_the_places_of_its_quote() -> None:
    members = [
        {"document": "plan", "section": "1.1"},
        {"document": "plan", "quote": "Uzcelt 12 skolas"},
    ]
    first, second = resolve(pair(kind="list", members=members), sources()).members
    assert (first.section, first.places[0].span) == ("1.1", ROADS)
    assert (second.section, second.places) == (None, (at("Uzcelt 12 skolas"),))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"units": [{"document": "plan", "section": "9.9"}]}, "has no section `9.9`"),
        ({"evidence": [[{"document": "plan", "quote": "Nav"}]]}, "not hold the quote `Nav`"),
        ({"evidence": [[{"document": "cits", "quote": "Nav"}]]}, "`cits` is not in the index"),
    ],
)
def test_gold_that_is_not_there_is_an_error_that_names_it(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(PlanqaError, match=said) as missing:
        resolve(pair(**change), sources())
    assert missing.value.code == "gold_not_found"


def test_the_unit_of_a_span_is_the_one_it_overlaps_most() -> None:
    source = sources()["plan"]
    assert source.unit_at(ROADS) == "1.1"
    assert source.unit_at(Span(ROADS.end - 2, SCHOOLS.end)) == "1.2"
    assert source.unit_at(Span(0, 5)) is None
    assert source.units_in(Span(0, len(TEXT))) == ["1.1", "1.2"]
