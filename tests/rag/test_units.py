"""Which units there are, what they hold, and which one a question is about."""

from __future__ import annotations

import pytest

from rag.retrieval import Ranking
from rag.units import Units, UnitScore
from tests.rag.asking import Asker

LATGALE = "latgale-programma-2021-2027"


def test_units_are_found_by_number_in_scope(bundled: Asker) -> None:
    units = bundled.units
    assert [s.title for s in units.numbered("3.2.1.2", None)] == ["Dzelzceļš"]
    assert len(units.numbered("3.2.1.2", [LATGALE])) == 1
    assert units.numbered("3.2.1.2", ["liepaja-iam-2022"]) == []
    assert units.numbered("9.9.9", None) == []


@pytest.mark.parametrize(
    "question",
    [
        "Kurās sadaļās pie ieviesējiem minēta ALTUM?",
        "Which priorities fund cycling infrastructure?",
        "Kuri partneri ir universitātes un skolas?",
        'Kur rakstīts "viedo ciemu attīstība"?',
        "What is the weather on Mars?",
    ],
)
def test_a_role_names_what_any_of_its_passages_in_a_unit_does(
    bundled: Asker, question: str
) -> None:
    units, terms = bundled.units, bundled.terms
    for group in bundled.context(question).ranking.groups:
        for role in ("tasks", "implementers", "partners", "funding", "indicators"):
            own = [
                terms.of[passage.id].own
                for unit in units.all.values()
                for passage in units.passages(unit, role)
            ]
            assert units.naming(group, {role}) == any(map(group.named_in, own))
            for document in (LATGALE, "liepaja-iam-2022"):
                theirs = [
                    terms.of[passage.id].own
                    for unit in units.all.values()
                    for passage in units.passages(unit, role)
                    if unit.document == document
                ]
                named = units.naming(group, {role}, {document})
                assert named == any(map(group.named_in, theirs))
        assert not units.naming(group, set())


def test_all_units_are_there(bundled: Asker) -> None:
    documents = [unit.document for unit in bundled.units.all.values()]
    assert documents.count(LATGALE) == 44
    assert documents.count("liepaja-iam-2022") == 16


def test_a_unit_s_passages_are_its_own_in_order_and_of_the_role(bundled: Asker) -> None:
    unit = bundled.unit("3.2.2.2")
    everything = bundled.units.passages(unit)
    tasks = bundled.units.passages(unit, "tasks")
    assert {p.unit for p in everything} == {unit.key}
    assert [p.ordinal for p in everything] == sorted(p.ordinal for p in everything)
    assert tasks == [p for p in everything if p.role == "tasks"]
    assert all(unit.span.covers(p.body) for p in everything)
    assert not {p.kind for p in everything} & {"footnote", "link"}
    assert {"tasks", "funding", "implementers"} <= bundled.units.roles(unit)


def test_what_is_above_a_unit_runs_from_the_outermost(bundled: Asker) -> None:
    path = bundled.units.above(bundled.unit("3.2.2.2"))
    assert [s.number for s in path][-4:] == ["3", "3.2", "3.2.2", "3.2.2.2"]


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Kas ievieš dzelzceļa attīstību?", "3.2.1.2"),
        ("Who implements the railway sub-priority?", "3.2.1.2"),
        ("Kādi ir mikromobilitātes rādītāji?", "3.2.4.3"),
        ("kas ir daugavpils universitates partneri", "3.1.1.1"),
    ],
)
def test_the_unit_whose_title_is_asked_about_comes_first(
    bundled: Asker, question: str, number: str
) -> None:
    best = bundled.context(question).best_units
    assert best[0].section.number == number
    assert [unit.score for unit in best] == sorted((unit.score for unit in best), reverse=True)


def test_the_title_covers_what_it_names_and_the_goal_counts_a_little(bundled: Asker) -> None:
    railway = bundled.context("Kas ievieš dzelzceļa attīstību?").ranking.groups
    covered = {
        number: bundled.units.title_coverage(railway, bundled.unit(number))
        for number in ("3.2.1.2", "3.2.4.2", "3.1.1.1")
    }
    assert covered["3.2.1.2"] == pytest.approx(1.0)
    assert covered["3.1.1.1"] == 0.0
    assert covered["3.2.4.2"] < 0.5


def test_the_best_units_are_each_there_once_and_of_the_documents_asked(bundled: Asker) -> None:
    best = bundled.context("Kas paveikts izglītībā?", ["liepaja-iam-2022"]).best_units
    assert {unit.section.document for unit in best} == {"liepaja-iam-2022"}
    assert len({unit.section.key for unit in best}) == len(best)


@pytest.mark.parametrize(
    "question",
    [
        "Kas ievieš dzelzceļa attīstību?",
        "Which priorities fund cycling infrastructure?",
        "Salīdzini dzelzceļa un mikromobilitātes rādītājus!",
        "What do Latgale and Liepāja say about cycling?",
    ],
)
def test_the_units_of_a_ranking_are_ordered_once(
    bundled: Asker, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    ordered: list[Ranking] = []

    class Counting(Units):
        def best(self, ranking: Ranking) -> list[UnitScore]:
            ordered.append(ranking)
            return super().best(ranking)

    monkeypatch.setattr(bundled.assistant, "_units", Counting(bundled.index, bundled.terms))
    bundled.ask(question)
    assert len({id(ranking) for ranking in ordered}) == len(ordered) > 0
