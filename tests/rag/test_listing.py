"""Whether a question wants a list."""

from __future__ import annotations

import pytest

from rag.listing import NAME, listing_signals
from rag.logistic import model
from tests.rag.asking import Asker


def probability(asker: Asker, question: str) -> float:
    return model(NAME).probability(listing_signals(asker.context(question)))


def test_the_model_has_a_weight_for_every_signal_and_no_other(bundled: Asker) -> None:
    signals = listing_signals(bundled.context("Kuras prioritātes finansē velo infrastruktūru?"))
    assert set(model(NAME).weights) == {"bias", *signals}
    assert all(abs(value) <= 3 for value in signals.values())


@pytest.mark.parametrize(
    "question",
    [
        "Which priorities fund cycling infrastructure?",
        "Kurās sadaļās pie ieviesējiem minēta ALTUM?",
        "Where are young people mentioned?",
        "Viss, kas programmā plānots par tūrismu",
    ],
)
def test_a_list_is_known_by_its_wording(bundled: Asker, question: str) -> None:
    assert probability(bundled, question) > 0.5


@pytest.mark.parametrize(
    "question",
    [
        "How many inhabitants does Latgale have?",
        "Kas īsteno 3.2.2.2?",
        "Kad tika parakstīta vienošanās?",
        "What does SDG stand for?",
    ],
)
def test_other_questions_are_none(bundled: Asker, question: str) -> None:
    assert probability(bundled, question) < 0.5
