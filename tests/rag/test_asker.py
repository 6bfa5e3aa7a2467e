"""Greetings and what a question says of its asker are no part of what is asked."""

from __future__ import annotations

import pytest

from rag.asker import core


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "Labdien! Esmu skolas direktore. Kuras sadaļas runā par skolām?",
            "Kuras sadaļas runā par skolām?",
        ),
        (
            "I'm a road engineer – which sub-priorities have bridges among their tasks?",
            "which sub-priorities have bridges among their tasks?",
        ),
        (
            "Bibliotēkas vadītāja jautā: kurās prioritātēs minētas bibliotēkas?",
            "kurās prioritātēs minētas bibliotēkas?",
        ),
        ("Sociālais dienests grib zināt, kas maksā par aprūpi.", "kas maksā par aprūpi."),
    ],
)
def test_the_asker_is_left_out(question: str, asked: str) -> None:
    assert core(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Sewage sludge – which units deal with it?",
        "Mājokļu jautājums: kā pilsētas iecere atšķiras no novada?",
        "I need the 2020 numbers for the culture programme: how many projects?",
        "Paldies!",
        "Kas īsteno 3.2.1.2?",
    ],
)
def test_what_is_asked_stays_whole(question: str) -> None:
    assert core(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "Lūdzu, nosauc visas prioritātes ar ES finansējumu. Atbildi īsi.",
        "Hi, list the priorities about cycling. Keep it short.",
        "Jautājums par veloceļiem Liepājā. Kuras prioritātes tos paredz?",
        "Labdien, man interesē Daugavpils plāns. Kādas ir prioritātes?",
        "Our question is about Liepāja. Which goals are met?",
    ],
)
def test_a_sentence_that_asks_or_names_the_place_is_never_dropped(question: str) -> None:
    assert core(question) == question
