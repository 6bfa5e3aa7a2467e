"""From any place in a document, the way leads to the passage before and after it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from corpus.model import Document
from corpus.span import Span
from ui.neighbours import neighbours, page_of


def test_every_passage_lies_between_its_neighbours(plans: dict[str, Document]) -> None:
    for document in plans.values():
        ordered = sorted(document.passages, key=lambda p: p.body.start)
        for one, other in list(pairwise(ordered))[::20]:
            assert neighbours(document, one.body.start).following == other
            assert neighbours(document, one.body.end - 1).here == one
            assert neighbours(document, other.body.start).previous == one
        assert neighbours(document, ordered[0].body.start).previous is None
        assert neighbours(document, ordered[-1].body.start).following is None


def test_a_heading_lies_between_passages(longest: Document) -> None:
    section = next(s for s in longest.sections if s.unit)
    around = neighbours(longest, section.heading.start)
    assert around.here is None
    assert around.previous is not None
    assert around.following is not None
    assert around.previous.body.end <= section.heading.start < around.following.body.start


def test_a_place_is_on_the_page_that_holds_it(longest: Document) -> None:
    assert page_of(longest, 10) is None
    paged = replace(longest, pages=(Span(0, 100), Span(100, 250)))
    assert [page_of(paged, at) for at in (0, 99, 100, 249)] == [1, 1, 2, 2]
