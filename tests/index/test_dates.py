"""The same day, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import date_terms


@pytest.mark.parametrize(
    "text",
    ["15. maijā notiek", "on 15 May", "May 15", "15.05.2024.", "the 15th of May", "15. maijs"],
)
def test_a_day_is_one_term_in_both_languages(text: str) -> None:
    assert "@15.5" in date_terms(text)


@pytest.mark.parametrize(
    "text", ["2016.gada 18. līdz 20. oktobrim", "October 2016", "2016. gada oktobrī", "3.10.2016"]
)
def test_a_month_of_a_year_is_one_term(text: str) -> None:
    assert "@10/2016" in date_terms(text)


def test_both_ends_of_a_span_are_named() -> None:
    assert {"@18.10", "@20.10"} <= date_terms("no 18. līdz 20. oktobrim")


@pytest.mark.parametrize("text", ["you may 3 times", "2016", "maijs", "3.2.4.1", "10 % mazāk"])
def test_what_is_no_date_names_none(text: str) -> None:
    assert date_terms(text) == frozenset()


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(term.startswith("@") for term in date_terms(text))
