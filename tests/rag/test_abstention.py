"""Whether the documents answer: signals, probability, threshold."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, fields, replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.abstention import Features, confidence, threshold
from tests.rag.asking import Asker, request

MODEL = tomllib.loads(files("rag").joinpath("abstention.toml").read_text(encoding="utf-8"))
NAMES = [field.name for field in fields(Features)]
SHARE = st.floats(0, 1)
SIGNALS = st.builds(Features, **dict.fromkeys(NAMES, SHARE))


def signals(asker: Asker, question: str) -> Features:
    return asker.assistant.signals(request(question))[0]


def test_the_file_has_a_weight_for_every_signal_and_nothing_else() -> None:
    assert set(MODEL) == {*NAMES, "bias", "threshold"}
    assert all(isinstance(value, float) for value in MODEL.values())
    assert 0 < threshold() < 1
    assert threshold() == MODEL["threshold"]


@given(SIGNALS, st.sampled_from(NAMES), st.floats(0.01, 1))
def test_confidence_follows_the_sign_of_each_weight(
    before: Features, name: str, more: float
) -> None:
    after = replace(before, **{name: asdict(before)[name] + more})
    change = confidence(after) - confidence(before)
    assert 0 <= confidence(before) <= 1
    assert change * MODEL[name] >= 0
    if abs(MODEL[name]) * more > 0.01 and 0.01 < confidence(before) < 0.99:
        assert change != 0


def test_what_speaks_for_an_answer_weighs_for_it() -> None:
    assert MODEL["missing"] <= 0
    assert all(MODEL[name] >= 0 for name in ("covered", "standout", "strength", "form", "years"))


@pytest.mark.parametrize(
    ("question", "covered", "missing"),
    [
        ("Which priorities fund cycling infrastructure?", 1.0, 0.0),
        ("Kas ievieš 3.2.1.2 Dzelzceļš?", 1.0, 0.0),
    ],
)
def test_a_topic_that_what_is_cited_names_is_covered(
    bundled: Asker, question: str, covered: float, missing: float
) -> None:
    found = signals(bundled, question)
    assert found.covered == pytest.approx(covered)
    assert found.missing == pytest.approx(missing)


def test_a_name_that_no_document_has_is_missing(bundled: Asker) -> None:
    assert signals(bundled, "Kas notiek Ozolmuižā?").missing > 0.9
    assert signals(bundled, "Kas notiek Rēzeknē?").missing == 0


def test_the_form_asked_for_must_stand_in_what_is_cited(bundled: Asker, made: Asker) -> None:
    assert signals(bundled, "Cik procentu siltumnīcefekta gāzu rada transports?").form == 1
    assert signals(made, "How many euros do tenants' associations get?").form == 0
    assert signals(bundled, "Kas ievieš 3.2.1.2 Dzelzceļš?").form == 1


def test_a_year_asked_for_must_stand_in_what_is_cited(bundled: Asker) -> None:
    assert signals(bundled, "Kas notika 2045. gadā Rēzeknē?").years == 0
    assert signals(bundled, "Kas notika Rēzeknē?").years == 1


def test_the_kind_of_the_composer_is_a_signal(bundled: Asker) -> None:
    def kinds(question: str) -> list[str]:
        found = asdict(signals(bundled, question))
        return [name for name, value in found.items() if name.startswith("kind_") and value]

    assert kinds("Which priorities fund cycling infrastructure?") == ["kind_list"]
    assert kinds("Kas ievieš 3.2.1.2 Dzelzceļš?") == ["kind_attribute"]
    assert kinds("Ko nozīmē ALTUM?") == ["kind_definition"]
    assert kinds("Salīdzini 3.2.1.1 un 3.2.1.2 ieviesējus.") == ["kind_comparison"]
    assert kinds("Kad notika vizīte Briselē?") == []
