"""Which numbered lines are headings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import Candidate, Number, best_chain


def candidates(*numbers: str, weight: float = 1.0) -> list[Candidate]:
    return [
        Candidate(line, tuple(map(int, number.split("."))), weight)
        for line, number in enumerate(numbers)
    ]


def chain(*numbers: str) -> list[str]:
    return [".".join(map(str, c.number)) for c in best_chain(candidates(*numbers))]


@st.composite
def outlines(draw: st.DrawFn) -> list[Number]:
    """Numbers of a proper outline, in order: no gaps, parents before children."""

    def below(prefix: Number, depth: int) -> list[Number]:
        found: list[Number] = []
        for n in range(1, draw(st.integers(0 if prefix else 1, 3)) + 1):
            number = (*prefix, n)
            found += [number, *(below(number, depth + 1) if depth < 3 else [])]
        return found

    return below((), 1)


def test_a_proper_outline_is_kept_whole() -> None:
    outline = ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1", "3"]
    assert chain(*outline) == outline


def test_numbers_from_tables_and_references_fall_out() -> None:
    assert chain("1", "1.1", "104.20", "1.2", "5.6.2", "2", "37.5", "2.1") == [
        "1", "1.1", "1.2", "2", "2.1",
    ]  # fmt: skip


def test_a_missing_number_does_not_end_the_chain() -> None:
    assert chain("1", "1.1", "1.3", "2", "4") == ["1", "1.1", "1.3", "2", "4"]


def test_a_parent_without_a_heading_does_not_end_the_chain() -> None:
    assert chain("1", "2.1", "2.2", "3.1.1", "3.1.2") == ["1", "2.1", "2.2", "3.1.1", "3.1.2"]


def test_a_list_that_counts_on_its_own_loses_to_the_outline() -> None:
    found = best_chain(
        [
            *candidates("1", "1.1"),
            Candidate(2, (1,), 0.1), Candidate(3, (2,), 0.1), Candidate(4, (3,), 0.1),
            Candidate(5, (1, 2), 1.0), Candidate(6, (2,), 1.0),
        ]
    )  # fmt: skip
    assert [c.line for c in found] == [0, 1, 5, 6]


def test_nothing_gives_nothing() -> None:
    assert best_chain([]) == []


@given(outlines())
def test_every_proper_outline_is_kept_whole_property(outline: list[Number]) -> None:
    found = best_chain([Candidate(i, number, 1.0) for i, number in enumerate(outline)])
    assert [c.number for c in found] == outline


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 9), min_size=1, max_size=4).map(tuple), st.floats(0.1, 1.1)
        ),
        max_size=40,
    )
)
def test_a_chain_is_part_of_what_was_given_in_its_order(given_: list[tuple[Number, float]]) -> None:
    options = [Candidate(i, number, weight) for i, (number, weight) in enumerate(given_)]
    found = best_chain(options)
    lines = [c.line for c in found]
    assert lines == sorted(set(lines))
    assert all(options[c.line] == c for c in found)
    assert bool(found) == bool(options)
    numbers = [c.number for c in found]
    assert numbers == sorted(set(numbers)), "a chain only goes forward"


@given(outlines(), st.integers(0, 30), st.integers(40, 99))
def test_a_stray_number_changes_nothing(outline: list[Number], at: int, stray: int) -> None:
    mixed = [*outline[:at], (stray, 7), *outline[at:]]
    found = best_chain([Candidate(i, number, 1.0) for i, number in enumerate(mixed)])
    assert [c.number for c in found] == outline
