"""What the words behind an interrogative ask for."""

from __future__ import annotations

from rag.focus import focus


def test_the_words_behind_which_are_the_focus() -> None:
    assert "enterprise" in focus("Which company rebuilt the crossing?", "en")


def test_who_and_when_have_no_focus() -> None:
    assert focus("Who rebuilt the crossing?", "en") == frozenset()
    assert focus("Kad pārbūvēja robežpunktu?", "lv") == frozenset()


def test_an_office_is_no_focus_since_the_text_names_it_and_does_not_call_it_one() -> None:
    assert focus("Kādu amatu ieņem Heleen Voeten?", "lv") == frozenset()
    assert focus("Which position does Heleen Voeten hold?", "en") == frozenset()


def test_inflected_interrogatives_ask_too() -> None:
    assert "accommodation" in focus("Kurā viesnīcā palika delegācija?", "lv")
    assert "accommodation" in focus("Cik viesnīcu ir novadā?", "lv")
