"""The text of an answer without the lines that its table repeats.

In: an answer. Out: Markdown; the same text where there is no table.
"""

from __future__ import annotations

from rag.answer import Answer


def lead(answer: Answer) -> str:
    """`answer.answer` without the list entry of each unit that stands in `answer.items`."""
    repeated = tuple(f"- **{item.section}**" for item in answer.items)
    if not repeated:
        return answer.answer
    lines = [line for line in answer.answer.split("\n") if not line.startswith(repeated)]
    return "\n".join(lines).strip()
