"""List answers against the right set."""

from __future__ import annotations

from math import isnan

import pytest

from eval.gold import GoldMember
from eval.metrics.sets import score
from tests.eval.building import answer, at, cite, place, row, sources

ROADS = GoldMember("plan", "1.1", ())
SCHOOLS = GoldMember("plan", "1.2", ())


def test_sections_are_compared_by_document_and_number() -> None:
    found = score(answer(items=[row("1.1"), row("9.9"), row("1.2")]), (ROADS, SCHOOLS), sources())
    assert (found.precision, found.recall, found.exact) == (2 / 3, 1, 0)
    assert found.f1 == pytest.approx(0.8)
    assert [one.section for one in found.extra] == ["9.9"]
    elsewhere = score(answer(items=[row("1.1", document="other")]), (ROADS,), sources())
    assert (elsewhere.precision, elsewhere.recall, elsewhere.f1) == (0, 0, 0)


def test_exact_needs_all_that_belong_and_no_more() -> None:
    assert score(answer(items=[row("1.2"), row("1.1.")]), (ROADS, SCHOOLS), sources()).exact == 1
    short = score(answer(items=[row("1.1")]), (ROADS, SCHOOLS), sources())
    assert (short.exact, short.recall, short.missing) == (0, 0.5, (SCHOOLS,))


def test_a_unit_listed_twice_counts_once() -> None:
    found = score(answer(items=[row("1.1"), row("1.1")]), (ROADS,), sources())
    assert (found.precision, found.exact) == (1, 1)


def test_members_without_a_number_are_matched_by_what_the_item_cites() -> None:
    bridge = GoldMember("plan", None, (at("Salabot  tiltu"),))
    far = GoldMember("plan", None, (place(900, 950),))
    given = answer(
        citations=[cite("tiltu"), cite("skolas", 2)], items=[row("a", [1]), row("b", [2])]
    )
    found = score(given, (bridge, far), sources())
    assert (found.precision, found.recall) == (0.5, 0.5)


def test_without_items_each_citation_is_an_entry() -> None:
    bridge = GoldMember("plan", None, (at("Salabot  tiltu"),))
    given = answer(citations=[cite("tiltu"), cite("skolas", 2)])
    assert score(given, (bridge,), sources()).precision == 0.5
    silent = answer(citations=[cite("tiltu")], items=[row("1.1"), row("1.2")])
    assert score(silent, (bridge,), sources()).exact == 1


def test_a_refusal_lists_nothing_whatever_it_shows() -> None:
    refused = score(answer(status="not_found", items=[row("1.1")]), (ROADS,), sources())
    assert isnan(refused.precision)
    assert (refused.recall, refused.f1, refused.exact) == (0, 0, 0)


def test_a_question_without_a_right_set_is_undefined() -> None:
    found = score(answer(items=[row("1.1")]), (), sources())
    assert all(isnan(one) for one in (found.precision, found.recall, found.f1, found.exact))
