"""A list that the document itself gives: the items of one list, or the rows of one table.

In: a block (`rag.blocks`) and the question. Out: a row for each entry; of those only some where the
question names an organisation, a place, a fund or a year that tells the entries apart, leaves some
out, bounds an amount or says what a column holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.letters import bare_fold
from corpus.model import Passage
from index.dates import date_terms
from index.thesaurus import thesaurus, words_of
from rag.blocks import Block
from rag.compose.bounded import bounded_entries, excluded, terms_above, valued_entries
from rag.compose.context import Context, unit_row
from rag.compose.passage_list import label_room, passage_row
from rag.draft import Draft, Row
from rag.located import located
from rag.phrases import phrase, things
from rag.question_topic import NAMES
from rag.topic import Group

# A kind of event as questions name it, and as entries do. Where none is called a seminar, a webinar
# is one too.
_EVENTS = tuple(
    (re.compile(rf"\b(?:{name})"), re.compile(rf"\b(?:{kind})"))
    for name, kind in (
        ("seminar", "seminar"),
        ("seminar", "vebinar|webinar"),
        ("vebinar|webinar", "vebinar|webinar"),
        ("konferenc|conferenc", "konferenc|conferenc"),
        ("diskusij|discussion", "diskusij|discussion"),
        ("tiksan|meeting", "tiksan|tikties|meeting"),
    )
)
_GOAL = "#sdg-"  # a global goal by its number
_LEAST = 0.1  # how likely a block must be
_COUNTED = re.compile(r"([^\W\d_]{3,}) \d{1,2}\b(?! ?%)")
_ABOUT = re.compile(
    r"\b(?:par|about|on|concerning|(?:devoted|dedicated|related) to|veltit\w*)(?: \w+)?$"
)
_BEFORE = 3  # words before a thing
_LEAST_COUNTED = 2
_LEAST_TOLD = 2  # entries that are told apart by a day or a goal
_HEAD = 80  # characters in which an entry says what kind of event it was
_DATE = 24  # characters in which an entry begins with its day
_LIKELY = 0.3  # of how likely the likeliest block is: what a less likely one holds is not meant


def compose_block(context: Context, blocks: Sequence[Block], probability: float) -> Draft:
    """The entries of the blocks that the question asks for, each a row; `probability` says how
    likely it is the right block."""
    entries = [entry for block in blocks for entry in asked_for(context, block)]
    return _draft(context, entries, probability)


def _draft(context: Context, entries: Sequence[tuple[Passage, ...]], probability: float) -> Draft:
    rows = tuple(_row(context, entry, label_room(len(entries))) for entry in entries)
    language = context.question.language
    nouns = things("passage", len(rows), language)
    name = "list_one" if len(rows) == 1 else "list"
    lead = phrase(name, language, count=len(rows), things=nouns, thing=nouns)
    return Draft(lead, rows=rows, block=probability)


def compose_bounded(context: Context, found: Sequence[tuple[float, Block]]) -> Draft | None:
    """The entries that the amounts of the question, or what it says of a column, allow of the
    likeliest block that can be judged by them; an empty draft where no entry lies within, None
    where no block can be judged.

    Args:
        context: the question.
        found: blocks with how likely each is asked for, the likeliest first.
    """
    # Where the question names documents, no table of another one is meant.
    named = context.ranking.documents
    found = [one for one in found if not named or one[1].document in named]
    likely = [one for one in found if one[0] >= max(_LEAST, _LIKELY * found[0][0])]
    judged = [(p, b, entries) for p, b in likely if (entries := _judged(context, b)) is not None]
    if not judged:
        return None
    # A bound that all entries of a list keep to, or none, was meant for another.
    judged.sort(key=lambda one: not 0 < len(one[2]) < len(one[1].entries))
    probability, block, entries = judged[0]
    if not entries:
        return Draft("")
    # Each document may have such a table: of every other one, the likeliest.
    own = {other.document: some for _, other, some in reversed(judged) if some}
    others = [one for document, some in own.items() if document != block.document for one in some]
    return replace(_draft(context, [*entries, *others], probability), told=probability)


def asked_for(context: Context, block: Block) -> list[tuple[Passage, ...]]:
    """The entries that have what the question names and not all of them have, all where none has,
    or where the question names nothing of the kind; without those that it leaves out, and of
    these what its amounts allow."""
    judged = _judged(context, block)
    if judged is not None:
        return judged
    kept = _named(context, block) & _counted(context, block)
    return [entry for i, entry in enumerate(block.entries) if i in kept]


def _judged(context: Context, block: Block) -> list[tuple[Passage, ...]] | None:
    """The entries asked for; None where neither amounts nor cells tell them apart."""
    bounded = bounded_entries(context, block) if context.question.amounts else None
    valued = valued_entries(context, block)
    if bounded is None and valued is None:
        return None
    within = set(range(len(block.entries))) if bounded is None else set(bounded)
    if valued is not None:
        within &= set(valued.entries)
    kept = _named(context, block, valued.terms if valued else frozenset(), bounded is not None)
    kept &= _counted(context, block)
    return [entry for i, entry in enumerate(block.entries) if i in within and i in kept]


def _named(
    context: Context, block: Block, told: frozenset[str] = frozenset(), strict: bool = False
) -> set[int]:
    """The entries that have the names and years of the question, and nothing that it leaves out.

    Args:
        context: the question.
        block: a list or table.
        told: terms by which entries were told apart already.
        strict: none, and not all, where no entry has a name.
    """
    above = terms_above(context, block)
    kept = list(range(len(block.entries)))
    own = context.units.terms_of(block).entries
    left_out = excluded(context, block)
    about = _subjects(context)
    for group in context.ranking.groups:
        if group.name in left_out:
            kept = [i for i in kept if i not in left_out[group.name]] or kept
        elif _is_name(context, group) and not group.named_in(above | told):
            holding = [i for i in kept if group.named_in(own[i])]
            kept = holding if holding or strict or _tells_by_goal(group, own) else kept
        elif group.name in about and not group.named_in(above | told):
            kept = [i for i in kept if own[i] & (group.terms | _goals_on(group))] or kept
    said = [" ".join(bare_fold(p.text) for p in entry) for entry in block.entries]
    for kind in _kinds_of_event(context):
        called = [i for i in kept if kind.search(said[i][:_HEAD])]
        kept = called or [i for i in kept if kind.search(said[i])] or kept
    for year in context.question.named_years:
        if not any(year in said for said in (*block.titles, block.intro)):
            of_year = [i for i in kept if any(year in p.text for p in block.entries[i])]
            kept = of_year if of_year or _tells_by_date(block) else kept
    return set(kept)


def _subjects(context: Context) -> set[str]:
    """The things that entries are to be about: "events about health". What else a question says
    of a list need not stand in its entries."""
    question = context.question
    words = [bare_fold(word) for word in words_of(question.text)]
    groups = context.ranking.groups
    if any(term.startswith(_GOAL) for group in groups for term in group.terms):
        return set()  # the goal by its number says it better
    names = [group.name for group in groups if not group.plain]
    places = located(question.text, question.language, names)
    return {m.concept for m in places if _ABOUT.search(" ".join(words[: m.first][-_BEFORE:]))}


def _goals_on(group: Group) -> set[str]:
    """The global goals that are about a thing: an event on SDG 13 is one on climate."""
    return {
        f"#{concept.id}"
        for concept in thesaurus().concepts.values()
        if concept.field == "sdg" and any(f"#{one}" in group.terms for one in concept.related)
    }


def _tells_by_goal(group: Group, own: Sequence[frozenset[str]]) -> bool:
    """Whether a thing is a global goal, and entries say which of these they are about."""
    goal = any(term.startswith(_GOAL) for term in group.terms)
    return goal and sum(any(t.startswith(_GOAL) for t in said) for said in own) >= _LEAST_TOLD


def _tells_by_date(block: Block) -> bool:
    """Whether entries begin with the days on which they were."""
    begun = (date_terms(entry[0].text[:_DATE]) for entry in block.entries)
    return sum(bool(one) for one in begun) >= _LEAST_TOLD


def _counted(context: Context, block: Block) -> set[int]:
    """The entries that bear the name by which the block counts things, where the question lists
    these: of "Option 1 – A bridge" to "Option 3 – A tunnel" and "Reserve", the options."""
    language = context.terms.language_of[block.document]
    named = {
        i: context.terms.terms(match[1], language)
        for i, entry in enumerate(block.entries)
        if (match := _COUNTED.match(entry[0].text))
    }
    every = set(range(len(block.entries)))
    kept = {
        i
        for i, label in named.items()
        if any(group.named_in(label) for group in context.ranking.groups)
    }
    return kept if len(kept) >= _LEAST_COUNTED else every


def _kinds_of_event(context: Context) -> list[re.Pattern[str]]:
    """The kinds of event that a question lists, where it says more than "events"."""
    asked = bare_fold(context.question.text)
    return [kind for name, kind in _EVENTS if name.search(asked)]


def _is_name(context: Context, group: Group) -> bool:
    """Whether a thing is a name; what is none may be said in other words."""
    known = thesaurus().concepts.get(group.name)
    named = group.name in context.question.names or bool(group.every)
    goal = any(term.startswith(_GOAL) for term in group.terms)
    return named or goal or (known is not None and known.field in NAMES)


def _row(context: Context, entry: tuple[Passage, ...], room: int) -> Row:
    first = entry[0]
    unit = context.units.all.get((first.document, first.unit)) if first.unit else None
    if unit is None or unit.heading_pieces:
        return passage_row(context, first, list(entry), room)
    fields: dict[str, list[Passage]] = {}
    for passage in entry:
        fields.setdefault(passage.role or "text", []).append(passage)
    return unit_row(context, unit, fields)
