"""Denials, in both languages."""

from __future__ import annotations

import pytest

from rag.answer import Language
from rag.support.negation import contradicts, denial, denied_verb
from rag.support.words import content_words


def contradictory(statement: str, language: Language, source: str) -> bool:
    """Whether a statement contradicts a Latvian source."""
    said = frozenset[str]().union(*(word.meant for word in content_words(statement, language)))
    return contradicts(denial(statement, language), denial(source, "lv"), said)


@pytest.mark.parametrize(
    ("language", "statement", "source"),
    [
        ("en", "The forum was not held in Liepāja.", "Liepājā norisinājās forums."),
        ("lv", "Forums Liepājā nenotika.", "Liepājā norisinājās forums."),
        ("lv", "Telemedicīnu neieviesīs.", "Telemedicīnas ieviešana aprūpē"),
        ("en", "They never built the road.", "Uzbūvēts ceļš."),
        (
            "en",
            "Companies make full use of the potential.",
            "Uzņēmumi pilnībā neizmanto potenciālu.",
        ),
        ("lv", "Mērķis ir sasniegts.", "Rādītājs aug, joprojām nesasniedzot mērķi."),
        ("en", "School alone is enough.", "Sagatavošanai nepietiek ar skolu."),
        ("lv", "Informācijas netrūkst.", "Uzņēmumiem trūkst informācijas."),
        ("en", "The work is done without volunteers.", "Darbu dara brīvprātīgie."),
        ("en", "Courses are based on research.", "Kursi balstās uz pieprasījumu bez izpētes."),
    ],
)
def test_a_denial_of_what_is_said_or_the_reverse_contradicts(
    language: Language, statement: str, source: str
) -> None:
    assert contradictory(statement, language, source)


@pytest.mark.parametrize(
    ("language", "statement", "source"),
    [
        ("en", "It does not attract investors.", "Vide nav pievilcīga investoriem."),
        ("en", "Towns lack racks.", "Pilsētās trūkst novietņu."),
        ("en", "The link is missing and will be built.", "Nodrošinās trūkstošo posmu."),
        ("en", "Use is free of charge.", "Pieejams brīvi un bez maksas."),
        ("lv", "Nepieciešami ievērojami līdzekļi.", "Ir vajadzīgi lieli resursi."),
        ("lv", "Nevalstiskās organizācijas palīdz.", "NVO sniedz palīdzību."),
        ("en", "At least 300 people.", "Ne mazāk kā 300 iedzīvotāju."),
        ("en", "School No. 1 was renovated.", "Izremontēta 1. vidusskola."),
        ("lv", "Augstāks nekā citur.", "Līmenis pārsniedz pārējos."),
        ("en", "They are not based on research.", "Kursi notiek bez izpētes."),
        ("en", "Free time activities.", "Brīvā laika pavadīšana."),
        ("en", "Offices work without paper.", "Iestādes pāriet uz bezpapīra tehnoloģiju."),
        ("lv", "Bez pabalsta pilsēta sniedz arī padomu.", "Pilsēta sniedz pabalstu un padomu."),
    ],
)
def test_what_agrees_does_not(language: Language, statement: str, source: str) -> None:
    assert not contradictory(statement, language, source)


def test_latvian_verbs_are_denied_and_other_words_with_ne_are_not() -> None:
    verbs = "neīsteno neapstiprināja nepiedalījās neieviesīs nesasniedzot nedrīkst nedarbojas"
    others = "nedēļa nepieciešams nevalstisks neatkarība nekustamais neliels ņemot nevis"
    assert [w for w in verbs.split() if not denied_verb(w)] == []
    assert [w for w in others.split() if denied_verb(w)] == []
