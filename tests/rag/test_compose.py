"""Answers of each kind on the bundled plans, composed and verified; abstention plays no part."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from corpus.lexicon import role_names
from rag.answer import Language
from rag.choosing import compose
from rag.compose.attribute import compose_attribute, names_unit
from rag.compose.comparison import compose_comparison, units_together
from rag.compose.definition import compose_definition
from rag.compose.fact import compose_fact
from rag.compose.list_scope import lists_kind_of
from rag.compose.list_topic import asks_where, counts_named, counts_units
from rag.compose.lists import compose_list
from rag.compose.passage_list import label_room, passage_row
from rag.compose.qualifying import is_place
from rag.draft import Draft
from rag.models import models
from rag.phrases import role_title
from rag.question import analyse
from tests.rag.asking import Asker, request

LATGALE = "latgale-programma-2021-2027"
LIEPAJA = "liepaja-iam-2022"


def quoted(draft: Draft) -> list[str]:
    return [quote.evidence.passage.id for s in draft.statements for quote in s.quotes]


def labels(draft: Draft) -> list[str]:
    return [row.label for row in draft.rows]


def sections(asker: Asker, kind: str) -> list[str | None]:
    return [s.number for s in asker.index.sections(LATGALE) if s.kind == kind]


# --- lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Which sub-priorities build or repair bridges?",
        "Kuras apakšprioritātes remontē tiltus?",
        "kuras apaksprioritates remonte tiltus",
    ],
)
def test_a_list_has_every_unit_whose_tasks_name_the_topic(bundled: Asker, question: str) -> None:
    named = {
        unit.number
        for unit in bundled.units.all.values()
        if unit.document == LATGALE
        and any(
            "#bridges" in bundled.terms.of[p.id].own for p in bundled.units.passages(unit, "tasks")
        )
    }
    draft = bundled.compose(compose_list, question)
    assert len(named) > 2
    assert set(labels(draft)) == named
    for row in draft.rows:
        assert all(e.passage.role == "tasks" for _, e in row.fields["tasks"])
        assert all("tilt" in text.casefold() for text, _ in row.fields["tasks"])


@pytest.mark.parametrize(
    ("question", "kind", "count"),
    [
        ("Cik stratēģisko virzienu ir Latgales programmā?", "direction", 4),
        ("How many strategic directions does the Latgale programme have?", "direction", 4),
        ("Cik prioritāšu ir programmā?", "priority", 15),
        ("How many priorities does the programme have?", "priority", 15),
        ("Cik apakšprioritāšu ir programmā?", "subpriority", 39),
        ("How many sub-priorities does the programme have?", "subpriority", 39),
    ],
)
def test_counting_goes_over_the_whole_outline(
    bundled: Asker, question: str, kind: str, count: int
) -> None:
    draft = bundled.compose(compose_list, question)
    assert labels(draft) == sections(bundled, kind)
    assert len(draft.rows) == count
    assert draft.lead.startswith(str(count)) or f" {count} " in draft.lead


@pytest.mark.parametrize(
    "question",
    ["Uzskaiti visus SDG, par kuriem Liepāja raksta.", "Which SDGs does Liepāja write about?"],
)
def test_all_goals_of_liepaja_are_listed(bundled: Asker, question: str) -> None:
    draft = bundled.compose(compose_list, question)
    assert {row.document for row in draft.rows} == {LIEPAJA}
    assert len(draft.rows) == 16


@pytest.mark.parametrize(
    "question",
    [
        "Kuri pasākumi LPS vēstulē notika 2019. gadā?",
        "Which events in the LPS letter were in 2019?",
    ],
)
def test_events_are_listed_by_the_year_asked_for(bundled: Asker, question: str) -> None:
    draft = bundled.compose(compose_list, question)
    titles = [row.title[:11] for row in draft.rows if row.document == "lps-vestule-iam-2022"]
    assert titles == ["05.06.2019.", "25.09.2019."]


@pytest.mark.parametrize("document", [LATGALE, LIEPAJA])
def test_a_list_keeps_to_the_documents_in_scope(bundled: Asker, document: str) -> None:
    draft = bundled.compose(compose_list, "Kurās sadaļās minēta izglītība?", [document])
    assert {row.document for row in draft.rows} == {document}


# --- definitions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("What does the programme mean by a social entrepreneur?", "ir kāds, kurš pamana"),
        ('Who counts as an "implementer"?', "juridiskās personas, kurām ir tiesības"),
        ("Ko dokumentā saprot ar ieviesējiem?", "juridiskās personas, kurām ir tiesības"),
        ("Kas ir PLATFORMA?", "PLATFORMU - attīstības sadarbības jomā aktīvu"),
        ("Kas ir Liepāja TechGirls?", "Izveidota sieviešu kopiena"),
        ("Kas ir dabā balstīti risinājumi?", "atdarina ekosistēmu pakalpojumus"),
    ],
)
def test_a_thing_is_defined_by_the_sentence_that_says_what_it_is(
    bundled: Asker, question: str, part: str
) -> None:
    said = [s.text for s in bundled.compose(compose_definition, question).statements]
    assert len(said) == 1
    assert part in said[0]


@pytest.mark.parametrize(
    "asked",
    ["Ko nozīmē {}?", "Ko nozīmē saīsinājums {}?", "What does {} stand for?", "What is {}?"],
)
def test_every_entry_of_the_list_of_abbreviations_is_found(bundled: Asker, asked: str) -> None:
    entries = [p for p in bundled.index.passages(LATGALE) if p.kind == "definition"]
    assert len(entries) > 25
    for entry in entries:
        draft = bundled.compose(compose_definition, asked.format(entry.item))
        assert quoted(draft) == [entry.id], entry.item


@pytest.mark.parametrize("question", ["Ko nozīmē XQZ?", "What does XQZ stand for?"])
def test_what_is_defined_nowhere_has_no_definition(bundled: Asker, question: str) -> None:
    assert bundled.compose(compose_definition, question).empty


def test_a_thing_is_not_defined_by_what_only_shares_its_concept(bundled: Asker) -> None:
    assert not bundled.compose(compose_definition, "Kas ir mikromobilitāte?").empty
    assert bundled.compose(compose_definition, "Kas ir skrejritenis?").empty


def test_what_the_text_defines_in_so_many_words_is_answered(bundled: Asker) -> None:
    answer = bundled.ask("Ko dokumentā saprot ar ieviesējiem?")
    assert answer.status == "answered"
    assert answer.kind == "definition"


def test_a_term_that_the_text_introduces_is_found(bundled: Asker) -> None:
    draft = bundled.compose(compose_definition, "Ko nozīmē LPS?", ["lps-vestule-iam-2022"])
    assert "(LPS)" in draft.statements[0].text or "LPS)" in draft.statements[0].text


# --- attributes -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["lv", "en"])
def test_an_attribute_says_its_role_and_unit_first(bundled: Asker, language: Language) -> None:
    question = {"lv": "Kas ievieš 3.2.1.2?", "en": "Who implements 3.2.1.2?"}[language]
    draft = bundled.compose(compose_attribute, question)
    assert role_title("implementers", language) in draft.lead
    assert "3.2.1.2 Dzelzceļš" in draft.lead
    unit = bundled.unit("3.2.1.2")
    assert quoted(draft) == [p.id for p in bundled.units.passages(unit, "implementers")]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Kādi ieguvumi gaidāmi Rēzeknei?", "Rēzekne"),
        ("What are the benefits for Rezekne?", "Rēzekne"),
        ("Kādi ieguvumi gaidāmi Rēzeknes novadam?", "Rēzeknes novads"),
    ],
)
def test_a_place_is_itself_rather_than_what_lies_around_it(
    bundled: Asker, question: str, title: str
) -> None:
    (found,) = {
        bundled.units.section(p.document, str(p.unit)).title
        for p in bundled.compose(compose_attribute, question).passages()
    }
    assert found == title


def test_a_role_that_a_unit_lacks_gives_no_answer(made: Asker) -> None:
    assert "partners" not in made.units.roles(made.unit("2.1.2"))
    assert made.compose(compose_attribute, "Who are the partners of 2.1.2?").empty


@pytest.mark.parametrize(
    "question", ["Ko Liepāja dara SDG 14 jomā?", "Kas paveikts Liepājā IAM 14?"]
)
def test_a_goal_named_by_its_number_is_the_unit(bundled: Asker, question: str) -> None:
    draft = bundled.compose(compose_attribute, question)
    goal = bundled.units.section(LIEPAJA, "14")
    own = [p.id for p in bundled.units.passages(goal) if p.role != "goal"]
    assert set(quoted(draft)) <= set(own)
    assert quoted(draft)


# --- comparisons ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Salīdzini 3.2.2.2 un 3.2.4.3 finansējuma avotus.", "funding"),
        ("Compare who implements 3.2.2.2 and 3.2.4.3.", "implementers"),
        ("Ar ko atšķiras 3.2.2.2 un 3.2.4.3 rādītāji?", "indicators"),
    ],
)
def test_units_named_by_number_stand_side_by_side(bundled: Asker, question: str, role: str) -> None:
    draft = bundled.compose(compose_comparison, question)
    assert labels(draft) == ["3.2.2.2", "3.2.4.3"]
    for row in draft.rows:
        wanted = bundled.units.passages(bundled.unit(row.label), role)
        assert list(row.fields) == [role]
        assert [e.passage.id for _, e in row.fields[role]] == [p.id for p in wanted]


def test_units_of_a_plan_in_another_language_are_compared_too(made: Asker) -> None:
    draft = made.compose(compose_comparison, "Compare the funding of 2.1.1 and 2.1.2.")
    values = [[text for text, _ in row.fields["funding"]] for row in draft.rows]
    assert labels(draft) == ["2.1.1", "2.1.2"]
    assert values[1] == ["loan of the municipal treasury"]


@pytest.mark.parametrize(
    "question",
    [
        "Salīdzini, ko Liepāja paveikusi 4. un 5. mērķa labā.",
        "Compare what Liepāja has done for SDG 4 and SDG 5.",
    ],
)
def test_goals_named_by_number_are_compared_by_what_was_done(bundled: Asker, question: str) -> None:
    draft = bundled.compose(compose_comparison, question)
    assert labels(draft) == ["4", "5"]
    said = [" ".join(text for text, _ in row.fields["text"]) for row in draft.rows]
    assert "IT diena" in said[0]
    assert "Digital Kick" in said[1]


def test_one_unit_is_no_comparison(bundled: Asker) -> None:
    assert bundled.compose(compose_comparison, "Salīdzini 3.2.2.2 ar pārējo.").empty


# --- attributes -----------------------------------------------------------------------------


def test_a_unit_named_in_passing_is_not_what_is_asked_about(bundled: Asker) -> None:
    context = bundled.context("Kas ir Daugavpils Universitātes partneri?")
    assert names_unit(context)
    unlikely = tuple(
        one.scored(0.01 if one.passage.unit else 0.9) for one in context.ranking.passages
    )
    outside = sorted(unlikely, key=lambda one: -one.score)
    ranking = replace(context.ranking, passages=tuple(outside))
    assert not names_unit(replace(context, ranking=ranking))


# --- facts ----------------------------------------------------------------------------------


def test_where_the_document_disagrees_both_figures_are_shown(bundled: Asker) -> None:
    question = "Cik procentu siltumnīcefekta gāzu emisiju rada transports?"
    said = " ".join(s.text for s in bundled.compose(compose_fact, question).statements)
    assert "37" in said
    assert "28,5" in said or "28.5" in said


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("How many kilometres of heating network will be built?", "4.5 km"),
        ("When was the strategy adopted?", "12 March 2024"),
        ("How many residents took part in the consultation?", "412 residents"),
    ],
)
def test_a_fact_is_a_short_quote_that_holds_it(made: Asker, question: str, part: str) -> None:
    draft = made.compose(compose_fact, question)
    assert part in draft.statements[0].text
    assert len(draft.statements) <= 3


def test_a_fact_says_which_document_it_is_from(made: Asker) -> None:
    draft = made.compose(compose_fact, "When was the strategy adopted?", ["en-numbered"])
    assert "Local Development Strategy 2024-2030" in draft.lead


def test_what_is_far_less_likely_is_not_quoted_beside_the_best(bundled: Asker) -> None:
    context = bundled.context("Kas paveikts klimata jomā?")
    first, *rest = context.ranking.passages[:4]
    for score, many in ((0.97, True), (0.9, False)):
        passages = (first.scored(0.99), *(one.scored(score) for one in rest))
        ranking = replace(context.ranking, passages=passages)
        draft = compose_fact(replace(context, ranking=ranking))
        assert (len(draft.passages()) > 1) is many


def test_a_footnote_that_is_but_a_link_is_not_quoted(bundled: Asker) -> None:
    question = "Cik eiro ir Latgales iedzīvotāju vidējā bruto darba samaksa?"
    said = [s.text for s in bundled.compose(compose_fact, question).statements]
    assert any("751 EUR" in one for one in said)
    assert any("2019.gadā, CSP" in one for one in said)
    assert not any("http" in one for one in said)


def test_what_links_cut_apart_is_quoted_in_both_its_parts(bundled: Asker) -> None:
    draft = bundled.compose(compose_fact, "Kas piedalījās LPS Mūzikas un mākslas video veidošanā?")
    first = " ".join(quote.text for quote in draft.statements[0].quotes)
    assert "publicēts LPS Mūzikas un mākslas video" in first
    assert "Kuldīgas, Preiļu un Valkas novada" in first


@pytest.mark.parametrize(
    "question",
    [
        "List the implementers of 3.4.3, please.",
        "Where will the Malnava College sub-priority be implemented?",
        "Kādi ir Robežšķērsošanas apakšprioritātes rādītāji?",
    ],
)
def test_what_is_asked_of_one_unit_is_no_list(bundled: Asker, question: str) -> None:
    assert compose(bundled.context(question), models(), bundled.retriever)[0] == "attribute"


@pytest.mark.parametrize(
    "question",
    [
        "How does the programme define a micromobility hub?",
        "Kā programmā definēts viedais ciems?",
    ],
)
def test_how_a_thing_is_defined_is_answered_by_a_definition_alone(
    bundled: Asker, question: str
) -> None:
    kind, draft = compose(bundled.context(question), models(), bundled.retriever)
    assert kind == "definition"
    assert draft.empty


def test_no_two_statements_quote_the_same(bundled: Asker) -> None:
    for question in [
        "Kad notika vizīte Briselē?",
        "Kas paveikts klimata jomā?",
        "Kas ir Interreg?",
    ]:
        counts = Counter(quoted(bundled.compose(compose_fact, question)))
        assert max(counts.values()) == 1


def test_roles_have_titles_for_every_field_of_the_bundled_plans(bundled: Asker) -> None:
    roles = {role for unit in bundled.units.all.values() for role in bundled.units.roles(unit)}
    assert roles <= set(role_names().titles)


@pytest.mark.parametrize(
    "question",
    [
        "Which priorities are within the skills direction?",
        "Kuras prioritātes ir prasmju virzienā?",
    ],
)
def test_a_list_of_a_division_holds_all_its_units(bundled: Asker, question: str) -> None:
    assert labels(bundled.compose(compose_list, question)) == ["3.1.1", "3.1.2"]


@pytest.mark.parametrize(
    "question",
    [
        "Which sub-priorities of the CONNECTIONS direction have no municipal funding?",
        "Kurām virziena “Savienojumi” apakšprioritātēm nav pašvaldību finansējuma?",
    ],
)
def test_a_condition_is_held_to_the_units_of_a_division(bundled: Asker, question: str) -> None:
    found = labels(bundled.compose(compose_list, question))
    assert found == ["3.2.1.3", "3.2.3.1", "3.2.3.3", "3.2.4.1"]


@pytest.mark.parametrize(
    "question",
    [
        "Which sub-priorities cover the territory of Latvia?",
        "Kuru apakšprioritāšu teritorija ir visa Latvija?",
    ],
)
def test_a_name_of_documents_without_the_units_asked_for_is_a_thing(
    bundled: Asker, question: str
) -> None:
    context = bundled.context(question)
    assert context.ranking.documents
    assert LATGALE not in context.ranking.documents
    assert labels(compose_list(context)) == ["3.2.1.2", "3.2.1.3"]
    assert lists_kind_of(context, LATGALE)
    assert not lists_kind_of(context, "lps-vestule-iam-2022")


@pytest.mark.parametrize(
    "question",
    [
        "Which municipalities have nothing about tourism in their tasks?",
        "Kurās pašvaldībās uzdevumos nav ne vārda par tūrismu?",
    ],
)
def test_what_is_denied_of_tasks_may_stand_elsewhere(bundled: Asker, question: str) -> None:
    draft = bundled.compose(compose_list, question)
    tourism = next(g for g in bundled.context(question).ranking.groups if g.name == "tourism")
    without = [
        unit.number
        for unit in bundled.units.all.values()
        if (unit.number or "").startswith("3.3.2.")
        and not any(
            tourism.named_in(bundled.terms.of[p.id].own)
            for p in bundled.units.passages(unit, "tasks")
        )
    ]
    assert labels(draft) == without
    assert any(bundled.terms.of_unit[LATGALE, n or ""] & tourism.terms for n in without)


def test_an_airport_of_a_town_is_no_municipality(bundled: Asker) -> None:
    context = bundled.context("Kuri novadi e-pārvaldi uzdevumos neparedz?")
    assert is_place(context, bundled.unit("3.3.2.1"))
    assert is_place(context, bundled.unit("3.3.2.3"))
    assert not is_place(context, bundled.unit("3.2.1.4"))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Where does the State Employment Agency take part as a partner?", True),
        ("Kur LIAA ir partneris un vienlaikus naudu dod ALTUM?", True),
        ("Kuros rādītājos ir piesaistītās investīcijas?", True),
        ("Kur kā ieguvums solīta labāka gaisa kvalitāte?", True),
        ("Whose success is measured by lower CO2 output?", True),
        ("Where is the money for LIAA coming from?", False),
        ("Kas finansē 3.1.2.4?", False),
    ],
)
def test_where_a_thing_stands_in_a_role_asks_for_units(
    bundled: Asker, question: str, asks: bool
) -> None:
    assert asks_where(bundled.context(question)) == asks


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("Cik mērķos Liepāja min Somijas finansējumu?", True),
        ("How many municipalities plan to improve roads and streets?", True),
        ("How many projects has Daugavpils carried out?", False),
    ],
)
def test_units_are_counted_by_what_they_name(bundled: Asker, question: str, counts: bool) -> None:
    assert counts_units(bundled.context(question)) == counts


@pytest.mark.parametrize(
    ("before", "question", "found"),
    [
        (
            "In which sub-priorities is LIAA a partner?",
            "And where is it an implementer?",
            ["3.4.1", "3.4.2", "3.4.3"],
        ),
        (
            "Kuras apakšprioritātes paredz velo infrastruktūru?",
            "Kuras no tām finansē arī privātie?",
            ["3.2.4.2"],
        ),
        ("Which of Liepāja's goals include the CASCADE project?", "And ReSIT?", ["11", "13"]),
    ],
)
def test_a_follow_up_goes_on_from_the_list_before(
    bundled: Asker, before: str, question: str, found: list[str]
) -> None:
    read = analyse(request(question, before))
    ranking = bundled.retriever.rank(read, None)
    context = replace(bundled.context(question), question=read, ranking=ranking)
    kind, draft = compose(context, models(), bundled.retriever)
    assert kind == "list"
    assert labels(draft) == found


@pytest.mark.parametrize(
    "question",
    [
        "Which sub-priorities are there apart from the municipalities?",
        "Kuras apakšprioritātes ir, izņemot pašvaldības?",
    ],
)
def test_what_is_left_out_of_the_outline_is_not_listed(bundled: Asker, question: str) -> None:
    rows = {row.label for row in bundled.compose(compose_list, question).rows}
    assert "3.1.1.1" in rows
    assert not any(label.startswith("3.3.2.") for label in rows)


@pytest.mark.parametrize(
    "question", ["Kuri mērķi nav par klimatu?", "Which goals do not concern the climate?"]
)
def test_a_list_of_what_is_not_said_does_not_quote_what_is(bundled: Asker, question: str) -> None:
    draft = bundled.compose(compose_list, question)
    assert {row.document for row in draft.rows} == {"liepaja-iam-2022"}
    assert 0 < len(draft.rows) < 16
    assert "13" not in {row.label for row in draft.rows}
    assert len(draft.passages()) <= len(draft.rows)


def test_few_rows_are_told_in_full_and_many_by_how_they_begin(bundled: Asker) -> None:
    context = bundled.context("Which roads are there?")
    passages = context.passages(LATGALE)
    long = next(p for p in passages if 200 < len(p.text) < label_room(2))
    assert passage_row(context, long, [long], label_room(2)).title == long.text
    assert passage_row(context, long, [long], label_room(40)).title.endswith("…")


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("Gribētu zināt, cik vietās Daugavpils Universitāte ir ieviesēju vidū.", True),
        ("Cik vietās Veselības ministrija ir ieviesēju vidū?", False),
    ],
)
def test_places_are_counted_where_a_thing_stands_in_a_role(
    bundled: Asker, question: str, counts: bool
) -> None:
    assert counts_named(bundled.context(question)) == counts


@pytest.mark.parametrize(
    "question",
    [
        "Which sub-priorities are implemented by the Ministry of Health?",
        "Kurās apakšprioritātēs par ieviesēju noteikta Satiksmes ministrija?",
        "Which municipalities name Estonia as a partner country?",
    ],
)
def test_who_stands_in_another_role_alone_is_in_no_list(bundled: Asker, question: str) -> None:
    assert bundled.compose(compose_list, question).empty


@pytest.mark.parametrize(
    ("question", "units"),
    [
        (
            "Which sub-priorities are not implemented by municipalities?",
            ["3.1.2.1", "3.1.2.3", "3.2.1.2", "3.2.1.3", "3.3.1.1", "3.3.1.2", "3.3.4.4"],
        ),
        ("Kuras apakšprioritātes finansē tikai ES fondi un privātie?", ["3.4.2"]),
        ("Kur finansējumā vispār nav Eiropas fondu?", ["3.3.1.2"]),
        (
            "Which units have both the transport ministry and VARAM as partners?",
            ["3.2.3.1", "3.2.4.1", "3.2.4.3", "3.3.2.1"],
        ),
        (
            "Kurās apakšprioritātēs sadarbības partneris ir Nodarbinātības valsts aģentūra?",
            ["3.1.2.4", "3.2.3.3", "3.3.1.1"],
        ),
    ],
)
def test_conditions_on_who_does_and_pays_are_held_to_every_unit(
    bundled: Asker, question: str, units: list[str]
) -> None:
    assert labels(bundled.compose(compose_list, question)) == units


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many sub-priorities does the priority Municipalities have, and which ones?", 9),
        ("Which sub-priorities belong to the priority Roads?", 2),
    ],
)
def test_a_division_is_known_by_another_word_for_its_name(
    bundled: Asker, question: str, count: int
) -> None:
    assert len(bundled.compose(compose_list, question).rows) == count


def test_what_units_lack_in_a_role_is_told_by_what_they_say_there(bundled: Asker) -> None:
    draft = bundled.compose(compose_list, "Which sub-priorities have no EU funds in their funding?")
    assert draft.told > 0.5
    assert bundled.compose(compose_list, "Which sub-priorities are paid by EU funds?").told == 0.0


@pytest.mark.parametrize(
    "question",
    [
        "What horizontal priorities did Daugavpils set?",
        "Kādas ir Daugavpils horizontālās prioritātes?",
    ],
)
def test_what_a_document_calls_priorities_is_sought_in_it(bundled: Asker, question: str) -> None:
    found = compose(bundled.context(question), models(), bundled.retriever)[1].passages()
    assert {passage.document for passage in found} == {"daugavpils-iam-2022"}


@pytest.mark.parametrize(
    ("question", "together"),
    [
        ("Kas ir Balvu novada un Preiļu novada sadarbības partneri?", True),
        ("Kādi ir Iesācēju un Siržu prioritātes finansējuma avoti?", True),
        ("Kas ir Balvu novada sadarbības partneri?", False),
    ],
)
def test_a_role_of_two_units_in_one_breath_is_asked_of_both(
    bundled: Asker, question: str, together: bool
) -> None:
    assert units_together(bundled.context(question)) == together
