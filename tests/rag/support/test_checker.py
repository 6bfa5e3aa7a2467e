"""A statement is held to the passages it cites, and to nothing else."""

from __future__ import annotations

import pytest

from rag.settings import Settings
from rag.support import StatementChecker
from tests.index.remembering import default_embedder
from tests.rag.support.shelf import Plan, passage

ROUTE = passage(
    "2018. gadā Rēzeknes novada pašvaldība par 1,5 milj. eiro uzbūvēja 12 km veloceliņu gar ezeru.",
    breadcrumb=("Attīstības programma 2021.-2027. gadam", "Ceļi"),
)
WATER = passage("Ūdensapgādes tīkli ciemos ir nolietojušies, un to atjaunošana nav finansēta.")
SCHOOL = passage("Skolā ieviesīs telemedicīnu.")
CITED = "In 2018 Rēzekne municipality built a 12 km cycle path along the lake for EUR 1.5 million."


@pytest.fixture(scope="module")
def checker() -> StatementChecker:
    settings = Settings()
    return StatementChecker(
        default_embedder(), settings, Plan(ROUTE, WATER, SCHOOL, title="Rēzeknes plāns")
    )


@pytest.mark.parametrize(
    "statement",
    [
        CITED,
        "Gar ezeru 2018. gadā uzbūvēts 12 km garš veloceliņš par 1,5 miljoniem eiro.",
        "In the 2021–2027 programme Rēzekne municipality built a 12 km cycle path along the lake.",
    ],
)
def test_what_the_passage_says_is_supported_in_either_language(
    checker: StatementChecker, statement: str
) -> None:
    assert checker.check(statement, [ROUTE]).faults == ()
    assert checker.check(statement, [ROUTE]).supported


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("12 km", "13 km", "number"),
        ("1.5 million", "1.5 billion", "number"),
        ("EUR 1.5", "Ls 1.5", "number"),
        ("2018", "2019", "date"),
        ("2018", "May 2018", "date"),
        ("Rēzekne", "Ludza", "name"),
        ("built", "never built", "negation"),
    ],
)
def test_each_fault_is_named(checker: StatementChecker, old: str, new: str, fault: str) -> None:
    found = checker.check(CITED.replace(old, new), [ROUTE])
    assert not found.supported
    assert fault in found.faults


def test_a_year_of_the_title_does_not_stand_for_one_of_the_passage(
    checker: StatementChecker,
) -> None:
    assert "date" in checker.check(CITED.replace("2018", "2021"), [ROUTE]).faults


def test_a_dropped_denial_is_found(checker: StatementChecker) -> None:
    said = "Ūdensapgādes tīklu atjaunošana ciemos ir finansēta."
    assert "negation" in checker.check(said, [WATER]).faults
    denied = "The renewal of the water supply networks in villages is not financed."
    assert checker.check(denied, [WATER]).supported


def test_a_citation_of_another_passage_does_not_support(checker: StatementChecker) -> None:
    said = "Rēzekne municipality built a cycle path along the lake."
    assert checker.check(said, [ROUTE]).supported
    assert "meaning" in checker.check(said, [WATER]).faults
    assert checker.check(said, [WATER, ROUTE]).supported


def test_a_statement_that_cites_nothing_has_no_support(checker: StatementChecker) -> None:
    assert checker.check("A cycle path was built.", []).faults == ("citation",)


def test_what_was_prepared_is_checked_alike(checker: StatementChecker) -> None:
    before = checker.check(CITED, [ROUTE])
    checker.prepare([(CITED, [ROUTE]), ("Telemedicine comes to the school.", [SCHOOL])])
    assert checker.check(CITED, [ROUTE]) == before
