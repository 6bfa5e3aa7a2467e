"""What a title or a short item is called in the asker's language."""

from __future__ import annotations

import pytest

from index.thesaurus import thesaurus
from rag.gloss import gloss, glossed


@pytest.mark.parametrize(
    ("text", "english"),
    [("Satiksmes ministrija", "Ministry of Transport"), ("satiksmes ministrijas", "Ministry of"),
     ("Mikromobilitāte", "micromobility")],
)  # fmt: skip
def test_the_label_of_one_concept_is_translated_in_any_inflection(text: str, english: str) -> None:
    found = gloss(text, "lv", "en")
    assert found is not None
    assert english.casefold() in found.casefold()


@pytest.mark.parametrize(
    "text",
    ["", "?", "Dzelzceļš un Satiksmes ministrija", "VAS Latvijas dzelzceļš", "Nezināms vārds"],
)
def test_what_is_more_or_other_than_one_label_is_left_alone(text: str) -> None:
    assert gloss(text, "lv", "en") is None
    assert glossed(text, "lv", "en") == text


def test_one_s_own_language_needs_no_translation() -> None:
    assert gloss("Satiksmes ministrija", "lv", "lv") is None
    assert gloss("Ministry of Transport", "en", "en") is None


def test_a_translation_is_marked_in_the_asker_s_language() -> None:
    label = thesaurus().concepts["ministry-transport"].labels
    assert glossed(label["lv"], "lv", "en").startswith(f"{label['lv']} (translation: ")
    assert glossed(label["en"], "en", "lv").startswith(f"{label['en']} (tulkojums: ")


def test_a_gloss_is_always_the_label_of_a_concept() -> None:
    known = thesaurus().concepts.values()
    labels = {concept.labels["en"] for concept in known}
    found = [gloss(concept.labels["lv"], "lv", "en") for concept in known]
    assert {text for text in found if text} <= labels
    assert sum(text is not None for text in found) > len(found) / 2
