"""What a question asks for: kind, roles, topic, names, and what the turn before adds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.letters import bare_fold
from rag.answer import AskRequest, Turn
from rag.question import Question, analyse
from tests.rag.asking import request

CYCLING = "Kuras prioritātes finansē velo infrastruktūru?"
RAILWAY = "Kas ievieš 3.2.1.2 Dzelzceļš?"


def read(question: str, before: str | None = None, **fields: object) -> Question:
    return analyse(request(question, before, **fields))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (CYCLING, "list"),
        ("Which sub-priorities repair bridges?", "list"),
        ("Uzskaiti apakšprioritātes, kurās paredzēti tilti.", "list"),
        ("Cik apakšprioritāšu ir programmā?", "list"),
        ('In which sections is "smart village" mentioned?', "list"),
        (RAILWAY, "attribute"),
        ("What funds the railway development?", "attribute"),
        ("Kā mēra gudrās mobilitātes panākumus?", "attribute"),
        ("Salīdzini 3.2.2.2 un 3.2.4.3 finansējuma avotus.", "comparison"),
        ("How do Liepāja and Daugavpils differ on climate?", "comparison"),
        ("Ko nozīmē ALTUM?", "definition"),
        ("What is micromobility?", "definition"),
        ("Kad notika vizīte Briselē?", "fact"),
        ("What percentage of emissions comes from transport?", "fact"),
    ],
)
def test_the_kind_is_read(question: str, kind: str) -> None:
    assert read(question).kind == kind


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Kas ievieš 3.4.1?", "implementers"),
        ("Who is responsible for 3.4.1?", "implementers"),
        ("Kādi ir 3.4.1 sadarbības partneri?", "partners"),
        ("With whom is 3.4.1 carried forward?", "partners"),
        ("No kā finansē 3.4.1?", "funding"),
        ("What pays for 3.4.1?", "funding"),
        ("Ar kādiem rādītājiem mēra 3.4.1?", "indicators"),
        ("How is the success of 3.4.1 measured?", "indicators"),
        ("Uz kuru teritoriju attiecas 3.4.1?", "territory"),
        ("Which area does 3.4.1 cover?", "territory"),
        ("Kādi ir 3.4.1 uzdevumi?", "tasks"),
        ("What are the tasks of 3.4.1?", "tasks"),
        ("Kādi ieguvumi sagaidāmi no 3.4.1?", "benefits"),
        ("What benefits does 3.4.1 bring?", "benefits"),
        ("Kāpēc vajadzīga 3.4.1?", "rationale"),
        ("Why is 3.4.1 needed?", "rationale"),
        ("Kas 3.4.1 līdz šim paveikts?", "done"),
        ("What has been done so far in 3.4.1?", "done"),
        ("Kāds ir 3.4.1 mērķis?", "goal"),
        ("What is the aim of 3.4.1?", "goal"),
    ],
)
def test_the_role_asked_for_is_read_in_both_languages(question: str, role: str) -> None:
    assert read(question).roles == (role,)
    assert read(question).numbers == ("3.4.1",)
    assert read(bare_fold(question)).roles == (role,)


def test_two_roles_keep_the_order_in_which_they_are_asked_for() -> None:
    assert read("No kā finansē 3.4.1, un kas ir partneri?").roles == ("funding", "partners")
    assert read("Who are the partners of 3.4.1, and what funds it?").roles == (
        "partners",
        "funding",
    )


@pytest.mark.parametrize(
    "question",
    [CYCLING, bare_fold(CYCLING), "Which priorities fund cycling infrastructure?", CYCLING.upper()],
)
def test_one_topic_whatever_the_language_and_the_letters(question: str) -> None:
    asked = read(question)
    assert asked.concepts == ("cycle-paths",)
    assert asked.inner == ("cycling",)
    assert asked.unit_kinds == ("priority",)
    assert asked.roles == ("funding",)
    assert asked.words == ()


def test_the_head_of_a_compound_counts_only_where_the_rest_says_nothing() -> None:
    assert read("Kas minēts par velo infrastruktūru?").inner == ("cycling",)
    ministry = read("Which priorities does the Ministry of Transport implement?")
    assert ministry.concepts == ("ministry-transport",)
    assert ministry.inner == ()


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Cik prioritāšu ir programmā?", "priority"),
        ("cik prioritasu ir programma", "priority"),
        ("Kurās apakšprioritātēs ir tilti?", "subpriority"),
        ("How many sub-priorities are there?", "subpriority"),
        ("Kuros stratēģiskajos virzienos ir tilti?", "direction"),
        ("Kuri SDG skar klimatu?", "goal"),
        ("Kuros IAM minēts klimats?", "goal"),
        ("Which sections mention bridges?", "any"),
        ("Kuri pasākumi notika Rīgā?", "passage"),
    ],
)
def test_what_a_list_is_to_list_is_read_in_any_inflection(question: str, unit: str) -> None:
    assert read(question).unit_kinds[0] == unit


def test_sections_are_read_by_number_and_shares_and_dates_are_not_sections() -> None:
    assert read("Salīdzini 3.2.2.2. un 3.2.4.3!").numbers == ("3.2.2.2", "3.2.4.3")
    assert read("Vai 12.5% no 3.5 ir daudz?").numbers == ("3.5",)
    assert read("Kas notika 2024. gadā?").numbers == ()


def test_years_are_read() -> None:
    assert read("Kas paredzēts 2021.-2027. gadā?").years == ("2021", "2027")
    assert read("What is 12024 or 3.2.1.2?").years == ()


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Cik procentu siltumnīcefekta gāzu rada transports?", "percent"),
        ("What share of households has internet?", "percent"),
        ("Kad notika vizīte Briselē?", "date"),
        ("By when will it be built?", "date"),
        ("Cik naudas paredzēts dzelzceļam?", "money"),
        ("How much money is planned for the railway?", "money"),
        ("Cik garš ir skrejceļš?", "length"),
        ("How long is the runway?", "length"),
        ("How long is the new path along the river?", "length"),
        ("How long will the bridge be closed?", "duration"),
        ("Cik ilgi notiks būvdarbi?", "duration"),
        ("For what length of time are the posts paid?", "duration"),
        ("How big is the student grant?", "number"),
        ("Cikos sākas sanāksme?", "time"),
        ("What time does the delegation fly home?", "time"),
        ("By what time should the bridge be built?", "date"),
        ("How big is the industrial park?", "area"),
        ("What size of bin do houses get?", "number"),
        ("Cik grantenes ir savestas kārtībā?", "number"),
        ("Cik būvniekam par katru tonnu jāmaksā?", "money"),
        ("Until when can firms count on tax relief?", "date"),
        ("Cik hektāru aizņem purvi?", "area"),
        ("Kā sauc Rēzeknes mēru?", "person"),
        ("How many inhabitants does Latgale have?", "number"),
        ("Kāda ir platība novadam?", "area"),
        ("How wide is the canal?", "length"),
        ("Cik dziļš ir ezers?", "length"),
        ("What is the distance between the two towns?", "length"),
        ("How large is the nature reserve?", "area"),
        ("What is the unemployment rate?", "percent"),
        ("Kāda ir bezdarba likme?", "percent"),
        ("Cik platības vajag veikaliem?", "area"),
        ("Cik dārgi izmaksāja tilts?", "money"),
        ("What does a place in the kindergarten cost?", "money"),
        ("What percentage of the average wage do people here earn?", "percent"),
        ("Until when do the tax reliefs apply?", "date"),
        ("What is the fine for travelling without a ticket?", "money"),
        ("Kāds sods draud par braukšanu bez biļetes?", "money"),
        ("What does the plant charge per tonne?", "money"),
        ("Cik izmaksāja pils remonts?", "money"),
        ("Kāda pašvaldībā ir vidējā mēneša īres maksa?", "money"),
        ("Kas ir reģiona attīstības padomes priekšsēdētājs?", "person"),
        ("Kāda ir vidējā pensija?", "money"),
        ("Līdz kuram datumam var pieteikties?", "date"),
        ("Kāds ir pieteikšanās termiņš?", "date"),
        ("Who was the keynote speaker?", "person"),
        ("Kurš uzstājās forumā?", "person"),
        ("Kas vada plānošanas nodaļu?", "person"),
        ("Uz kādu laiku programma dod atbalstu?", "duration"),
        ("How long will the runway of the airport be?", "length"),
        ("How low is electricity use per thousand euros of output to go?", "number"),
        ("What rail freight tonnage is planned?", "number"),
        ("How much did greenhouse gases drop in town?", "number"),
        ("How much will the tariff for heat rise?", "money"),
    ],
)
def test_the_form_of_the_answer_is_read(question: str, form: str) -> None:
    assert read(question).answer_types == (form,)


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many of Ardvallen's streetlights must be exchanged?", "streetlights"),
        ("How many of the odour complaints were about the landfill?", "odour complaints"),
        ("How many people's homes were flooded?", "homes"),
        ("And how many are expected to be left by 2030?", ""),
        ("Un cik varētu būt palikuši ap 2030. gadu?", ""),
        ("Un ja nepietiek, cik trūkst?", ""),
        ("Cik zemesceļus jeb grantenes savedīs kārtībā?", "zemesceļus"),
        ("Cik mazs ir ciems?", ""),
        ("Cik māju drīkst apdzīvot pirms ceļa?", "māju"),
    ],
)
def test_what_is_counted_is_a_thing(question: str, counted: str) -> None:
    assert read(question).counted == counted


@pytest.mark.parametrize(
    "question",
    [
        "Kāda ir indeksētā likme birojiem?",  # so much for a square metre
        "Vai plašas platības drīkst apbūvēt?",
        "What is the indexed rate for offices?",
    ],
)
def test_a_rate_is_no_share_and_a_piece_of_land_no_size(question: str) -> None:
    assert read(question).answer_types == ()


def test_most_questions_ask_for_no_form() -> None:
    assert read(RAILWAY).answer_types == ()
    assert read(CYCLING).answer_types == ()


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Ko nozīmē ALTUM?", "ALTUM"),
        ("Ko nozīmē saīsinājums ĪADT?", "ĪADT"),
        ("What does TEN-T stand for?", "TEN-T"),
        ("What does the abbreviation RIS3 mean?", "RIS3"),
        ("What does EU-funded mean?", "EU"),
        ("Kas ir mikromobilitāte?", "mikromobilitāte"),
        ("What is a smart village?", "smart village"),
        ("Ko programmā saprot ar “gudrā mobilitāte”?", "gudrā mobilitāte"),
        ("Kas ir klimata finansēšanas instruments?", "klimata finansēšanas instruments"),
        ("What is the climate change financing instrument?", "climate change financing instrument"),
        ("What is invest.latgale.lv?", "invest.latgale.lv"),
        ("Paskaidro, kas tā par LIAA.", "LIAA"),
    ],
)
def test_the_term_to_define_is_found(question: str, term: str) -> None:
    assert read(question).terms[0] == term


def test_only_a_definition_has_terms() -> None:
    assert read(CYCLING).terms == ()
    assert read("Kad notika vizīte uz ES?").terms == ()
    assert read("Kas ir tās direktors?").terms == ()
    assert read("Kas ir novada sadarbības partneri?").terms == ()


@pytest.mark.parametrize("marks", ['"{}"', "“{}”", "„{}“", "„{}”", "«{}»"])
def test_a_quoted_phrase_is_read_in_any_marks(marks: str) -> None:
    question = read("Kur minēts " + marks.format("viedais ciems") + "?")
    assert question.quoted == ("viedais ciems",)


def test_function_and_cue_words_are_no_topic() -> None:
    asked = read("Lūdzu, pastāstiet, kas ir tas, ko plāno par to darīt 3.4.1 ietvaros?")
    assert asked.words == ()
    assert asked.names == ()


def test_a_word_that_no_concept_has_stays_as_its_stem_and_a_name_as_a_name() -> None:
    asked = read("Kas rakstīts par Ozolmuižas skrejceļiem?")
    assert asked.names == ("ozolmuiz",)
    assert "skrejcel" in asked.words


def test_a_follow_up_takes_section_and_topic_and_asks_its_own_role() -> None:
    asked = read("Un no kā to finansē?", RAILWAY)
    assert asked.follows_up
    assert asked.numbers == ("3.2.1.2",)
    assert "rail" in asked.concepts
    assert asked.roles == ("funding",)
    assert asked.kind == "attribute"
    assert asked.asked == f"{RAILWAY} Un no kā to finansē?"


def test_a_follow_up_may_change_the_language() -> None:
    asked = read("And what funds it?", RAILWAY)
    assert (asked.language, asked.numbers) == ("en", ("3.2.1.2",))


def conversation(*questions: str) -> Question:
    """The last of several questions, read after the others."""
    *before, last = questions
    return analyse(AskRequest(question=last, history=[Turn(question=one) for one in before]))


def test_a_follow_up_of_a_follow_up_takes_the_topic_of_the_first_turn() -> None:
    asked = conversation(RAILWAY, "Un no kā to finansē?", "Kā to mērīs?")
    assert asked.numbers == ("3.2.1.2",)
    assert asked.roles == ("indicators",)
    assert asked.asked == f"{RAILWAY} Kā to mērīs?"


def test_a_turn_with_a_topic_of_its_own_is_what_later_turns_lean_on() -> None:
    asked = conversation(RAILWAY, "Kas ievieš 3.4.1?", "Kā to mērīs?")
    assert asked.numbers == ("3.4.1",)


def test_a_turn_that_was_written_out_is_read_as_it_stands() -> None:
    asked = conversation(RAILWAY, f"{RAILWAY} Un no kā to finansē?", "Kā to mērīs?")
    assert asked.asked == f"{RAILWAY} Un no kā to finansē? Kā to mērīs?"


@pytest.mark.parametrize(
    ("before", "question", "form"),
    [
        ("Who organised the Brussels visit?", "When did it take place?", "date"),
        ("Kas organizēja vizīti Briselē?", "Kad tā notika?", "date"),
    ],
)
def test_a_follow_up_that_asks_for_a_form_does_not_ask_the_role_again(
    before: str, question: str, form: str
) -> None:
    asked = read(question, before)
    assert (asked.kind, asked.roles, asked.answer_types) == ("fact", (), (form,))
    assert asked.asked == f"{before} {question}"


def test_how_many_such_there_are_counts_what_was_spoken_of() -> None:
    asked = read("Cik tādu ir no Latgales?", "Kas ir sociālais uzņēmums?")
    assert asked.kind == "fact"
    assert asked.counted == ""
    assert asked.concepts[0] == "social-entrepreneurship"


def test_a_follow_up_of_a_list_knows_what_is_new() -> None:
    asked = read("Kurām no tām ir Eiropas fondu finansējums?", CYCLING)
    assert asked.kind == "list"
    assert "cycle-paths" in asked.concepts
    assert asked.new == {"eu-funds"}


@pytest.mark.parametrize(
    "question", ["Kuras prioritātes attīsta lidostu?", "Who implements the airport sub-priority?"]
)
def test_a_question_that_stands_on_its_own_takes_nothing(question: str) -> None:
    assert read(question, RAILWAY) == read(question)


def test_a_language_asked_for_is_the_answer_s_and_the_question_is_read_in_its_own() -> None:
    assert read(CYCLING, language="en") == replace(read(CYCLING), language="en")
    follow_up = "Un no kā to finansē?"
    assert read(follow_up, RAILWAY, language="en") == replace(
        read(follow_up, RAILWAY), language="en"
    )


def test_white_space_is_folded() -> None:
    assert read(f"  {CYCLING.replace(' ', chr(10) + '  ')} ") == read(CYCLING)


def test_asking_twice_is_noticed() -> None:
    assert read("Kas ievieš Dzelzceļu, un kas ievieš lidostu?").doubled
    assert read("What does Liepāja do and what does Daugavpils do?").doubled
    assert not read(RAILWAY).doubled


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("How many people are left when the plan ends?", ("number",)),
        ("Cik iedzīvotāju paliks, kad plāns beigsies?", ("number",)),
        ("Kurus ceļus remontēs, kad būs nauda?", ()),
        ("How many people live here, and as of when?", ("date",)),
        ("Kas to ievieš un kad?", ("date",)),
        ("When does the plan end?", ("date",)),
    ],
)
def test_a_when_that_opens_a_clause_asks_for_no_date(question: str, forms: tuple[str, ...]) -> None:
    assert read(question).answer_types == forms


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("How big is the advisory council to be?", ("number",)),
        ("What is the size of their grant?", ("number",)),
        ("What size bin do homes get?", ("number",)),
        ("For how long will the details be held?", ("duration",)),
        ("How long are they tied to the region?", ("duration",)),
        ("How would investing in schools pay off?", ()),
        ("Is there a tax break for owners?", ()),
        ("What is the levy per square metre?", ()),
        ("Cik mājokļu par pieejamu cenu uzbūvēs?", ("number",)),
        ("Kas ir šī iestāde un kā to sauc?", ()),
        ("Cik plašu apkārtni aptver pasākums?", ("number",)),
    ],
)
def test_a_word_that_measures_other_things_too_asks_for_no_form_of_its_own(
    question: str, forms: tuple[str, ...]
) -> None:
    assert read(question).answer_types == forms


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Kurš atbild par rīcību R1.2?", ("R1.2",)),
        ("Compare the cost of actions A4 and D5.", ("A4", "D5")),
        ("Salīdzini rīcības R1, R2 un R4!", ("R1", "R2", "R4")),
        ("How far does the A4 road reach?", ()),
        ("Cik PM10 ir gaisā?", ()),
    ],
)
def test_codes_with_letters_name_sections_behind_a_word_for_a_measure(
    question: str, numbers: tuple[str, ...]
) -> None:
    assert read(question).numbers == numbers


@pytest.mark.parametrize(
    ("question", "lists"),
    [
        ("How many roads has Rēzekne municipality repaired?", False),
        ("Cik ceļu salabojis Rēzeknes novads?", False),
        ("Which municipality builds flats?", True),
        ("Kuras pašvaldības būvē dzīvokļus?", True),
    ],
)
def test_a_municipality_called_by_its_name_is_not_to_be_listed(question: str, lists: bool) -> None:
    assert ("municipality" in read(question).unit_kinds) is lists


def test_a_runway_is_long_by_its_length_and_output_is_no_sum() -> None:
    assert analyse(request("How long will the runway be?")).answer_types == ("length",)
    assert analyse(request("How long will the works take?")).answer_types == ("duration",)
    per = "How low is electricity use per thousand euros of GDP supposed to go?"
    assert "money" not in analyse(request(per)).answer_types
    assert analyse(request("How much is paid in euros?")).answer_types == ("money",)
