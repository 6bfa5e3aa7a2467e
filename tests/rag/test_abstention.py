"""Whether the documents answer: signals, probability, threshold."""

from __future__ import annotations

import pytest

from rag.abstention import NAME, certain
from rag.answer_type import holds
from rag.logistic import model
from tests.rag.asking import Asker, opened, request


def signals(asker: Asker, question: str) -> dict[str, float]:
    return asker.assistant.examine(request(question))[1]


def test_the_file_has_a_weight_for_every_signal_and_nothing_else(bundled: Asker) -> None:
    weights = model(NAME).weights
    assert set(weights) == {*signals(bundled, "Kas ievieš 3.2.1.2?"), "bias", "threshold"}
    assert 0 < weights["threshold"] < 1


def test_what_nothing_names_weighs_against_an_answer() -> None:
    weights = model(NAME).weights
    assert weights["missing"] < 0
    assert weights["table_missing"] <= 0
    assert weights["form"] > 0


def test_what_is_read_off_the_outline_is_certain(bundled: Asker) -> None:
    outline, _ = bundled.assistant.examine(request("How many priorities are there?"))
    topic, _ = bundled.assistant.examine(request("Which priorities fund cycling infrastructure?"))
    assert certain(outline)
    assert not certain(topic)
    assert bundled.assistant.ask(request("How many priorities are there?")).status == "answered"


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
    assert found["covered"] == pytest.approx(covered)
    assert found["missing"] == pytest.approx(missing)


def test_a_name_that_no_document_has_is_missing(bundled: Asker) -> None:
    assert signals(bundled, "Kas notiek Ozolmuižā?")["missing"] > 0.9
    assert signals(bundled, "Kas notiek Rēzeknē?")["missing"] == 0


def test_what_is_counted_is_found_in_the_other_language_too(bundled: Asker) -> None:
    years = "For how many years has the addiction prevention centre in Liepāja worked?"
    assert signals(bundled, years)["form_first"] == 1


def test_the_form_asked_for_must_stand_in_what_is_cited(bundled: Asker, made: Asker) -> None:
    assert signals(bundled, "Cik procentu siltumnīcefekta gāzu rada transports?")["form"] == 1
    assert signals(made, "How many euros do tenants' associations get?")["form"] == 0
    assert signals(bundled, "Kas ievieš 3.2.1.2 Dzelzceļš?")["form"] == 1


def test_a_year_asked_for_must_stand_in_what_is_cited(bundled: Asker) -> None:
    assert signals(bundled, "Kas notika 2045. gadā Rēzeknē?")["years"] == 0
    assert signals(bundled, "Kas notika Rēzeknē?")["years"] == 1


def test_the_kind_of_the_composer_is_a_signal(bundled: Asker) -> None:
    def kinds(question: str) -> list[str]:
        found = signals(bundled, question)
        return [name for name, value in found.items() if name.startswith("kind_") and value]

    assert kinds("Which priorities fund cycling infrastructure?") == ["kind_list"]
    assert kinds("Kas ievieš 3.2.1.2 Dzelzceļš?") == ["kind_attribute"]
    assert kinds("Ko nozīmē ALTUM?") == ["kind_definition"]
    assert kinds("Salīdzini 3.2.1.1 un 3.2.1.2 ieviesējus.") == ["kind_comparison"]
    assert kinds("Kad notika vizīte Briselē?") == []


def test_a_number_that_only_a_later_passage_holds_is_not_that_of_the_first(bundled: Asker) -> None:
    work, found = bundled.assistant.examine(request("Cik procentu mežu pieder valstij?"))
    first, *rest = work.draft.passages()
    assert found["asks_percent"] == 1
    assert found["form_first"] == float(holds("percent", first.text))
    assert found["form"] == float(any(holds("percent", p.text) for p in (first, *rest)))


def test_no_form_is_missing_where_none_is_asked_for(bundled: Asker) -> None:
    found = signals(bundled, "Kas ievieš 3.2.1.2?")
    assert found["form_first"] == 1
    assert not any(value for name, value in found.items() if name.startswith("asks_"))


LEVY = """Harbour levy 2024

1. Sections of the levy form

The form has 12 sections, and the office keeps it for five years. The rates were fixed as follows:

2. Berths by quay

The quay has 40 berths of timber.
"""


def test_what_is_counted_may_be_named_in_the_other_language(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("levy")
    (folder / "levy.txt").write_text(LEVY, encoding="utf-8")
    levy = opened(folder / "home", [folder / "levy.txt"])
    assert signals(levy, "Cik sadaļu ir veidlapā?")["form"] == 1
    assert signals(levy, "Cik koku ir veidlapā?")["form"] < 1
