"""Lists that an amount, a date or a cell's value bounds: "projects above two million euro".

In: a question with amounts, and the lists, tables and units of the documents. Out: the rows within
all of them; None where nothing can be judged by them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.headings import is_caption
from corpus.lexicon import signs
from corpus.model import Passage, Section
from index.analysis import forms
from index.thesaurus import words_of
from rag.amounts import DATE, MONEY, Amount
from rag.blocks import Block
from rag.cells import Cell, caption, cells
from rag.compose.context import Context
from rag.compose.whole_names import units_named, wholly_named
from rag.criterion import criterion, denies
from rag.judging import Asked, within
from rag.language import is_function_word
from rag.located import located
from rag.quantities import CURRENCIES
from rag.question_amounts import names_total
from rag.topic import Group

_NOT = re.compile(r"\b(?:not|nav)\b")
_CAPTIONS = 3  # passages before a table among which its caption may be


def bounded_entries(context: Context, block: Block) -> list[int] | None:
    """The entries of a block within all amounts of the question, by number; None where one of
    them cannot be judged."""
    rows = _rows(context, block)
    above = [*_captions(context, block), *reversed(block.titles)]
    kept = set(range(len(rows)))
    for amount in context.question.amounts:
        found = within(_asked(context, amount, block.document), rows, above)
        if found is None:
            return None
        kept &= set(found)
    return sorted(kept)


@dataclass(frozen=True, slots=True)
class Valued:
    """Rows told apart by what a cell says: their numbers, and the terms of what it says."""

    entries: tuple[int, ...]
    terms: frozenset[str]


def valued_entries(context: Context, block: Block) -> Valued | None:
    """The rows whose cell says what the question says of a column that it names: "whose status
    is confirmed"; the others where it leaves these out. None where it names no column and value,
    or the block is no table."""
    if block.entries[0][0].kind != "row":
        return None
    rows = _rows(context, block)
    language = context.terms.language_of[block.document]
    question = context.question
    named = wholly_named(
        context, {i: [(c.role, c.text) for c in row] for i, row in enumerate(rows)}, block.document
    )
    units = [u for u in context.units.all.values() if u.document == block.document]
    own = {passage.unit for passage in block.passages} if block.of_units else set()
    if any(unit.key not in own for unit, _ in units_named(context, units)):
        return None  # other tables have such rows too, or units without a table
    if 0 < len(named) < len(rows):
        bodies = " ".join(cell.text for i in named for cell in rows[i] if cell.role)
        return Valued(tuple(sorted(named)), context.terms.terms(bodies, language))
    bounds = frozenset[int]().union(*(amount.words for amount in question.amounts))
    said = [
        forms(word, question.language) if i not in bounds else frozenset[str]()
        for i, word in enumerate(words_of(question.text))
    ]
    for name in dict.fromkeys(c.name for row in rows for c in row if c.name and not c.titles):
        column = _says(said, name, language)
        if column is None:
            continue
        rest = [one for i, one in enumerate(said) if i not in column]
        holding = {
            i: cell.text
            for i, row in enumerate(rows)
            for cell in row
            if cell.name == name and _says(rest, cell.text, language, figures=True) is not None
        }
        if 0 < len(holding) < len(rows):
            terms = context.terms.terms(" ".join(holding.values()), language)
            out = denies(question) or _NOT.search(question.text.lower()) is not None
            return Valued(tuple(i for i in range(len(rows)) if (i in holding) != out), terms)
    return None


def excluded(context: Context, block: Block) -> dict[str, set[int]]:
    """The entries that the question leaves out, by the name of the thing that they name: "not paid
    by the ERDF", "except those of the operator". Where it speaks of a role and some cell of that
    role names the thing, only such cells count."""
    rows = _rows(context, block)
    language = context.terms.language_of[block.document]
    terms = [[context.terms.terms(cell.text, language) for cell in row] for row in rows]

    def naming(group: Group, roles: Sequence[str]) -> set[int]:
        return {
            i
            for i, row in enumerate(rows)
            for cell, own in zip(row, terms[i], strict=True)
            if group.named_in(own) and (not roles or cell.role in roles)
        }

    above = terms_above(context, block)
    read = criterion(
        context.question,
        [group for group in context.ranking.groups if not group.named_in(above)],
        lambda role, group: bool(naming(group, [role])),
        lambda _: False,
        lambda _: False,
    )
    found = {
        group.name: naming(group, condition.roles)
        for condition in read.conditions
        if condition.negative
        for group in condition.groups
    }
    for group in read.without:
        roles = [role for role in context.question.roles if naming(group, [role])]
        found[group.name] = naming(group, roles[:1])
    return found


def bounded_units(context: Context, units: Sequence[Section]) -> list[Section] | None:
    """The units within all amounts, each by what it says in the role that the amount is of; None
    where no document has such quantities."""
    kept: list[Section] = []
    judged = False
    for document in dict.fromkeys(unit.document for unit in units):
        own = [unit for unit in units if unit.document == document]
        text = context.text_of(document)
        rows = [cells(context.units.passages(unit), text) for unit in own]
        found: set[int] | None = set(range(len(own)))
        for amount in context.question.amounts:
            roles = roles_of(context, amount)
            said = [tuple(c for c in row if c.role in roles) for row in rows]
            one = within(_asked(context, amount, document), said, (), lambda c: c.role or "")
            found = None if one is None or found is None else found & set(one)
        if found is not None:
            judged = True
            kept += [own[i] for i in sorted(found)]
    return kept if judged else None


def bounding(context: Context, unit: Section) -> list[Passage]:
    """What a unit says in the roles that the amounts of the question are of."""
    roles = frozenset().union(*(roles_of(context, one) for one in context.question.amounts))
    return [passage for passage in context.units.passages(unit) if passage.role in roles]


def roles_of(context: Context, amount: Amount) -> frozenset[str]:
    """The roles whose passages hold what an amount bounds."""
    if amount.unit == DATE:
        return frozenset({"schedule"})
    if amount.unit == MONEY or amount.unit in CURRENCIES:
        return frozenset({"funding"})
    return frozenset(context.question.roles)


def terms_above(context: Context, block: Block) -> frozenset[str]:
    """The terms of all that stands above a block's entries, the document's title too."""
    terms = context.terms
    language = terms.language_of[block.document]
    return terms.of_document[block.document].union(
        *(terms.terms(said, language) for said in (*block.titles, block.intro) if said)
    )


def _rows(context: Context, block: Block) -> list[tuple[Cell, ...]]:
    text = context.text_of(block.document)
    return [cells(entry, text) for entry in block.entries]


def _captions(context: Context, block: Block) -> list[str]:
    """What stands right above a table as its caption, the nearest first."""
    first = block.entries[0][0]
    before = [
        passage.text
        for passage in context.passages(block.document)
        if 0 < first.ordinal - passage.ordinal <= _CAPTIONS and _is_caption(passage)
    ]
    own = caption(first)
    return [*([own] if own else []), *reversed(before)]


def _is_caption(passage: Passage) -> bool:
    """Whether it is a caption, and not the names of the columns, which are several pieces."""
    alone = passage.kind == "caption" and len(passage.pieces) == 1
    return alone or is_caption(passage.text, signs())


def _asked(context: Context, amount: Amount, document: str) -> Asked:
    question = context.question
    language = context.terms.language_of[document]
    words = [
        forms(word, question.language)
        for i, word in enumerate(words_of(question.text))
        if i not in amount.words and _tells(word)
    ]
    groups = context.ranking.groups
    counted = {
        match.concept
        for match in located(question.text, question.language, (g.name for g in groups))
        if match.first in amount.counted
    }

    def names(text: str) -> int:
        own = context.terms.terms(text, language)
        plain = sum(not own.isdisjoint(word) for word in words)
        return max(plain, sum(group.named_in(own) for group in groups))

    def counts(text: str) -> bool:
        own = context.terms.terms(text, language)
        return any(group.named_in(own) for group in groups if group.name in counted)

    return Asked(
        amount, names, counts, question.named_years,
        roles_of(context, amount) | frozenset(question.roles), language, names_total(question.text),
    )  # fmt: skip


def _tells(word: str) -> bool:
    return not word.isdigit() and not is_function_word(word)


def _says(
    said: Sequence[frozenset[str]], text: str, language: str, *, figures: bool = False
) -> list[int] | None:
    """The words of `said` that make up `text` word for word; None where one is not among them.
    Figures count only where they are told to."""
    found = []
    for word in words_of(text):
        if not _tells(word) and not (figures and word.isdigit()):
            continue
        own = forms(word, language)
        at = next((i for i, one in enumerate(said) if i not in found and own & one), None)
        if at is None:
            return None
        found.append(at)
    return found or None
