"""Which questions with "which" ask for one thing."""

from __future__ import annotations

import pytest

from rag.kind_choice import _WHICH_ONE


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("which forum prepares a neighbourhood plan?", True),
        ("which body leads the programme?", True),
        ("which priorities fund cycling?", False),
        ("which actions cost more than a million?", False),
    ],
)
def test_one_thing_is_asked_for_where_the_verb_says_so(question: str, one: bool) -> None:
    assert bool(_WHICH_ONE.match(question)) is one
