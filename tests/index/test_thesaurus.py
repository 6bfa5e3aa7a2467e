"""Terms of the thesaurus: how they are parsed and matched, and that the bundled one is sound."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from index.thesaurus import Thesaurus, thesaurus, words_of


def made(**terms: list[str]) -> Thesaurus:
    """A thesaurus with one concept, `x`."""
    return Thesaurus([{"id": "x", "field": "f", "label_lv": "x", "label_en": "x", **terms}])


def named(found: Thesaurus, text: str) -> list[str]:
    """The words that each match covers."""
    words = words_of(text)
    return [" ".join(words[m.first : m.last + 1]) for m in found.matches(text)]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("velo*", "jauni veloceļi un velosatiksme", ["veloceļi", "velosatiksme"]),
        ("velo*", "jauni VELOCEĻI", ["VELOCEĻI"]),
        ("velo*", "attīstīt novelo", []),
        ("ceļš", "Cels un ceļi", ["Cels"]),  # a whole word, folded
        ("dabas park*", "dabas parks un parka daba, Dabas parkā", ["dabas parks", "Dabas parkā"]),
        ("dabas park*", "dabas lielais parks", []),
        ("e-pakalpojum*", "e-pakalpojumi, e pakalpojumu", ["e pakalpojumi", "e pakalpojumu"]),
        ("videi draudzīg* transport*", "Videi draudzīgais transports", [
            "Videi draudzīgais transports",
        ]),
        ("IAM", "IAM un iam, Iam", ["IAM"]),  # capitals match in capitals only
        ("LEADER", "LEADER pieeja, the leader", ["LEADER"]),
        ("ES fondi", "ES fondi, es fondi", ["ES fondi", "es fondi"]),
        ("CO2", "CO2 un co2", ["CO2"]),
    ],
)  # fmt: skip
def test_a_term_matches_as_it_is_written(term: str, text: str, expected: list[str]) -> None:
    assert named(made(lv=[term]), text) == expected


def test_a_term_that_is_excluded_voids_the_match_inside_it() -> None:
    found = made(lv=["transport*"], not_lv=["transportlīdzekļu nodok*"])
    assert named(found, "transporta un transportlīdzekļu nodoklis") == ["transporta"]


def test_the_longer_of_two_terms_of_one_concept_counts() -> None:
    found = made(lv=["veloceļ*", "reģionāl* veloceļ*"])
    assert named(found, "reģionālie veloceļi un veloceļi") == ["reģionālie veloceļi", "veloceļi"]


def test_terms_of_two_concepts_may_lie_in_one_another() -> None:
    entry = {"field": "f", "label_lv": "x", "label_en": "x"}
    found = Thesaurus(
        [{"id": "a", "lv": ["ceļ*"], **entry}, {"id": "b", "lv": ["ceļ* drošīb*"], **entry}]
    )
    matches = [(m.concept, m.first, m.last) for m in found.matches("ceļu drošība")]
    assert matches == [("b", 0, 1), ("a", 0, 0)]


def test_only_the_languages_asked_for_are_looked_at() -> None:
    found = made(lv=["ceļš"], en=["road*"])
    assert [m.first for m in found.matches("ceļš roads", ["en"])] == [1]
    assert [m.first for m in found.matches("ceļš roads", ["lv"])] == [0]
    assert found.matches("ceļš roads", ["de"]) == []


def test_narrower_concepts_are_all_below() -> None:
    entry = {"field": "f", "label_lv": "x", "label_en": "x"}
    found = Thesaurus(
        [
            {"id": "a", **entry},
            {"id": "b", "broader": "a", **entry},
            {"id": "c", "broader": "b", **entry},
            {"id": "d", **entry},
        ]
    )
    assert found.narrower("a") == {"a", "b", "c"}
    assert found.narrower("c") == {"c"}


@pytest.fixture(scope="module")
def table() -> list[dict[str, object]]:
    source = files("index").joinpath("thesaurus.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(source)["concept"]
    assert isinstance(entries, list)
    return entries


def test_the_bundled_thesaurus_has_concepts_for_planning(table: list[dict[str, object]]) -> None:
    assert len(table) >= 500
    ids = [str(entry["id"]) for entry in table]
    assert len(set(ids)) == len(ids) == len(thesaurus().concepts)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in ids)


def test_every_bundled_concept_has_labels_and_terms_in_both_languages(
    table: list[dict[str, object]],
) -> None:
    for entry in table:
        for key in ("field", "label_lv", "label_en", "lv", "en"):
            assert entry.get(key), f"{entry['id']} has no {key}"
        known = {
            "id", "field", "label_lv", "label_en", "lv", "en", "not_lv", "not_en", "generic",
            "broader", "related",
        }  # fmt: skip
        assert set(entry) <= known, entry["id"]


def test_broader_and_related_name_other_concepts_and_broader_never_comes_round() -> None:
    concepts = thesaurus().concepts
    for concept in concepts.values():
        assert set(concept.related) <= set(concepts) - {concept.id}, concept.id
        above, seen = concept.broader, {concept.id}
        while above is not None:
            assert above in concepts, f"{concept.id} lies below {above}, which is not there"
            assert above not in seen, f"{concept.id} lies below itself"
            seen.add(above)
            above = concepts[above].broader


def test_every_bundled_term_finds_its_concept(table: list[dict[str, object]]) -> None:
    for entry in table:
        for language in ("lv", "en"):
            terms = entry[language]
            assert isinstance(terms, list)
            for term in terms:
                said = str(term).replace("*", "")
                found = {m.concept for m in thesaurus().matches(said, [language])}
                assert entry["id"] in found, f"{term!r} does not find {entry['id']}"


@pytest.mark.parametrize(
    ("lv", "en"),
    [
        ("velo infrastruktūra", "cycling infrastructure"),
        ("sabiedriskais transports", "public transport"),
        ("atkritumu apsaimniekošana", "waste management"),
        ("Satiksmes ministrija", "the transport ministry"),
        ("Veselības ministrija", "the health ministry"),
        ("tautiešu atgriešanās", "bringing emigrants back home"),
    ],
)
def test_both_languages_name_the_same_concept(lv: str, en: str) -> None:
    in_latvian = {m.concept for m in thesaurus().matches(lv, ["lv"])}
    in_english = {m.concept for m in thesaurus().matches(en, ["en"])}
    assert in_latvian & in_english


def test_terms_of_a_further_language_name_the_same_concepts() -> None:
    assert [m.concept for m in thesaurus().matches("Koerte jalutusväljak", ["et"])] == [
        "dog-parks",
        "pets",
    ]
    for concept, text in {
        "cycle-paths": "Kergliiklustee rajamine",
        "manors": "renoveeritud Anija mõis",
        "municipal-debt": "Netovõlakoormus (%)",
        "municipal-funding": "Vallaeelarve",
    }.items():
        assert concept in {m.concept for m in thesaurus().matches(text, ["et"])}
        assert thesaurus().concepts[concept].labels["et"]


def test_terms_of_an_unknown_concept_are_refused() -> None:
    table: list[dict[str, object]] = [
        {"id": "x", "field": "f", "label_lv": "x", "label_en": "x", "lv": ["x"], "en": ["x"]}
    ]
    with pytest.raises(ValueError, match="unknown concept 'y'"):
        Thesaurus(table, {"et": {"y": ["z"]}})


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("(6., 7., 11., 13., 15. IAM)", {6, 7, 11, 13, 15}),
        ("IAM 4, 13 un 16", {4, 13, 16}),
        ("SDG 3 and 5 in 2021", {3, 5}),
        ("12.05.2021. IAM 13", {13}),
        ("2021. gada 13. IAM", {13}),
    ],
)
def test_a_row_of_numbers_names_each_goal(text: str, goals: set[int]) -> None:
    found = {m.concept for m in thesaurus().matches(text) if m.concept.startswith("sdg-")}
    assert found == {f"sdg-{number}" for number in goals}
