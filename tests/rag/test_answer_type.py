"""Whether a text holds an answer of the form asked for."""

from __future__ import annotations

import pytest

from corpus.model import Passage
from corpus.span import Span
from rag.answer_type import TYPES, counts, held_in, holds

HELD = [
    ("percent", "37 % no emisijām"),
    ("percent", "62% of homes"),
    ("percent", "divi procenti"),
    ("percent", "five per cent"),
    ("date", "2024. gada 15. maijā"),
    ("date", "15.05.2024."),
    ("date", "plkst. 10:30"),
    ("time", "plkst. 10:30"),
    ("time", "09.40 – 13.05 lidojums"),
    ("time", "opens at 9 am"),
    ("date", "sanāksme notika maijā"),
    ("date", "on 3 March"),
    ("money", "2,4 miljoni eiro; 340 000 eiro"),
    ("money", "12 milj. EUR"),
    ("money", "€ 300"),
    ("length", "6 km veloceļu"),
    ("length", "2500 m gara josla"),
    ("length", "120 kilometri"),
    ("area", "193120 ha meža"),
    ("area", "14 547 km2"),
    ("area", "59,000 sqm of floorspace"),
    ("area", "604 sq. miles"),
    ("area", "300 m² of shops"),
    ("area", "1,564 square kilometres"),
    ("area", "250 kvadrātmetru"),
    ("length", "within 2 miles"),
    ("length", "400 meters of the quay"),
    ("duration", "nostrādāt trīs gadus"),
    ("duration", "runs for 18 months"),
    ("duration", "20 darba dienu laikā"),
    ("duration", "lēmumu pieņem mēneša laikā"),
    ("duration", "financed until the end of 2027"),
    ("duration", "2021.–2027. gadā"),
    ("area", "at least 42 hectares of the site"),
    ("area", "4 000 square metres of workshops"),
    ("area", "4 000 m² darbnīcu"),
    ("person", "direktors Jānis Bērziņš"),
    ("number", "trīs novadi"),
    ("number", "12 homes"),
    ("number", "four directions"),
    ("number", "no četrām līdz sešām joslām"),
    ("number", "vienpadsmit ciemi"),
]
NOT_HELD = [
    ("percent", "37 kilometri"),
    ("percent", "liela daļa"),
    ("date", "drīzumā"),
    ("date", "12 novadi"),
    ("time", "2024. gada 15. maijā"),
    ("time", "15.05.2024."),
    ("money", "valsts budžets"),
    ("money", "2021. gads"),
    ("money", "10:30 – 11:00 Eiropas Reģionu komiteja"),
    ("length", "garš ceļš"),
    ("length", "340 mājas"),
    ("length", "12 municipalities"),
    ("area", "plaša platība"),
    ("area", "12 hospitals"),
    ("area", "12 square meals"),
    ("area", "400 m of road"),
    ("length", "59,000 sqm of floorspace"),
    ("duration", "ilgu laiku"),
    ("duration", "2026. gada 1. maijā"),
    ("duration", "340 iedzīvotāju dienā"),
    ("date", "Latgales stratēģija 2030 izvirza trīs mērķus"),
    ("date", "atbilstība NAP2027 prioritātēm"),
    ("date", "the ES 2030 strategy"),
    ("date", "Veco ļaužu dzīvojamā mājā ienāk virtuālā realitāte"),
    ("person", "pašvaldības vadītājs"),
    ("person", "VARAM"),
    ("number", "novadi"),
]


@pytest.mark.parametrize(("form", "text"), HELD)
def test_a_text_that_has_it(form: str, text: str) -> None:
    assert holds(form, text)


@pytest.mark.parametrize(("form", "text"), NOT_HELD)
def test_a_text_that_has_not(form: str, text: str) -> None:
    assert not holds(form, text)


def test_every_form_has_an_example_of_both() -> None:
    assert {form for form, _ in HELD} == {form for form, _ in NOT_HELD} == set(TYPES)


@pytest.mark.parametrize(
    "text",
    [
        "kopā dzīvo 220 000 iedzīvotāju",
        "iedzīvotāju skaits no četriem līdz sešiem",
        "septiņu ciemu iedzīvotāji",
    ],
)
def test_a_number_beside_what_is_counted_counts_it(text: str) -> None:
    assert counts(text, lambda around: "iedzīvotāj" in around)


@pytest.mark.parametrize(
    "text",
    [
        "99,9 % pilsētas iedzīvotāju",
        "2019. gada septembrī iedzīvotāji",
        "05.06.2019. iedzīvotājiem",
        "IAM 5 iedzīvotājiem",
        "2021.-2027. gadam iedzīvotāju",
    ],
)
def test_a_share_a_date_and_the_number_of_a_goal_count_nothing(text: str) -> None:
    assert not counts(text, lambda around: "iedzīvotāj" in around)


def test_number_words_are_whole_words() -> None:
    assert not holds("number", "cienījamie kolēģi")
    assert not holds("number", "someone often")


def cell(text: str, context: str, kind: str = "row") -> Passage:
    span = Span(0, len(text))
    return Passage(
        id="p", document="d", ordinal=0, kind=kind, section=None, unit=None, role=None, item=None,
        part=0, pieces=(span,), body=span, text=text, breadcrumb=(), context=context,
        lines=(1, 1), page=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "context"),
    [
        ("money", "1 480 000", "Indikatīvā summa, EUR"),
        ("money", "1,950", "Cost (£k)"),
        ("percent", "85", "Finansējuma avots, % ES"),
        ("percent", "Land managed for nature (%) 11 17 30", "Indicator | 2019 | 2024"),
        ("length", "2,4", "Garums, km"),
    ],
)
def test_the_name_of_a_column_says_of_what_form_its_figures_are(
    form: str, text: str, context: str
) -> None:
    assert held_in(form, cell(text, context))
    assert not held_in(form, cell(text, "Nr."[:2])) or "%" in text
    assert not held_in(form, cell("nav", context))


def test_what_introduces_a_paragraph_says_nothing_of_its_figures() -> None:
    assert not held_in("money", cell("gadā 12 vietas", "izmaksas, EUR:", kind="item"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Attīstības pārvaldes eksperts Aksels Ruperts", True),
        ("Pedro Bizarro, projektu vadītājs", True),
        ("Latvijas Investīciju un attīstības aģentūra", False),
        ("Rēzeknes Tehnoloģiju akadēmija", False),
    ],
)
def test_a_body_called_by_two_words_in_capitals_is_no_person(text: str, named: bool) -> None:
    assert holds("person", text) is named
