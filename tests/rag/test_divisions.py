"""Divisions of a plan that a question confines a list to, on the bundled plans."""

from __future__ import annotations

import pytest

from rag.compose.divisions import confined_to
from tests.rag.asking import Asker

LATGALE = "latgale-programma-2021-2027"


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Cik prioritāšu ir stratēģiskajā virzienā SAVIENOJUMI?", ["3.2"]),
        ("How many priorities does the strategic direction CONNECTIONS have?", ["3.2"]),
        ("Kādas apakšprioritātes ir prioritātei Vide un klimats?", ["3.3.3"]),
        ("What sub-priorities does the priority Environment and climate have?", ["3.3.3"]),
        ("Kādas prioritātes ietilpst virzienā “Efektīvi uzņēmumi”?", ["3.4"]),
        ("Which units of the Connections direction count on private money?", ["3.2"]),
        # A word of a longer name, a division left out, and a priority of no name.
        ("Kuras prioritātes vides jomā ir virzienā?", []),
        ("Which sub-priorities are there apart from the municipal chapters?", []),
        ("Kuras prioritātes finansē dzelzceļu?", []),
    ],
)
def test_a_division_is_known_by_its_whole_name_beside_the_word_for_it(
    bundled: Asker, question: str, numbers: list[str]
) -> None:
    found = confined_to(bundled.context(question, [LATGALE]))
    assert [section.number for section in found.sections] == numbers
    assert bool(found.words) == bool(numbers)


def test_what_says_the_same_before_a_name_in_brackets_is_no_topic(bundled: Asker) -> None:
    question = "Transporta un IT virzienā (“Savienojumi”) - kuros punktos ir privāta nauda?"
    found = confined_to(bundled.context(question, [LATGALE]))
    assert "3.2" in {section.number for section in found.sections}
    assert found.words >= {0, 2, 3, 4}
