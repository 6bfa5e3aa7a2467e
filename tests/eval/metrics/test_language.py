"""The language of an answer's own words."""

from __future__ import annotations

from eval.metrics.language import language_of, language_right
from tests.eval.building import answer, cite, row

LATVIAN = "Programma nosaka, ka to īsteno šādas iestādes: [1]"
ENGLISH = "The programme says that these bodies carry it out: [1]"


def test_the_declared_language_must_be_the_one_asked() -> None:
    assert language_right(answer(LATVIAN, language="lv"), "lv") == 1
    assert language_right(answer(LATVIAN, language="lv"), "en") == 0


def test_the_words_must_be_in_the_declared_language() -> None:
    assert language_right(answer(LATVIAN, language="en"), "en") == 0
    assert language_right(answer(ENGLISH, language="en"), "en") == 1
    assert language_right(answer(ENGLISH, language="lv"), "lv") == 0


def test_what_is_taken_from_a_document_does_not_count() -> None:
    quoting = f"{ENGLISH[:-4]} «Izglītības un zinātnes ministrija, visas pašvaldības» [1]"
    assert language_right(answer(quoting, language="en"), "en") == 1
    title = "Ceļu un tiltu sakārtošana visā Latgales plānošanas reģionā"
    titled = row("1.1").model_copy(update={"title": title})
    given = answer(f"{title}: who pays for it", language="en", items=[titled])
    assert language_right(given, "en") == 1
    quoted = cite("Salabot  tiltu", quote=title)
    given = answer(f"{title} [1]", language="en", citations=[quoted])
    assert language_right(given, "en") == 1


def test_a_question_is_told_by_its_words() -> None:
    assert language_of("Who pays for the roads?") == "en"
    assert language_of("Kas maksa par celiem?") == "lv"
