"""From feedback to lines of a question file, which `planqa eval add` reads (docs/evaluate.md).

In: feedback of the chat's record. Out: one pair for each, in the language it was asked in. What a
person found helpful is taken as right: its citations become the evidence, its units the right
set. What was not helpful has no gold: its evidence is left empty, for someone to fill in, and the
comment stands in `criterion`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from rag.answer import Answer, Item
from ui.chat_record import Feedback

_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def question_line(feedback: Feedback) -> str:
    """The JSON line, without its line end."""
    answer = feedback.answer
    history = [turn.model_dump() for turn in feedback.turns]
    line: dict[str, Any] = {
        "pair": f"feedback-{feedback.id}",
        "kind": answer.kind,
        "answerable": True,
        "documents": [],
        answer.language: {"question": answer.question, "history": history},
        "evidence": [],
        "facts": [],
        "units": [],
        "members": [],
        "criterion": feedback.comment,
        "follow_up": bool(history),
    }
    if feedback.rating == "up":
        line |= {"answerable": False} if answer.silent else _gold(answer)
    return json.dumps(line, ensure_ascii=False)


def _gold(answer: Answer) -> dict[str, Any]:
    """Documents, evidence and, for a list, the right set, from a helpful answer."""
    quotes = [
        [{"document": citation.document, "quote": citation.quote}] for citation in answer.citations
    ]
    documents = list(dict.fromkeys(citation.document for citation in answer.citations))
    gold: dict[str, Any] = {"documents": documents, "evidence": quotes}
    units = [_unit(item, answer) for item in answer.items]
    if answer.kind == "list":
        gold["members"] = units
    elif units:
        gold["units"] = [unit for unit in units if "section" in unit]
    return gold


def _unit(item: Item, answer: Answer) -> dict[str, str]:
    """A unit by its number; by the first words cited for it where it has none."""
    if _NUMBER.fullmatch(item.section):
        return {"document": item.document, "section": item.section}
    cited = {citation.number: citation.quote for citation in answer.citations}
    quote = next((cited[number] for number in item.citations if number in cited), item.title)
    return {"document": item.document, "quote": quote}
