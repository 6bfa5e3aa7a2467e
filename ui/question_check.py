"""Whether a text can be asked at all: the same check for the API, the chat and the command line.

In: the question as it arrived. Out: nothing, or a PlanqaError whose code is stable:
`question_empty`, `question_too_long`, `question_control_characters`, `question_not_utf8`.
"""

from __future__ import annotations

import unicodedata

from corpus.errors import PlanqaError

LONGEST_QUESTION = 2000  # code points; the contract of POST /ask
_ALLOWED_CONTROLS = "\t\n\r"


def check_question(question: str) -> None:
    """Refuse a question that is blank, too long or holds what is no text.

    Args:
        question: as it was typed. The length is counted in code points, white space included.

    Raises:
        PlanqaError: status 422; the message names the value and the mend.
    """
    if not question.strip():
        raise _refused("question_empty", "the question is empty: write at least one word")
    if len(question) > LONGEST_QUESTION:
        raise _refused(
            "question_too_long",
            f"the question has {len(question)} characters and the limit is "
            f"{LONGEST_QUESTION}: shorten it",
        )
    for position, character in enumerate(question, start=1):
        category = unicodedata.category(character)
        if category == "Cs":
            raise _refused(
                "question_not_utf8",
                f"the question is not valid UTF-8 at character {position}: send it as UTF-8",
            )
        if category == "Cc" and character not in _ALLOWED_CONTROLS:
            raise _refused(
                "question_control_characters",
                f"the question holds the control character U+{ord(character):04X} at "
                f"character {position}: remove it",
            )


def _refused(code: str, message: str) -> PlanqaError:
    return PlanqaError(code, message, status=422)
