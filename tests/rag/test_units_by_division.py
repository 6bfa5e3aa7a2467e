"""Units of a division however it is called, of a body named in another language, and what of a
unit two questions at once ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened

ACTIONS = (
    ("Heat", "H1", "Street trees", "Plant 450 trees.", "Parks and Greenspace", "2030", "£2.7m"),
    ("Heat", "H2", "Cool rooms", "Open 22 libraries.", "Culture Service", "2026", "£0.2m"),
    ("Flooding", "F1", "Leaky dams", "Build 60 dams.", "Rivers Trust", "2028", "£1.9m"),
    ("Flooding", "F2", "Quayside wall", "Raise the wall.", "Environment Agency", "2031", "£23.5m"),
    ("Flooding", "F3", "Rain gardens", "Fit drains at schools.", "Estates", "2027", "£1.1m"),
    ("Water", "W1", "Allotment tanks", "Store rain.", "Parks and Greenspace", "2026", "£0.1m"),
)
PILLARS = """# Valtavas attīstības stratēģija 2024–2032

## 1. Pīlāri un darbības

### Pīlārs 1. Ikdienas mobilitāte

**P1.1 Vienotā biļete**
Atbildīgais: Sporta centrs
Termiņš: 2026
Budžets: 240 000 EUR
Finansējums: Interreg programma

**P1.2 Veloceļš gar dzelzceļu**
Atbildīgais: Valtavas novada pašvaldība
Termiņš: 2028
Budžets: 950 000 EUR
Finansējums: Interreg programma

### Pīlārs 2. Kopīgi pakalpojumi

**P2.1 Īres nami**
Atbildīgais: Valtavas novada pašvaldība
Termiņš: 2029
Budžets: 5 400 000 EUR
Finansējums: Atveseļošanas fonds

**P2.2 Konsultāciju punkts**
Atbildīgais: Sporta centrs
Termiņš: 2026
Budžets: 85 000 EUR
Finansējums: pašvaldību budžeti

## 2. Uzraudzība

Pārskatu sagatavo reizi gadā.
"""


def page() -> str:
    said, theme = "", ""
    for above, code, title, text, owner, when, cost in ACTIONS:
        said += f"<h2>{above}</h2>" if above != theme else ""
        theme = above
        said += (
            f"<h3>Action {code}: {title}</h3><p>{text}</p><dl><dt>Owner</dt><dd>{owner}</dd>"
            f"<dt>By when</dt><dd>{when}</dd><dt>Cost</dt><dd>{cost}</dd></dl>"
        )
    aims = "".join(f"<li>Objective {n}: {what};</li>" for n, what in enumerate(AIMS, start=1))
    return (
        "<html><body><h1>Brackwater adaptation plan 2025-2035</h1><h2>Vision</h2><p>By 2035 the "
        f"town is dry and cool. The plan pursues three objectives:</p><ul>{aims}</ul>"
        "<p>The council is responsible for 1,126 bus stops.</p>"
        f"{said}</body></html>"
    )


AIMS = ("cooler streets", "drier cellars", "full tanks")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder = tmp_path_factory.mktemp("divisions")
    (folder / "brackwater.html").write_text(page(), "utf-8")
    (folder / "valtava.md").write_text(PILLARS, "utf-8")
    files = [folder / "brackwater.html", folder / "valtava.md"]
    asker = opened(folder / "home", files, default_embedder())
    yield asker
    asker.index.close()


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("What actions are listed under Flooding?", ["F1", "F2", "F3"]),
        ("Kādas darbības paredzētas pīlārā “Kopīgi pakalpojumi”?", ["P2.1", "P2.2"]),
        ("Which actions belong to pillar 1?", ["P1.1", "P1.2"]),
        ("Which actions are owned by Parks and Greenspace?", ["H1", "W1"]),
        ("Which actions does Sporta centrs carry out?", ["P1.1", "P2.2"]),
    ],
)
def test_a_list_holds_the_units_of_the_division_or_the_body(
    plans: Asker, question: str, units: list[str]
) -> None:
    assert [item.section for item in plans.ask(question).items] == units


def test_objectives_that_a_sentence_introduces_are_listed_and_no_actions(plans: Asker) -> None:
    answer = plans.ask("What are the three objectives of the Brackwater plan?")
    assert [aim in answer.answer for aim in AIMS] == [True] * 3
    assert len(answer.items) == 3


def test_how_many_things_a_body_is_responsible_for_is_no_list_of_its_actions(plans: Asker) -> None:
    answer = plans.ask("How many bus stops is the Brackwater council responsible for?")
    assert not answer.items
    assert "1,126" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who owns the Quayside wall action and when will it be done?", ("Agency", "2031")),
        ("Cik izmaksās īres nami un no kā to maksās?", ("5 400 000", "Atveseļošanas")),
    ],
)
def test_two_things_asked_of_a_unit_are_both_told(
    plans: Asker, question: str, said: tuple[str, str]
) -> None:
    answer = plans.ask(question).answer
    assert [one in answer for one in said] == [True, True]


@pytest.mark.parametrize(
    "question",
    [
        "Kurš būvuzņēmējs būvēs īres namus Valtavā?",
        "Which contractor will raise the Quayside wall?",
    ],
)
def test_a_contractor_that_no_passage_names_is_not_the_owner(plans: Asker, question: str) -> None:
    assert plans.ask(question).status == "not_found"
