"""The same day, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import Date, calendar, date_terms


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


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("01.09.2026.", [Date(2026, 9, 1)]),
        ("2025. gada 1. septembris", [Date(2025, 9, 1)]),
        ("September 2026 to 3 May 2028", [Date(2026, 9), Date(2028, 5, 3)]),
        ("2024–2026", [Date(2024), Date(2026)]),
        ("ne agrāk kā 2030. g.", [Date(2030)]),
        ("2,025 homes, 3.2024.1", []),
    ],
)
def test_dates_with_a_year_are_read_in_their_order(text: str, dates: list[Date]) -> None:
    assert [date for date, _, _ in calendar(text)] == dates


def test_a_date_is_cut_to_the_parts_of_another() -> None:
    assert Date(2026, 9, 1).cut(Date(2027)) == Date(2026)
    assert Date(2026, 9, 1).cut(Date(2027, 1)) == Date(2026, 9)
