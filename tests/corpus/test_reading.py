"""How a passage reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import as_read
from corpus.span import Span


def read(text: str) -> str:
    return as_read(text, (Span(0, len(text)),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014.-\n\n2020. gads", "2014.-2020. gads"),
        ("2014.–\n2020. gads", "2014.–2020. gads"),
        ("e-\n\npakalpojumi", "e-pakalpojumi"),
        ("infra-\n struktūra", "infrastruktūra"),
        ("Latvijas-\nKrievijas robeža", "Latvijas-Krievijas robeža"),
        ("CO2-\nneitrāls", "CO2-neitrāls"),
        ("ceļi - \n\n un tilti", "ceļi - un tilti"),
        ("193\n\n120 ha", "193 120 ha"),
        ("viens &amp; divi&nbsp;trīs", "viens & divi trīs"),
        ("kā  \t\n ir ", "kā ir"),
    ],
)
def test_lines_are_joined_as_they_would_be_read(text: str, expected: str) -> None:
    assert read(text) == expected


def test_what_lies_between_the_pieces_is_left_out() -> None:
    text = "turpmāk 7 , bet\nKājene  12\ntālāk"
    pieces = (Span(0, 7), Span(10, 15), Span(27, 32))
    assert as_read(text, pieces) == "turpmāk, bet tālāk"


@given(st.text(alphabet="abcāž ĀB .,12\n"))
def test_text_without_hyphens_or_entities_is_only_folded(text: str) -> None:
    if text:
        assert read(text) == " ".join(text.split())
