"""The signals by which the passages of a question are ordered."""

from __future__ import annotations

from itertools import pairwise

from corpus.model import Passage
from rag.coverage import Column
from rag.logistic import model
from rag.question import analyse
from rag.relevance import NAME, Relevance
from rag.topic import topic_groups
from tests.rag.asking import Asker, request

SEARCHES = ("dense", "lexical", "coverage", "behind")


def columns(asker: Asker, question: str, found: list[Passage]) -> dict[str, Column]:
    asked = analyse(request(question))
    groups = topic_groups(asked, asker.terms)
    searches = {name: [0.0] * len(found) for name in SEARCHES}
    return Relevance(asked, groups, (), asker.terms).signals(found, searches)


def signals(asker: Asker, question: str, passage: Passage) -> dict[str, float]:
    found = columns(asker, question, [passage])
    return {name: column.item() for name, column in found.items()}


def passages(asker: Asker) -> list[Passage]:
    return [p for d in asker.index.documents() for p in asker.index.passages(d.id)]


def test_the_file_has_a_weight_for_every_signal_and_nothing_else(bundled: Asker) -> None:
    found = signals(bundled, "Kas ievieš 3.2.1.2?", passages(bundled)[0])
    assert set(model(NAME).weights) == {*found, "bias"}


def test_the_signals_of_a_passage_do_not_hang_on_those_beside_it(bundled: Asker) -> None:
    question = "Cik kilometru velo infrastruktūras izbūvēs Latgalē?"
    some = passages(bundled)[::97]
    together = columns(bundled, question, some)
    assert {column.shape for column in together.values()} == {(len(some),)}
    for place, passage in enumerate(some):
        alone = signals(bundled, question, passage)
        assert {name: column[place] for name, column in together.items()} == alone


def test_a_passage_that_goes_on_from_one_that_names_the_topic_is_led_to_it(bundled: Asker) -> None:
    question = "Kas notiek Malnavas koledžā?"
    every = passages(bundled)
    silent = [
        after
        for before, after in pairwise(every)
        if before.document == after.document
        and "Malnavas koledž" in before.text
        and signals(bundled, question, after)["firm"] == 0
    ]
    assert silent
    assert all(signals(bundled, question, passage)["led_firm"] > 0 for passage in silent)


def test_the_role_asked_for_counts_by_what_its_unit_names(bundled: Asker) -> None:
    question = "Kas ievieš robežšķērsošanu?"
    implementers = [p for p in passages(bundled) if p.role == "implementers"]
    found = {p.id: signals(bundled, question, p) for p in implementers}
    near = [s for s in found.values() if s["unit_firm"] == 1 and s["firm_own"] == 0]
    assert near
    assert all(s["unit_role"] == s["unit"] > 0 for s in near)
    other = next(p for p in passages(bundled) if p.role == "goal")
    assert signals(bundled, question, other)["unit_role"] == 0


def test_a_passage_outside_units_has_no_unit_to_speak_for_it(bundled: Asker) -> None:
    outside = next(p for p in passages(bundled) if p.unit is None)
    found = signals(bundled, "Kas ievieš robežšķērsošanu?", outside)
    assert found["unit"] == found["unit_firm"] == found["unit_role"] == 0
