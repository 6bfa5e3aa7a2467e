"""A question is refused with a stable code, or can be asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import PlanqaError
from rag.answer import AskRequest
from ui.error_codes import ERROR_CODES
from ui.question_check import LONGEST_QUESTION, check_question


@pytest.mark.parametrize(
    ("question", "code", "named"),
    [
        ("", "question_empty", "empty"),
        (" \t\n\u00a0", "question_empty", "empty"),
        ("a" * (LONGEST_QUESTION + 1), "question_too_long", "2001"),
        ("Kas ir\x00 IAM?", "question_control_characters", "U+0000 at character 7"),
        ("\x1b[31mKas ir IAM?", "question_control_characters", "U+001B at character 1"),
        ("Kas ir IAM\x85?", "question_control_characters", "U+0085"),
        ("Kas ir \udcff?", "question_not_utf8", "character 8"),
    ],
)
def test_a_question_that_cannot_be_asked_names_its_fault(
    question: str, code: str, named: str
) -> None:
    with pytest.raises(PlanqaError) as refused:
        check_question(question)
    assert refused.value.code == code
    assert refused.value.status == ERROR_CODES[code][0]
    assert named in refused.value.message


@pytest.mark.parametrize(
    "question",
    ["Kas ir IAM?", "a\tb\nc\r\nd", "a" * LONGEST_QUESTION, "🚲?", "e\u0304", "مرحبا", "\u200bx"],
)
def test_a_question_of_text_can_be_asked(question: str) -> None:
    check_question(question)
    assert AskRequest(question=question).question == question


def _refusal(question: str) -> PlanqaError | None:
    try:
        check_question(question)
    except PlanqaError as refused:
        return refused
    return None


@given(st.text(max_size=LONGEST_QUESTION + 5))
def test_what_passes_the_check_is_a_valid_request_and_holds_text(question: str) -> None:
    refused = _refusal(question)
    if refused is not None:
        assert refused.code in ERROR_CODES
        assert refused.message.isprintable()
        return
    AskRequest(question=question)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c in "\t\n\r" for c in question)
