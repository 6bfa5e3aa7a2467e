"""What is wrong with a statement at sight."""

from __future__ import annotations

import pytest

from rag.answer import Language
from rag.generation.holding import foreign


@pytest.mark.parametrize(
    ("text", "language", "is_foreign"),
    [
        ("Muzeja ēku atjaunos līdz gada beigām.", "lv", False),
        ("Muzeja ēku atjaunos līdz gada beigām.", "en", True),
        ("The museum building will be restored by the end of the year.", "lv", True),
        ("The museum building will be restored by the end of the year.", "en", False),
        ("LIAA, VARAM, Altum, Latgale, Rēzekne, Daugavpils", "en", False),
        ("Dienvidpils novada dome leads the work with the Culture Board.", "en", False),
        ("2,3 milj. EUR", "en", False),
        ("", "en", False),
    ],
)
def test_only_what_is_clearly_in_the_other_language_is_foreign(
    text: str, language: Language, is_foreign: bool
) -> None:
    assert foreign(text, language) is is_foreign
