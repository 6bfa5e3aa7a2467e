"""The text of an answer without the lines that its table repeats.

In: an answer. Out: Markdown; the same text where there is no table.
"""

from __future__ import annotations

import re

from rag.answer import Answer

_MARKS = re.compile(r"(?: \[\d+\])*$")


def lead(answer: Answer) -> str:
    """`answer.answer` without the list entry of each unit that stands in `answer.items`.

    An entry in which a language model says something of the unit stays.
    """
    repeated = {f"- **{item.section}** {item.title}" for item in answer.items}
    if not repeated:
        return answer.answer
    lines = [line for line in answer.answer.split("\n") if _MARKS.sub("", line) not in repeated]
    return "\n".join(lines).strip()
