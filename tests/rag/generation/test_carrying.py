"""When a model's sentences say all that a quote says."""

from __future__ import annotations

import pytest

from rag.generation.carrying import carried, holds_names, names, numbers
from tests.rag.asking import Asker

QUOTE = "Muzeja ēku atjaunos līdz 2027. gadam, un tas izmaksās 2,3 milj. EUR."


@pytest.mark.parametrize(
    ("said", "carries"),
    [
        ("Līdz 2027. gadam muzeja ēku atjaunos, un tas izmaksās 2,3 milj. EUR.", True),
        ("Muzeja ēkas atjaunošana izmaksās 2,3 milj. EUR.", False),  # without the year
        ("Muzeja ēku atjaunos līdz 2027. gadam, un tas izmaksās 2,4 milj. EUR.", False),
        ("2027, 2,3 EUR.", False),
        ("", False),
    ],
)
def test_a_quote_is_carried_when_numbers_and_matter_are_there(
    made: Asker, said: str, carries: bool
) -> None:
    assert carried(QUOTE, said, ("lv", "lv"), made.terms) is carries


def test_across_languages_a_quote_without_known_concepts_stays(made: Asker) -> None:
    said = "By 2027 it will be done for EUR 2,3 million."
    assert not carried(QUOTE, said, ("lv", "en"), made.terms)


def test_names_are_known_in_other_cases() -> None:
    assert holds_names(names("darbus vada Kultūras pārvalde un LIAA"), "LIAA un Kultūras pārvaldi")
    assert not holds_names(names("darbus vada Kultūras pārvalde"), "Darbus vada dome")


def test_digits_in_groups_are_one_number() -> None:
    assert numbers("18 400 cilvēku 2022. gadā, 35 %") == {"18400", "2022", "35"}
