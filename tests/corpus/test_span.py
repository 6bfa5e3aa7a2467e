"""Spans, and how a quote is read from one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.span import Span, fold, trimmed
from tests.corpus.strategies import spans


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 2), (-1, 2)])
def test_a_span_that_cannot_be_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=rf"\[{start}, {end}\)"):
        Span(start, end)


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="span ends at 9, the text at 5"):
        Span(2, 9).of("short")


@given(spans(), spans())
def test_overlap_is_what_the_positions_say(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlaps(b) == bool(shared) == b.overlaps(a)
    assert a.covers(b) == (len(shared) == len(b))


@given(st.text())
def test_folding_leaves_no_white_space_to_fold(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded.split() == text.split()


@given(st.text(), st.data())
def test_trimming_takes_white_space_at_the_ends_and_nothing_else(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = trimmed(text, start, end)
    assert (span.of(text) if span else "") == text[start:end].strip()
    assert span is None or (start <= span.start and span.end <= end)


def test_a_quote_folds_line_ends() -> None:
    assert Span(0, 12).quote("ceļi \n\n un  x") == "ceļi un"
