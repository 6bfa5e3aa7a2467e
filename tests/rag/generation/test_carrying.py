"""When a model's sentences say all that a quote says."""

from __future__ import annotations

import pytest

from rag.generation.carrying import carried

QUOTE = "Muzeja ēku atjaunos līdz 2027. gadam, un tas izmaksās 2,3 milj. EUR."
FUNDED = "ES fondi finansē 35 % no ceļu izbūves."


@pytest.mark.parametrize(
    ("said", "carries"),
    [
        ("Līdz 2027. gadam muzeja ēku atjaunos, un tas izmaksās 2,3 milj. EUR.", True),
        ("Muzeja ēkai, ko līdz 2027. gadam atjaunos, izmaksās 2,3 milj. EUR.", True),
        ("Muzeja ēkas atjaunošana izmaksās 2,3 milj. EUR.", False),  # without the year
        ("Muzeja ēku atjaunos līdz 2027. gadam, un tas izmaksās 2,4 milj. EUR.", False),
        ("Muzeju atjaunos līdz 2027. gadam, un tas izmaksās 2,3 milj. EUR.", False),  # no building
        ("2027, 2,3 EUR.", False),
        ("", False),
    ],
)
def test_a_quote_is_carried_when_every_number_and_word_is_there(said: str, carries: bool) -> None:
    assert carried(QUOTE, said, ("lv", "lv")) is carries


@pytest.mark.parametrize(
    ("said", "carries"),
    [
        ("35 % no ceļu izbūves finansē ES fondi.", True),
        ("35 km no ceļu izbūves finansē ES fondi.", False),
        ("35 no ceļu izbūves finansē ES fondi.", False),
        ("35 % no ceļu izbūves finansē fondi.", False),
    ],
)
def test_a_unit_and_an_abbreviation_must_be_said_too(said: str, carries: bool) -> None:
    assert carried(FUNDED, said, ("lv", "lv")) is carries


@pytest.mark.parametrize(
    ("said", "carries"),
    [
        ("The municipality will rebuild the bridge in 2027.", True),
        ("The municipality will rebuild the bridge.", False),
        ("The state will rebuild the bridge in 2027.", False),
    ],
)
def test_across_languages_words_are_there_in_translation(said: str, carries: bool) -> None:
    assert carried("Pašvaldība 2027. gadā pārbūvēs tiltu.", said, ("lv", "en")) is carries


def test_across_languages_a_word_without_translation_stays_quoted() -> None:
    said = "By 2027 it will be done for EUR 2.3 million."
    assert not carried(QUOTE, said, ("lv", "en"))
