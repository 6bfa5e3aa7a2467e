"""Facts of the Latgale programme that reading must bring out; lines are those of the file."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.model import Document, Passage, Section
from corpus.span import fold
from tests.corpus.conftest import Bundled

ROLES = {
    "goal", "rationale", "done", "implementers", "partners", "benefits", "territory", "tasks",
    "funding", "indicators",
}  # fmt: skip
UNITS = {
    "3.1.1": 4, "3.1.2": 4, "3.2.1": 4, "3.2.2": 2, "3.2.3": 3, "3.2.4": 3, "3.3.1": 2,
    "3.3.2": 9, "3.3.3": 4, "3.3.4": 4,
}  # fmt: skip


@pytest.fixture
def latgale(bundled: Bundled) -> Document:
    return bundled("latgale-programma-2021-2027")


def section(document: Document, key: str) -> Section:
    return next(section for section in document.sections if section.key == key)


def starting(document: Document, line: int, kind: str | None = None) -> Passage:
    """The passage that starts on `line` of the file."""
    return next(
        passage
        for passage in document.passages
        if passage.lines[0] == line and kind in (None, passage.kind)
    )


def labels(document: Document, first: int, last: int) -> list[str | None]:
    """Labels of the items that start on the lines `first` to `last`."""
    return [
        passage.item
        for passage in document.passages
        if first <= passage.lines[0] <= last and passage.kind == "item"
    ]


def test_directions_priorities_and_units_are_all_there(latgale: Document) -> None:
    count = Counter(section.kind for section in latgale.sections if section.number)
    assert (count["direction"], count["priority"], count["subpriority"]) == (4, 15, 39)
    units = {section.key for section in latgale.sections if section.unit}
    expected = {f"{above}.{n}" for above, last in UNITS.items() for n in range(1, last + 1)}
    assert units == expected | {f"3.4.{n}" for n in range(1, 6)}
    assert len(units) == 44


def test_every_unit_has_the_ten_roles_once_and_something_in_each(latgale: Document) -> None:
    for unit in (section for section in latgale.sections if section.unit):
        roles = Counter(s.role for s in latgale.sections if s.parent == unit.key)
        assert roles == Counter(ROLES), unit.key
        filled = {p.role for p in latgale.passages if p.unit == unit.key}
        assert filled == ROLES, unit.key


@pytest.mark.parametrize(
    ("key", "title", "level", "line"),
    [
        ("1", "Ievads", 1, 1),
        ("2", "Stratēģiskā daļa", 1, 84),
        ("2.1", "Latgales ilgtermiņa mērķi", 2, 86),
        ("2.2", "Latgales plānošanas reģiona attīstības programmas 2021.-2027. mērķi", 2, 154),
        (
            "2.3",
            "Latgales stratēģijas 2030 stratēģiskie virzieni un Latgales plānošanas reģiona"
            " attīstības programmas 2021.-2027. prioritātes",
            2,
            194,
        ),
        (
            "2.4",
            "Latgales plānošanas reģiona Attīstības programmas ieguldījums Latvijas mērķu"
            " sasniegšanā",
            2,
            314,
        ),
        ("2.5", "ESPON rekomendācijas programmas izveidei", 2, 1974),
        ("3", "Stratēģiskie virzieni un prioritātes", 1, 2045),
        ("3.1", "Stratēģiskais virziens PRASMES", 2, 2047),
        ("3.2", "Stratēģiskais virziens: SAVIENOJUMI", 2, 3054),
        ("3.2.2", "Prioritāte Ceļi", 3, 3563),
        ("3.2.2.2", "Attīstības centru mobilitātes infrastruktūras uzlabojumi", 4, 3723),
        (
            "3.2.1.4",
            "Daugavpils lidosta – Austrumlatvijas viedo tehnoloģiju un pētniecības centrs",
            4,
            3442,
        ),
        ("3.3.4.4", "Valsts probācijas dienests", 4, 7658),
        ("3.4.5", "Prioritāte Sirdis", 3, 8399),
    ],
)
def test_a_numbered_heading_has_its_title_level_and_line(
    latgale: Document, key: str, title: str, level: int, line: int
) -> None:
    found = section(latgale, key)
    assert (fold(found.title), found.level, found.lines[0]) == (title, level, line)
    assert found.number == key


def test_the_chapters_are_these_and_no_others(latgale: Document) -> None:
    chapters = [s.key for s in latgale.sections if s.level <= 2 and s.number]
    second = ["2", "2.1", "2.2", "2.3", "2.4", "2.5"]
    assert chapters == ["1", *second, "3", "3.1", "3.2", "3.3", "3.4"]


def test_sections_stand_where_their_numbers_say(latgale: Document) -> None:
    for found in latgale.sections:
        if found.number and "." in found.number:
            assert found.parent == found.number.rpartition(".")[0]


def test_the_abbreviations_are_29_definitions(latgale: Document) -> None:
    found = {p.item: p for p in latgale.passages if p.kind == "definition"}
    assert len(found) == 29
    assert found["IIN"].text == "IIN - Iedzīvotāju ienākuma nodoklis"
    assert found["RIS3"].lines == (8638, 8640)
    assert found["RIS3"].text.endswith("(Research and Innovation strategy for smart specialization")
    assert found["STEM"].lines == (8646, 8648)
    assert found["STEM"].text.endswith("technology, engineering and mathematics)")
    assert found["TEN-T"].text == "TEN-T – Trans-Eiropas Transporta Tīkls"
    assert {p.section for p in found.values()} == {"saisinajumu-saraksts"}


def test_what_belongs_to_the_page_is_an_artefact(latgale: Document) -> None:
    found: dict[str, list[str]] = {}
    for artefact in latgale.artefacts:
        found.setdefault(artefact.kind, []).append(artefact.span.of(latgale.text))
    assert found.keys() == {"footnote_mark", "empty_item", "footer", "page_number"}
    assert found["footnote_mark"] == list("12345678")
    assert found["empty_item"] == ["e.", "g.", "b.", "e.", "g."]
    assert found["page_number"] == ["89"]
    pages = [footer.rpartition(" ")[2] for footer in found["footer"]]
    assert pages == ["27", "31", "76", "78"]
    assert all("Stratēģiskā daļa" in footer for footer in found["footer"])


def test_the_eight_footnotes_are_passages(latgale: Document) -> None:
    notes = [p for p in latgale.passages if p.kind == "footnote"]
    assert [p.item for p in notes] == list("12345678")
    assert [p.lines[0] for p in notes] == [176, 179, 182, 187, 190, 2020, 6905, 8330]
    assert notes[0].text == "2020.gada sākumā, CSP"
    assert notes[2].text.endswith("2017.gadā, CSP")
    assert notes[6].text == "https://ieej.lv/rOMVW"


def test_a_footnote_mark_does_not_cut_the_sentence(latgale: Document) -> None:
    passage = starting(latgale, 116)
    assert (passage.item, len(passage.pieces)) == ("a", 3)
    assert passage.text.startswith("Iedzīvotāju skaits Latgalē ir 255 968, kas ir zemāks nekā")
    assert passage.text.endswith("nekā Latvijā caurmērā;")


def test_a_footer_does_not_cut_a_list(latgale: Document) -> None:
    assert labels(latgale, 6485, 6500) == ["h", "i", "j", "k", "l"]
    assert starting(latgale, 6488).text.endswith("attīstīšanai (t.sk.īpašumu atpirkšana)")
    assert starting(latgale, 6497).role == "tasks"
    assert not any("Stratēģiskā daļa  " in p.body.of(latgale.text) for p in latgale.passages)


@pytest.mark.parametrize(
    ("line", "unit", "role", "value"),
    [
        (2302, "3.1.1.2", "territory", "Latgales plānošanas reģiona teritorija"),
        (2418, "3.1.1.3", "territory", "Latgales plānošanas reģiona teritorija un blakus novadi."),
        (2813, "3.1.2.2", "funding", "ES fondi, valsts finansējums"),
        (4091, "3.2.3.3", "implementers", "Latgales plānošanas reģiona pašvaldības"),
        (4762, "3.3.1.2", "implementers", "Latgales SEZ pārvalde"),
    ],
)
def test_a_value_on_the_line_of_its_heading_is_a_passage(
    latgale: Document, line: int, unit: str, role: str, value: str
) -> None:
    passage = starting(latgale, line)
    assert (passage.unit, passage.role, passage.text) == (unit, role, value)
    assert section(latgale, f"{unit}/{role}").lines[0] == line


def test_a_heading_without_a_space_after_its_number(latgale: Document) -> None:
    found = section(latgale, "3.3.4.4/rationale")
    assert found.lines[0] == 7669
    assert found.heading.of(latgale.text) == "2.Apakšprioritātes pamatojums:"


def test_indicators_are_found_by_name_where_the_number_is_wrong(latgale: Document) -> None:
    found = section(latgale, "3.3.2.3/indicators")
    assert found.heading.of(latgale.text) == "11. Novērtēšanas rādītāji:"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (3533, 3545, ["a", "b", "a", "b"]),  # restarts
        (5632, 5647, ["a", "a", "b"]),  # repeats
        (5447, 5447, ["c"]),  # starts late
        (7671, 7671, ["e"]),
        (5098, 5107, ["a", "b", "c", "d", "f", "g"]),  # skips
        (5352, 5356, ["m", "r"]),
        (5388, 5415, ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"]),
        (7824, 7826, ["e", "f"]),  # printed "f. d.e."
        (3618, 3636, ["a", "i", "ii", "iii", "iv", "b"]),  # romans below letters
        (7127, 7149, ["i", "ii", "iii", "iv", "v", "vi", "vii"]),
        (7300, 7309, ["1", "2", "3", "4", "5", "d"]),  # "(1)" to "(5)" below a letter
    ],
)
def test_items_keep_the_letters_that_stand_there(
    latgale: Document, first: int, last: int, expected: list[str]
) -> None:
    assert labels(latgale, first, last) == expected


@pytest.mark.parametrize("line", [5447, 5755, 5808, 5908, 6485, 7671])
def test_a_list_that_starts_late_is_a_list(latgale: Document, line: int) -> None:
    assert starting(latgale, line).kind == "item"


def test_sub_items_know_the_item_above(latgale: Document) -> None:
    for line in (3619, 3626, 3630, 3633):
        context = starting(latgale, line).context
        assert context is not None
        assert context.startswith("Reģionālo autoceļu programmas ietvaros rekonstruētie ceļi")
    assert starting(latgale, 3636).context != starting(latgale, 3633).context
    for line in (7300, 7302, 7304, 7305, 7307):
        assert "5 rīcības virzienus" in (starting(latgale, line).context or "")


@pytest.mark.parametrize(("line", "look_alike"), [(6150, "3.3.1"), (7530, "3.1.4.3")])
def test_a_number_in_running_text_is_no_heading(
    latgale: Document, line: int, look_alike: str
) -> None:
    around = next(p for p in latgale.passages if p.lines[0] < line <= p.lines[1])
    assert look_alike in around.text
    assert line not in {s.lines[0] for s in latgale.sections}


def test_words_and_ranges_split_at_a_line_end_read_whole(latgale: Document) -> None:
    texts = " ".join(p.text for p in latgale.passages)
    assert "e-pakalpojumu" in texts
    assert "2014.-2020." in texts
    assert "2014.- 2020." not in texts


def test_the_flattened_tables_are_rows_below_their_captions(latgale: Document) -> None:
    captions = [p.lines[0] for p in latgale.passages if p.kind == "caption"]
    rows = [p for p in latgale.passages if p.kind == "row"]
    assert captions[0] == 338
    assert {p.section for p in rows} == {"2.4"}
    assert (rows[0].lines[0], rows[-1].lines[1]) == (339, 1961)


def test_an_item_carries_the_titles_above_it(latgale: Document) -> None:
    task = next(p for p in latgale.passages if p.unit == "3.2.2.2" and p.role == "tasks")
    assert task.breadcrumb == (
        "Latgales plānošanas reģiona Attīstības programma 2021.-2027. gadam",
        "3 Stratēģiskie virzieni un prioritātes",
        "3.2 Stratēģiskais virziens: SAVIENOJUMI",
        "3.2.2 Prioritāte Ceļi",
        "3.2.2.2 Attīstības centru mobilitātes infrastruktūras uzlabojumi",
        "Uzdevumi",
    )
    assert task.searchable.startswith(" › ".join(task.breadcrumb))
