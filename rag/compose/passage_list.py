"""Passages as the rows of a list, for documents that have no units, and for events.

In: the things that a passage must name. Out: a row for each block of text that names them.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage
from rag.compose.context import Context, values
from rag.draft import Row
from rag.topic import Group

_LABEL_LENGTH = 90  # characters of a row's title; of few rows each may say more
_ALL_LABELS = 1000
_LONGEST_LABEL = 400


def relaxed(groups: list[Group]) -> list[list[Group]]:
    """All groups, then without the least telling, down to the most telling one."""
    return [groups[:n] for n in range(len(groups), 0, -1)] or [[]]


def passage_rows(context: Context, documents: Sequence[str], groups: list[Group]) -> list[Row]:
    """Passages that name the topic themselves, each a row."""
    for required in relaxed(groups):
        found: dict[str, list[Passage]] = {}
        for document in documents:
            first = ""
            for passage in context.passages(document):
                first = first if passage.part and first else passage.id
                if passage.kind in ("link", "caption", "footnote"):
                    continue
                said = said_in(context, passage)
                if of_the_years(context, passage) and all(g.named_in(said) for g in required):
                    found.setdefault(first, []).append(passage)
        if found:
            return _listed(context, found)
    return []


def said_in(context: Context, passage: Passage) -> frozenset[str]:
    """Terms of a passage and of the sentence that introduces its list."""
    found = context.terms.of[passage.id]
    # A day's entries stand below its heading.
    own = found.own | frozenset(term for term in found.above if term.startswith("@"))
    if not passage.context:
        return own
    return own | context.terms.terms(passage.context, context.terms.language_of[passage.document])


def of_the_years(context: Context, passage: Passage) -> bool:
    """Whether a passage names a year that the question asks about, if it asks about any."""
    years = context.question.named_years
    return not years or any(year in passage.text for year in years)


def _listed(context: Context, found: dict[str, list[Passage]]) -> list[Row]:
    """Rows by the first part of each block; list items alone where some qualify."""
    heads = {first: context.terms.read(context.index.passage(first)) for first in found}
    items = [first for first, head in heads.items() if head.kind in ("item", "entry", "row")]
    chosen = items or list(found)
    room = label_room(len(chosen))
    return [passage_row(context, heads[first], found[first], room) for first in chosen]


def label_room(rows: int) -> int:
    """How many characters the title of each of so many rows may have: who asks reads the titles,
    and what three rows say is told better than how it begins."""
    return max(_LABEL_LENGTH, min(_LONGEST_LABEL, _ALL_LABELS // max(1, rows)))


def passage_row(context: Context, head: Passage, found: list[Passage], room: int) -> Row:
    """A block as a row, titled by its first words, of at most `room` characters."""
    text = head.text
    if head not in found:
        found = [head, *found]
    title = text if len(text) <= room else text[:room].rsplit(" ", 1)[0] + "…"
    return Row(
        section=None,
        label=head.section or head.item or "",
        title=title,
        path=head.breadcrumb[1:],
        document=head.document,
        fields={head.role or "text": values(context, found)},
    )
