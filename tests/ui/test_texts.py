"""The interface says the same things in each language."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from corpus.lexicon import role_names
from rag.answer import Language, Status
from ui.question_check import check_question
from ui.texts import LANGUAGES, preferred, texts


def test_every_language_has_the_same_keys_with_the_same_fields() -> None:
    first, *others = (texts(language) for language in LANGUAGES)
    for other in others:
        assert other.keys == first.keys
        for key in first.keys:
            fields = [re.findall(r"\{(\w+)\}", words(key)) for words in (first, other)]
            assert sorted(fields[0]) == sorted(fields[1]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_and_every_fault_of_a_question_has_words(language: str) -> None:
    words = texts("lv" if language == "lv" else "en")
    for status in Status.__args__:  # type: ignore[attr-defined]
        assert words(f"status.{status}")
    for question in ("", "a" * 2001, "\x00x", "\udcffx"):
        with pytest.raises(PlanqaError) as refused:
            check_question(question)
        assert words(f"errors.{refused.value.code}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_a_name(language: str) -> None:
    words = texts("lv" if language == "lv" else "en")
    for role in role_names().titles:
        assert words.role(role) != role


def test_lines_are_one_or_from_to() -> None:
    assert texts("en").lines(3, 3) == "line 3"
    assert texts("lv").lines(3, 5) == "3.–5. rinda"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "lv"), ("", "lv"), ("en-GB,en;q=0.9", "en"), ("lv-LV,lv;q=0.9,en;q=0.8", "lv"),
        ("de,en;q=0.5", "en"), ("de", "lv"), (";;,,", "lv"),
    ],
)  # fmt: skip
def test_the_browser_s_first_language_of_ours_is_chosen(header: str | None, language: str) -> None:
    assert preferred(header) == language


def test_every_text_is_used() -> None:
    folder = Path(str(files("ui")))
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    composed = ("status.", "errors.", "example.", "advice.", "kind.")
    for key in texts("lv").keys:
        assert key.startswith(composed) or re.search(f"[\"']{key}[\"']", code), key


@pytest.mark.parametrize(("language", "name"), [("lv", "Teksts"), ("en", "Text")])
def test_what_has_no_role_is_the_text_of_the_document(language: Language, name: str) -> None:
    assert texts(language).role("text") == name
