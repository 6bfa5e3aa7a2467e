"""What a document says that its abbreviations stand for."""

from __future__ import annotations

import pytest

from rag.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('**DKS** – SIA "Dzirnupes komunālserviss" (100 %)', {"DKS": "Dzirnupes komunālserviss"}),
        (
            "VVD – Valsts vides dienests; DRN – dabas resursu nodoklis.",
            {"VVD": "Valsts vides dienests", "DRN": "dabas resursu nodoklis"},
        ),
        (
            "It was prepared by Sallowford Parish Council (SPC) as the qualifying body.",
            {"SPC": "Sallowford Parish Council"},
        ),
        (
            'iekasē pašvaldības aģentūra "Straumpils stāvvietas" (turpmāk – Aģentūra).',
            {"Aģentūra": "Straumpils stāvvietas"},
        ),
        ("The plan was adopted by the council (BEI 2018).", {}),
        ("Lielākie avoti (KF, ERAF) sedz pusi.", {}),
        ("P4 – Mobilais punkts Pakulē", {}),
    ],
)
def test_short_names_stand_for_the_words_that_a_text_explains_them_by(
    text: str, found: dict[str, str]
) -> None:
    assert {short: " ".join(words) for short, words in abbreviations(text)} == found
