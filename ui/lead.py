"""The text of an answer without the lines that its table repeats.

In: an answer. Out: Markdown; the same text where there is no table.
"""

from __future__ import annotations

import re

from rag.answer import Answer

_MARKS = re.compile(r"(?: \[\d+\])*$")
_VALUES = re.compile(r": “.*[”)]$")  # a comparison's: nothing but what the table quotes


def lead(answer: Answer) -> str:
    """`answer.answer` without the list entry of each unit that stands in `answer.items`.

    An entry in which a language model says something of the unit stays.
    """
    numbered = {f"- **{item.section}** {item.title}" for item in answer.items}
    repeated = numbered | {f"- {item.title}" for item in answer.items}
    if not repeated:
        return answer.answer
    lines = [line for line in answer.answer.split("\n") if not _repeats(line, repeated)]
    return "\n".join(lines).strip()


def _repeats(line: str, repeated: set[str]) -> bool:
    """Whether a line is the entry of a unit, with its marks or with what the table quotes."""
    bare = _MARKS.sub("", line)
    return bare in repeated or any(
        bare.startswith(entry) and _VALUES.fullmatch(bare, len(entry)) for entry in repeated
    )
