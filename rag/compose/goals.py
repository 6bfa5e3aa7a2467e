"""The goals of a plan without units for them: the list that it gives under "Goals" or "Aims".

In: a question for goals that names no topic. Out: a row for each entry of that list.
"""

from __future__ import annotations

import re

from rag.compose.bounded import terms_above
from rag.compose.context import Context, once
from rag.compose.list_scope import documents_of
from rag.compose.list_topic import names_something, topic_of
from rag.compose.lists import list_draft
from rag.compose.passage_list import label_room, passage_row
from rag.draft import Draft

_GOALS = re.compile(  # what introduces a list of goals: "The plan pursues five objectives:"
    r"\b(?:goals|objectives|aims|mērķi|mērķus|eesmärgid|tikslai)(?: ir)?\s*:$", re.IGNORECASE
)


@once
def compose_goals(context: Context) -> Draft:
    """The entries of the first list of goals of the one document that a question is over."""
    documents = documents_of(context)
    if context.question.unit_kinds != ("goal",) or len(documents) != 1:
        return Draft("")
    (document,) = documents
    units = [unit for unit in context.units.all.values() if unit.document == document]
    if any(unit.kind == "goal" for unit in units) or names_something(context):
        return Draft("")
    topic = topic_of(context)
    listed = [p for p in context.passages(document) if p.unit is None]
    goals = [p for p in listed if p.role == "goal"]
    goals = goals or [p for p in listed if p.kind == "item" and _GOALS.search(p.context or "")]
    for block in context.units.blocks(document, [p.id for p in goals]):
        firsts = [entry[0] for entry in block.entries]
        above = terms_above(context, block)  # "three strategic goals": what goals are called
        told = all(group.named_in(above) for group in topic)
        if told and all(p in goals and p.kind == "item" for p in firsts):
            room = label_room(len(block.entries))
            rows = [passage_row(context, entry[0], list(entry), room) for entry in block.entries]
            return list_draft(context, rows, "passage")
    return Draft("")
