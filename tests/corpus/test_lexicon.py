"""Names of roles and structure words."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from corpus.lexicon import LANGUAGES, role_names, signs
from corpus.reader import read_document


@pytest.mark.parametrize(
    ("line", "role", "taken"),
    [
        ("Uzdevumi:", "tasks", "Uzdevumi"),
        ("UZDEVUMI", "tasks", "UZDEVUMI"),
        ("Merkis: labi celi", "goal", "Merkis"),
        ("Finansējuma avoti: ES", "funding", "Finansējuma avoti"),
        ("Maßnahmen: Bau", "tasks", "Maßnahmen"),
        ("Bisherige Maßnahmen (seit 2019)", "done", "Bisherige Maßnahmen"),
        ("Źródła finansowania", "funding", "Źródła finansowania"),
        ("Eesmärk – teed", "goal", "Eesmärk"),
    ],
)
def test_a_role_at_the_start_of_a_line_takes_its_own_characters(
    line: str, role: str, taken: str
) -> None:
    found = role_names().leading(line)
    assert found is not None
    assert (found[0], line[: found[1]]) == (role, taken)


@pytest.mark.parametrize("line", ["Uzdevumiem", "Goalkeepers", "Par mērķi", "", "ß"])
def test_a_part_of_a_word_is_no_role(line: str) -> None:
    assert role_names().leading(line) is None


def test_every_role_has_names_in_six_languages_and_titles_in_two() -> None:
    table = tomllib.loads(files("corpus").joinpath("roles.toml").read_text("utf-8"))
    for role, entry in table.items():
        assert all(entry[language] for language in LANGUAGES), role
        assert set(entry["title"]) == {"lv", "en"}


def test_no_name_stands_for_two_roles() -> None:
    table = tomllib.loads(files("corpus").joinpath("roles.toml").read_text("utf-8"))
    seen: dict[str, str] = {}
    for role, entry in table.items():
        for language in LANGUAGES:
            for name in entry[language]:
                assert seen.setdefault(name, role) == role, name


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Stratēģiskais virziens: GUDRA PĀRVALDĪBA", "direction"),
        ("Prioritāte Ceļi", "priority"),
        ("Priorität: Radverkehr", "priority"),
        ("Meede: Kergliiklusteed", "action"),
        ("Cel strategiczny 1", "goal"),
        ("Projekts “Skola”", "project"),
        ("Prioritāšu apraksts", None),
        ("Ievads", None),
    ],
)
def test_a_title_says_what_the_division_is(title: str, kind: str | None) -> None:
    assert signs().division_of(title) == kind


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Abbreviations", {"CO2": "carbon dioxide", "SUMP": "Sustainable Urban Mobility Plan"}),
        ("Lühendid", {"KOV": "kohalik omavalitsus", "EL": "Euroopa Liit"}),
        ("Santrumpos", {"ES": "Europos Sąjunga", "AB": "akcinė bendrovė"}),
        ("Abkürzungsverzeichnis", {"ÖPNV": "öffentlicher Nahverkehr", "EU": "Europäische Union"}),
        ("Wykaz skrótów", {"UE": "Unia Europejska", "JST": "jednostka samorządu"}),
    ],
)
def test_a_list_of_abbreviations_is_read_as_definitions(title: str, names: dict[str, str]) -> None:
    lines = "\n".join(f"{short} – {long}" for short, long in names.items())
    document = read_document(f"Some text to begin with.\n\n{title}\n\n{lines}\n".encode(), "a.txt")
    found = {p.item: p.text for p in document.passages if p.kind == "definition"}
    assert found == {short: f"{short} – {long}" for short, long in names.items()}


@pytest.mark.parametrize(
    ("word", "month"),
    [("maijā", True), ("maija", True), ("jūlija", True), ("julija", True), ("maja", True),
     ("mājā", False), ("novadā", False)],
)  # fmt: skip
def test_a_month_may_lack_marks_and_has_none_of_its_own(word: str, month: bool) -> None:
    assert signs().is_month(word) == month
