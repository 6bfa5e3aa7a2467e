"""Citation precision and recall."""

from __future__ import annotations

from math import isnan

from eval.gold import GoldMember, Place
from eval.metrics.citation import precision, recall
from tests.eval.building import ROADS, at, cite, gold, place

BRIDGE, SCHOOLS = at("Salabot  tiltu"), at("Uzcelt 12 skolas")


def test_precision_is_the_share_of_citations_that_overlap_gold() -> None:
    given = [cite("tiltu"), cite("skolas", 2), cite("Ievads", 3)]
    assert precision(given, gold([BRIDGE])) == 1 / 3
    assert precision(given, gold([BRIDGE], [SCHOOLS])) == 2 / 3


def test_recall_is_the_share_of_groups_that_are_cited_by_any_alternative() -> None:
    groups = gold([place(900, 950), BRIDGE], [SCHOOLS])
    assert recall([cite("tiltu")], groups) == 0.5
    assert recall([cite("tiltu"), cite("12", 2)], groups) == 1
    assert recall([], groups) == 0


def test_another_document_with_the_same_span_is_no_hit() -> None:
    assert precision([cite("tiltu", document="other")], gold([BRIDGE])) == 0


def test_a_citation_longer_than_1200_characters_is_never_right() -> None:
    whole = [cite("tiltu", start=0, end=1_201)]
    assert (precision(whole, gold([BRIDGE])), recall(whole, gold([BRIDGE]))) == (0, 0)
    most = [cite("tiltu", start=0, end=1_200)]
    assert (precision(most, gold([BRIDGE])), recall(most, gold([BRIDGE]))) == (1, 1)


def test_a_list_may_cite_anything_in_the_units_that_belong() -> None:
    member = GoldMember("plan", "1.1", (Place("plan", ROADS),))
    given = [cite("Daugavu"), cite("skolas", 2)]
    assert precision(given, gold([BRIDGE], members=(member,))) == 0.5


def test_nothing_cited_and_nothing_gold_are_undefined() -> None:
    assert isnan(precision([], gold([BRIDGE])))
    assert isnan(precision([cite("tiltu")], gold()))
    assert isnan(recall([cite("tiltu")], gold()))
