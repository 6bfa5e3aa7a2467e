"""Bodies that Latvian names by one capital."""

from __future__ import annotations

import pytest

from rag.support.bodies import missing_bodies
from rag.support.source import Sources
from tests.rag.support.shelf import Plan, passage

CITY = passage(
    "Ieviesējs ir Daugavpils pilsētas pašvaldība kopā ar Nodarbinātības valsts aģentūru.",
    breadcrumb=("Plāns", "3.2.1 Daugavpils lidosta", "Rēzeknes novada pašvaldība"),
)


def lacking(statement: str) -> list[str]:
    return missing_bodies(statement, Sources(Plan(CITY)).of([CITY]))


@pytest.mark.parametrize(
    "statement",
    [
        "Īsteno Daugavpils pilsētas pašvaldība.",
        "Īstenos Daugavpils pilsētas pašvaldībai un Nodarbinātības valsts aģentūrai.",
        "Īsteno Rēzeknes novada pašvaldība.",  # as a title above it says
        "Īsteno Daugavpils pašvaldība.",
        "Lidostu Daugavpilī īsteno pilsētas pašvaldība.",
    ],
)
def test_a_body_is_there_when_its_words_stand_together(statement: str) -> None:
    assert lacking(statement) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("Daugavpils lidostu pilsētas pašvaldība", "Daugavpils lidostu pilsētas pašvaldība"),
        ("Īsteno Rēzeknes pilsētas pašvaldība.", "Rēzeknes pilsētas pašvaldība"),
    ],
)
def test_a_name_made_up_of_the_words_of_text_and_titles_is_nobodys(
    statement: str, found: str
) -> None:
    assert lacking(statement) == [found]
