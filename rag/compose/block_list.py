"""A list that the document itself gives: the items of one list, or the rows of one table.

In: a block (`rag.blocks`) and the question. Out: a row for each entry; of those only some where the
question names an organisation, a place, a fund or a year that tells the entries apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage
from index.thesaurus import thesaurus
from rag.block_choice import entry_terms
from rag.blocks import Block
from rag.compose.context import Context, unit_row
from rag.compose.passage_list import passage_row
from rag.draft import Draft, Row
from rag.phrases import phrase, things
from rag.question_topic import NAMES
from rag.topic import Group


def compose_block(context: Context, blocks: Sequence[Block], probability: float) -> Draft:
    """The entries of the blocks that the question asks for, each a row; `probability` says how
    likely it is the right block."""
    rows = tuple(_row(context, entry) for block in blocks for entry in asked_for(context, block))
    language = context.question.language
    nouns = things("passage", len(rows), language)
    name = "list_one" if len(rows) == 1 else "list"
    lead = phrase(name, language, count=len(rows), things=nouns, thing=nouns)
    return Draft(lead, rows=rows, block=probability)


def asked_for(context: Context, block: Block) -> list[tuple[Passage, ...]]:
    """The entries that have what the question names and not all of them have; all where none has,
    or where the question names nothing of the kind."""
    terms = context.terms
    language = terms.language_of[block.document]
    above = terms.of_document[block.document].union(
        *(terms.terms(said, language) for said in (*block.titles, block.intro) if said)
    )
    kept = [(entry, entry_terms(context, entry)) for entry in block.entries]
    for group in context.ranking.groups:
        if _is_name(context, group) and not group.named_in(above):
            kept = [one for one in kept if group.named_in(one[1])] or kept
    for year in context.question.years:
        if not any(year in said for said in (*block.titles, block.intro)):
            kept = [one for one in kept if any(year in p.text for p in one[0])] or kept
    return [entry for entry, _ in kept]


def _is_name(context: Context, group: Group) -> bool:
    """Whether a thing is a name; what is none may be said in other words."""
    known = thesaurus().concepts.get(group.name)
    named = group.name in context.question.names or bool(group.every)
    return named or (known is not None and known.field in NAMES)


def _row(context: Context, entry: tuple[Passage, ...]) -> Row:
    first = entry[0]
    unit = context.units.all.get((first.document, first.unit)) if first.unit else None
    if unit is None or unit.heading_pieces:
        return passage_row(context, first, list(entry))
    fields: dict[str, list[Passage]] = {}
    for passage in entry:
        fields.setdefault(passage.role or "text", []).append(passage)
    return unit_row(context, unit, fields)
