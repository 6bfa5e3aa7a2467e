"""List markers, and which of them continue a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markers import ListState, letter_value, named_items, readings, roman_value

LETTERS = [*"abcdefghijklmnopqrstuvwxyz", *(c * 2 for c in "abcdefghijklmnopqrstuvwxyz")]


def roman(number: int) -> str:
    """Small roman numeral of 1 to 39."""
    return "x" * (number // 10) + [
        "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix",
    ][number % 10]  # fmt: skip


def accepted(lines: list[str], *, fresh: bool = True) -> list[tuple[str, int] | None]:
    """Label and depth of each line in one list state; only the first is `fresh`."""
    state = ListState()
    found: list[tuple[str, int] | None] = []
    for i, line in enumerate(lines):
        taken = state.accept(line, fresh=fresh and i == 0)
        found.append((taken[0].label, taken[1]) if taken else None)
    return found


def test_letters_count_on_after_z() -> None:
    assert [letter_value(letters) for letters in LETTERS] == list(range(1, 53))


@pytest.mark.parametrize("letters", ["ab", "ā", "é", "ž", "aā"])
def test_other_letters_are_no_markers(letters: str) -> None:
    assert letter_value(letters) is None


@given(st.integers(1, 39))
def test_roman_numerals_are_read(number: int) -> None:
    assert roman_value(roman(number)) == number


@pytest.mark.parametrize(
    ("line", "styles"),
    [
        ("a. text", {"letter"}),
        ("aa) text", {"letter"}),
        ("i. text", {"letter", "roman"}),
        ("iv) text", {"roman"}),
        ("12. text", {"number."}),
        ("3) text", {"number)"}),
        ("(5) text", {"parenthesis"}),
        ("(b) text", {"parenthesis"}),
        ("➢ text", {"bullet"}),
        ("- text", {"bullet"}),
        ("-text", set()),
        ("t.sk. text", set()),
        ("2014. gadā", set()),
        ("e.g. text", set()),
        ("text", set()),
        ("", set()),
    ],
)
def test_what_the_start_of_a_line_can_be(line: str, styles: set[str]) -> None:
    assert {marker.style for marker in readings(line)} == styles


def test_a_marker_takes_itself_and_the_space_behind_it() -> None:
    for line in ("a. teksts", "(2)  teksts", "➢ teksts", "xii) teksts", "f. d.e. teksts"):
        assert {line[marker.length :] for marker in readings(line)} == {"teksts"}


@given(st.integers(1, 52))
def test_a_list_of_letters_stays_one_list(last: int) -> None:
    lines = [f"{letters}. darbs" for letters in LETTERS[:last]]
    assert accepted(lines) == [(letters, 0) for letters in LETTERS[:last]]


@given(st.integers(1, 6), st.integers(1, 12))
def test_romans_below_a_letter_are_one_deeper(letters: int, romans: int) -> None:
    lines = []
    expected = []
    for letter in LETTERS[:letters]:
        lines += [f"{letter}. darbs:"] + [f"{roman(n)}. posms" for n in range(1, romans + 1)]
        expected += [(letter, 0)] + [(roman(n), 1) for n in range(1, romans + 1)]
    assert accepted(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["c. x", "d. x"], [("c", 0), ("d", 0)]),  # a list may start late
        (["a. x", "b. x", "a. x"], [("a", 0), ("b", 0), ("a", 0)]),  # or restart
        (["d. x", "f. x"], [("d", 0), ("f", 0)]),  # or skip
        (["m. x", "r. x"], [("m", 0), ("r", 0)]),
        (["a. x", "z. x"], [("a", 0), None]),  # but not that far
        (["h. x", "i. x", "j. x"], [("h", 0), ("i", 0), ("j", 0)]),  # i is a letter here
        (["a. x", "i. x", "ii. x", "b. x"], [("a", 0), ("i", 1), ("ii", 1), ("b", 0)]),
        (["1. x", "a) x", "b) x", "2. x"], [("1", 0), ("a", 1), ("b", 1), ("2", 0)]),
        (["c. x", "(1) x", "(2) x", "d. x"], [("c", 0), ("1", 1), ("2", 1), ("d", 0)]),
        (["- x", "- x", "• x"], [("-", 0), ("-", 0), ("•", 0)]),
    ],
)
def test_lists_as_they_are_in_the_wild(
    lines: list[str], expected: list[tuple[str, int] | None]
) -> None:
    assert accepted(lines) == expected


def test_a_number_that_opens_no_list_is_text() -> None:
    assert accepted(["28. maijā sākās"], fresh=False) == [None]
    assert accepted(["28. maijā sākās"], fresh=True) == [("28", 0)]


def test_a_heading_forgets_the_lists() -> None:
    state = ListState()
    assert state.accept("a. x", fresh=True)
    assert state.accept("b. x", fresh=False)
    state.reset()
    assert state.accept("c. x", fresh=False) is None


def test_lines_counted_by_a_word_are_items_of_a_list() -> None:
    lines = [
        "We will look at these ways:",
        "Option 1 – More boats on the line",
        "to the islands",
        "Option 2 –Larger boats",
        "Option 3: A bridge",
        "Option 5 – A tunnel",
    ]
    assert named_items(lines) == {1: "Option 1", 3: "Option 2", 4: "Option 3"}


@pytest.mark.parametrize(
    "lines",
    [
        ["Table 1: Boats", "Table 2: Quays", "Table 3: Bridges"],
        ["Option 1 – Boats", "Option 2 – A bridge"],
        ["Option 2 – Boats", "Option 3 – A bridge", "Option 4 – A tunnel"],
        ["Phase 1 – Boats", *["The quay is long."] * 9, "Phase 2 – Bridge", "Phase 3 – Tunnel"],
        ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"],
    ],
)
def test_captions_and_lone_numbers_are_no_list(lines: list[str]) -> None:
    assert named_items(lines) == {}
