"""Faults are planted where they belong, the same every time."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from eval.faults.planting import FAULTS, Case, cases
from eval.faults.statements import HALVES, Base, bases, half_of


@pytest.fixture(scope="module")
def written() -> list[Base]:
    return bases()


@pytest.fixture(scope="module")
def planted(written: list[Base]) -> list[Case]:
    return cases(written)


def of(planted: list[Case], case: Case) -> Case:
    """The true statement that a case was made from."""
    (found,) = [
        one
        for one in planted
        if (one.base, one.language, one.fault) == (case.base, case.language, None)
    ]
    return found


def test_there_are_enough_of_each_kind_in_both_languages(planted: list[Case]) -> None:
    for language in ("lv", "en"):
        count = Counter(case.fault for case in planted if case.language == language)
        assert all(count[fault] >= 50 for fault in FAULTS)
        assert count[None] >= 150
    assert sum(case.fault is None for case in planted) >= 300
    assert sum(case.fault is not None for case in planted) >= 300


def test_a_statement_is_in_one_half_with_all_that_is_made_of_it(planted: list[Case]) -> None:
    assert all(case.half == half_of(case.base) for case in planted)
    assert {case.half for case in planted} == set(HALVES)


def test_planting_again_gives_the_same(written: list[Base], planted: list[Case]) -> None:
    assert cases(written) == planted
    assert cases(written[5:6]) == [case for case in planted if case.base == written[5].written.id]


def test_a_true_statement_is_no_copy_of_its_passage(planted: list[Case]) -> None:
    copies = [c for c in planted if c.fault is None and c.statement.rstrip(".") in c.passage.text]
    assert copies == []


def test_a_number_is_changed_and_nothing_else(planted: list[Case]) -> None:
    for case in planted:
        if case.fault in ("number", "year"):
            true = of(planted, case)
            assert case.statement != true.statement
            assert case.passage == true.passage
            before, after = (re.findall(r"\w+", one.statement) for one in (true, case))
            assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_years_stay_years(planted: list[Case]) -> None:
    year = r"(?<!\d)(?:19|20)\d\d(?!\d)"
    for case in planted:
        if case.fault == "year":
            before, after = (
                re.findall(year, s) for s in (of(planted, case).statement, case.statement)
            )
            assert len(before) == len(after)
            changed = [int(b) - int(a) for a, b in zip(before, after, strict=True) if a != b]
            assert len(changed) == 1
            assert 1 <= abs(changed[0]) <= 3


def test_what_is_said_stays_when_the_citation_moves(planted: list[Case]) -> None:
    for case in planted:
        true = of(planted, case)
        if case.fault == "citation":
            assert case.statement == true.statement
            assert case.passage.document == true.passage.document
            assert case.passage.text != true.passage.text
        if case.fault == "document":
            assert case.statement == true.statement
            assert case.passage.document != true.passage.document
