"""Hollow sentences tell nothing, and true statements do: over the statements of the fault bench."""

from __future__ import annotations

import pytest

from eval.faults.planting import cases
from eval.faults.statements import bases, plans
from rag.answer import Language
from rag.support.source import Sources
from rag.support.telling import tells
from tests.rag.asking import Asker

MOST_TRUE_REFUSED = 0.02
MOST_HOLLOW_TOLD = 0.10
HOLLOW: dict[Language, tuple[str, ...]] = {
    "en": (
        "The programme is important for the development of the region.",
        "The plan describes the development of the region.",
        "This is a priority of the municipality.",
        "The measures will improve the quality of life in the region.",
        "The document sets goals for sustainable development.",
    ),
    "lv": (
        "Programma ir svarīga reģiona attīstībai.",
        "Plānā aprakstīta reģiona attīstība.",
        "Tā ir pašvaldības prioritāte.",
        "Pasākumi uzlabos dzīves kvalitāti reģionā.",
        "Dokuments nosaka ilgtspējīgas attīstības mērķus.",
    ),
}


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(plans())


def test_true_statements_tell_something(bundled: Asker, sources: Sources) -> None:
    true = [case for case in cases(bases()) if case.fault is None]
    refused = [
        case.statement
        for case in true
        if not tells(
            case.statement, sources.of([case.passage]), "", case.language, bundled.terms.common
        )
    ]
    assert len(true) > 300
    assert len(refused) <= MOST_TRUE_REFUSED * len(true), refused


def test_hollow_sentences_tell_nothing(bundled: Asker, sources: Sources) -> None:
    passages = list({base.passage.id: base.passage for base in bases()}.values())
    told = [
        tells(sentence, sources.of([passage]), "", language, bundled.terms.common)
        for passage in passages
        for language, sentences in HOLLOW.items()
        for sentence in sentences
    ]
    assert len(told) > 1_000
    assert sum(told) <= MOST_HOLLOW_TOLD * len(told), (sum(told), len(told))
