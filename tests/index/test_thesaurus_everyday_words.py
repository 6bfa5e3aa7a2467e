"""Everyday words name no concept by accident, and what does name one still does."""

from __future__ import annotations

import pytest

from index.thesaurus import thesaurus


def concepts(language: str, text: str) -> set[str]:
    return {match.concept for match in thesaurus().matches(text, [language])}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Is the programme still running?", "physical-activity"),
        ("Which exercise of powers is meant?", "physical-activity"),
        ("What does Liepāja credit its park to?", "loans-guarantees"),
        ("Who will guarantee the quality?", "loans-guarantees"),
        ("When does the delegation fly home?", "decentralisation"),
        ("Latgalian companies", "languages"),
        ("the investigation of the accident", "investment"),
        ("money is paid automatically", "automation"),
        ("the basketball coach", "bus"),
        ("Who stops the project?", "bus-stops"),
        ("Who trains the new teachers?", "rail"),
        ("Who trains the new teachers?", "passenger-rail"),
        ("Is the transition fair?", "trade-missions"),
        ("where data are stored and who has the store", "trade-retail"),
        ("Of course the plan is new", "training-courses"),
        ("a flat of 60 square metres", "public-space"),
        ("hazardous substances", "civil-protection"),
        ("the deputy mayor", "council"),
        ("the Council of Europe", "council"),
        ("gender equity", "venture-capital"),
        ("the steam of the boiler", "stem"),
        ("outstanding debts", "talent"),
        ("minor repairs", "children"),
        ("a bottleneck on the line", "deposit-system"),
        ("customs and traditions", "customs"),
        ("Where can I park?", "green-areas"),
        ("people may refuse to pay", "waste"),
        ("recognition of foreign diplomas", "marketing-branding"),
        ("the tennis court", "justice"),
        ("In your opinion, what matters?", "public-consultation"),
        ("meeting the targets", "seminar-discussion"),
        ("the left bank of the river", "banks"),
        ("state of the art", "arts"),
        ("What may change?", "may-month"),
        ("the streets where people march", "march"),
    ],
)
def test_an_everyday_english_word_is_no_concept(text: str, concept: str) -> None:
    assert concept not in concepts("en", text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("latgaliešu uzņēmumi", "languages"),
        ("kas jāpanāk līdz 2027. gadam", "japan"),
        ("masu pasākumi un masu mediji", "medical-staff"),
        ("zāles un medikamenti", "medical-staff"),
        ("tiešā tirdzniecība un tiešās investīcijas", "justice"),
        ("tā ir tiesa", "justice"),
        ("kas sēž padomē", "special-economic-zone"),
        ("tava pilsēta", "magnetic-latvia"),
        ("iedzīvotāju turība", "business-schools"),
        ("atbildība par izpildi", "transparency"),
        ("kas pārvadā skolēnus", "bridges"),
        ("vecāki par 65 gadiem", "families"),
        ("amatu saraksts", "crafts"),
        ("vietvārdu saraksts", "local-government"),
        ("kravas kuģis", "water-tourism"),
        ("Zaļo kursu apstiprināja", "training-courses"),
        ("budžeta robežās", "border"),
        ("likumsakarība", "legislation"),
        ("kāpu zona", "cemeteries"),
        ("saņēma balvu", "balvi"),
        ("ko LPS lūdza", "ludza"),
        ("kas dabū naudu", "nature"),
        ("elektroniskā ceļā", "roads"),
        ("upju baseinu apgabali", "sports-facilities"),
        ("upju baseinu apgabali", "swimming-pools"),
        ("izmet bumbu", "greenhouse-gases"),
        ("aizbrauca uz Briseli", "migration"),
        ("visa vesela sistēma", "health"),
        ("skolēnu ēdināšana", "accommodation"),
        ("konsultatīvā padome", "mentoring"),
        ("skolas somu pilnība", "finland"),
        ("Polijas galvaspilsēta", "riga"),
        ("gada gala rezultāts", "meat"),
        ("tas sniegs atbalstu", "snow-clearing"),
        ("nereti tā notiek", "nereta"),
        ("viņi vēlas", "vienna"),
        ("zaļajiem ceļiem", "meadows"),
        ("auditorija", "audits"),
        ("seno ēku atjaunošana", "mushrooms"),
        ("centrs MARTA", "march"),
    ],
)
def test_an_everyday_latvian_word_is_no_concept(text: str, concept: str) -> None:
    assert concept not in concepts("lv", text)


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("en", "a running track", "physical-activity"),
        ("en", "loans and credit guarantees", "loans-guarantees"),
        ("en", "delegation of functions to the regions", "decentralisation"),
        ("en", "foreign investments and investors", "investment"),
        ("en", "trains to Riga", "passenger-rail"),
        ("en", "STEM education", "stem"),
        ("lv", "tiesas spriedums", "justice"),
        ("lv", "Rēzeknes SEZ", "special-economic-zone"),
        ("lv", "medicīnas māsas un mediķi", "medical-staff"),
        ("lv", "Japānas vēstniecība", "japan"),
        ("lv", "ceļa pārvads", "bridges"),
        ("lv", "Balvu novads", "balvi"),
        ("lv", "Ludzas pilsēta", "ludza"),
        ("lv", "iedzīvotāju aizbraukšana", "migration"),
        ("lv", "latgaliešu valoda", "latgalian-language"),
    ],
)
def test_what_names_a_concept_still_does(language: str, text: str, concept: str) -> None:
    assert concept in concepts(language, text)


@pytest.mark.parametrize(
    ("lv", "en", "concept"),
    [
        ("bedres ielās", "potholes in the streets", "potholes"),
        ("klaiņojoši suņi", "stray dogs", "stray-animals"),
        ("rinda uz bērnudārzu", "the kindergarten queue", "kindergarten-queue"),
        ("skolēnu ēdināšana", "school meals", "school-meals"),
        ("pilsētas pirtis", "the town's saunas", "saunas"),
        ("sniega tīrīšana", "snow clearing", "snow-clearing"),
        ("Viļņas vēstniecība", "a visit to Vilnius", "vilnius"),
        ("Briselē", "in Brussels", "brussels"),
        ("Barselonas pieredze", "experience of Barcelona", "barcelona"),
        ("Klaipēdas osta", "the port of Klaipėda", "klaipeda"),
        ("2022. gada martā", "in March 2022", "march"),
        ("piektdienas vakarā", "on Friday evening", "friday"),
        ("Eiropas Revīzijas palāta", "the European Court of Auditors", "court-auditors-eu"),
        ("Valsts kase", "the State Treasury", "state-treasury"),
        ("tukšās ēkas", "empty buildings", "empty-buildings"),
        ("nekustamā īpašuma nodoklis", "property tax", "property-tax"),
        ("domes priekšsēdētājs", "the mayor", "mayor"),
        ("makšķernieki", "anglers", "anglers"),
    ],
)
def test_a_concept_of_municipal_life_is_named_in_both_languages(
    lv: str, en: str, concept: str
) -> None:
    assert concept in concepts("lv", lv)
    assert concept in concepts("en", en)


def test_a_city_abroad_lies_below_its_country_and_is_no_place_of_latvia() -> None:
    known = thesaurus().concepts
    assert "vilnius" in thesaurus().narrower("lithuania")
    assert "brussels" in thesaurus().narrower("belgium")
    assert known["vilnius"].field == known["lithuania"].field != "places"


def test_a_river_is_no_municipality() -> None:
    known = thesaurus().concepts
    assert known["daugava"].field == known["venta"].field != known["ogre"].field == "places"


@pytest.mark.parametrize(
    ("language", "text", "concept", "not_meant"),
    [
        ("en", "the average monthly pay before tax", "average-wage", "taxes"),
        ("lv", "vidējā alga pirms nodokļiem", "average-wage", "taxes"),
        ("en", "trains bought with Cohesion money", "cohesion-fund", "regional-policy"),
        ("lv", "Latvijas-Šveices sadarbības programma", "swiss-programme", "impact"),
        ("lv", "pasažieru vilciens uz Krāslavu", "passenger-rail", "vivi-passenger-train"),
        ("en", "the municipal transport act takes effect", "transport", "impact"),
    ],
)
def test_a_phrase_of_the_field_is_its_own_concept(
    language: str, text: str, concept: str, not_meant: str
) -> None:
    found = concepts(language, text)
    assert concept in found
    assert not_meant not in found
