"""Folding of letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.letters import bare, bare_fold, slug, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prioritātes ĪADT", "prioritates iadt"),
        ("Šķērsošana ģimenēm ņūņa", "skersosana gimenem nuna"),
        ("Žemėlapis ąčęėįšųūž", "zemelapis aceeisuuz"),
        ("Łąki źródło", "laki zrodlo"),
        ("Maßnahme Öl", "massnahme ol"),
        ("õunapuu", "ounapuu"),
        ("cel\u0327s\u030c", "cels"),
    ],
)
def test_diacritics_and_case_go(text: str, expected: str) -> None:
    assert bare_fold(text) == expected


def test_bare_keeps_case() -> None:
    assert bare("Ceļš ŪDENS") == "Cels UDENS"


@given(st.text(alphabet="aābcčdeēgģiīkķlļnņsšuūzžAĀČĒĢĪĶĻŅŠŪŽ .-1"))
def test_folding_twice_is_folding_once_and_keeps_the_length(text: str) -> None:
    assert bare_fold(bare_fold(text)) == bare_fold(text)
    assert len(bare_fold(text)) == len(text)


def test_tokens_are_runs_of_letters_and_digits() -> None:
    assert tokens("e-pakalpojumi, 2014.–2020. CO2_x") == [
        "e", "pakalpojumi", "2014", "2020", "CO2", "x",
    ]  # fmt: skip


@given(st.text())
def test_a_slug_is_safe_in_an_address(text: str) -> None:
    made = slug(text)
    assert 1 <= len(made) <= 60
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made == slug(made)


def test_a_slug_says_what_the_text_says() -> None:
    assert slug("Latgales programma (2021.–2027.)") == "latgales-programma-2021-2027"
