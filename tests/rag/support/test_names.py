"""The organisations and places of a statement."""

from __future__ import annotations

import pytest

from rag.answer import Language
from rag.support.names import missing_names
from rag.support.source import Source, Sources
from tests.rag.support.shelf import Plan, passage


def source(text: str, *definitions: str, title: str = "Plāns") -> tuple[Source, Sources]:
    found = passage(text)
    sources = Sources(Plan(found, *(passage(d, "definition") for d in definitions), title=title))
    return sources.of([found]), sources


def lacking(statement: str, language: Language, text: str, title: str = "Plāns") -> list[str]:
    return missing_names(statement, language, source(text, title=title)[0])


@pytest.mark.parametrize(
    ("language", "statement", "text"),
    [
        ("lv", "Rēzeknē būvē tiltu.", "Rēzeknes pilsētas tilta būve."),
        ("en", "A bridge is built in Rezekne.", "Rēzeknes pilsētas tilta būve."),
        ("en", "Latgale Planning Region leads it.", "Vada Latgales plānošanas reģions."),
        (
            "en",
            "The Finnish Ministry of Foreign Affairs paid.",
            "Maksāja Somijas Ārlietu ministrija.",
        ),
        ("en", "The State Employment Agency helps.", "Palīdz Nodarbinātības valsts aģentūra."),
        ("en", "Work with NGOs and the EU.", "Sadarbība ar NVO un Eiropas Savienību."),
        ("en", "The project Safe city was in Klaipėda.", 'Projekts "Safe city" Klaipēdā.'),
        ("en", "Students went to Barcelona.", "Studenti bija Barselonā."),
        ("en", "It costs EUR 5 in May.", "Maijā tas maksā 5 eiro."),
        ("lv", "Elektroauto uzlādes punktu kļūst vairāk.", "Elektrotransporta uzlādes punkti."),
    ],
)
def test_a_name_is_there_in_any_case_and_language(
    language: Language, statement: str, text: str
) -> None:
    assert lacking(statement, language, text) == []


@pytest.mark.parametrize(
    ("language", "statement", "text"),
    [
        ("lv", "Ludzā būvē tiltu.", "Rēzeknes pilsētas tilta būve."),
        ("en", "A bridge is built in Ludza.", "Rēzeknes pilsētas tilta būve."),
        ("lv", "Kultūras ministrija rīko konkursu.", "Izglītības un zinātnes ministrija rīko"
         " konkursu kultūras jomā."),
        ("en", "The Ministry of Finance ran it.", "To vadīja Ekonomikas ministrija."),
        ("en", "Swedish money paid for it.", "Maksāja Somijas Ārlietu ministrija."),
        ("en", "A speaker of Swedbank came.", "Uzstājās BlueOrangeBank pārstāvis."),
        ("lv", "LIAA granti palīdz.", "ALTUM granti palīdz."),
        ("lv", "Vidzemes plānošanas reģions apstiprināja.", "Latgales plānošanas reģions"
         " apstiprināja."),
    ],
)  # fmt: skip
def test_another_name_is_found(language: Language, statement: str, text: str) -> None:
    assert len(lacking(statement, language, text)) == 1


def test_the_title_of_the_document_names_too() -> None:
    said = "Daugavpils joined the Covenant of Mayors."
    text = "Pašvaldība pievienojās mēru paktam."
    assert lacking(said, "en", text) == ["Daugavpils"]
    assert lacking(said, "en", text, title="Daugavpils ieguldījums") == []


def test_an_abbreviation_stands_for_what_the_document_s_list_says() -> None:
    found, sources = source("Ieviesējs ir XYZ.", "XYZ – Ziemeļu zivju zādzene")
    assert missing_names("Ieviesējs ir Ziemeļu zivju zādzene.", "lv", found) == []
    spelt, sources = source("Ieviesējs ir Ziemeļu zivju zādzene.", "XYZ – Ziemeļu zivju zādzene")
    cited = [passage("Ieviesējs ir Ziemeļu zivju zādzene.")]
    assert missing_names("Ieviesējs ir XYZ.", "lv", spelt) == ["XYZ"]
    known = missing_names("Ieviesējs ir XYZ.", "lv", spelt, lambda s: sources.expansion(s, cited))
    assert known == []


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Vizīti organizēja Eiropas valstu pašvaldību apvienība.", ["European Union"]),
        ("Vizīti organizēja Eiropas Savienība.", []),
        ("Vizīti apmaksāja ES.", []),
        ("Vizīti organizēja Eiropas Komisija.", []),  # which is a part of it
    ],
)
def test_a_name_of_several_words_is_not_there_by_one_of_them(text: str, lacks: list[str]) -> None:
    assert lacking("The European Union organised the visit.", "en", text) == lacks
