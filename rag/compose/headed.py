"""What the document itself puts under one heading: a list of documents, a column of drawbacks.

In: the question's topic and the outline. Out: the rows or items that stand below the heading, or
the column, that names what the question does, each a statement; an empty draft where none does.
"""

from __future__ import annotations

from collections import defaultdict

from corpus.model import Passage, Section
from rag.compose.context import Context, quotes
from rag.draft import Draft
from rag.phrases import phrase

_LISTED = ("row", "item", "entry")
_LEAST = 2  # rows or items that make a list, things that a question names
_MOST = 60
_LONGEST_NAME = 40  # characters of a column's name; what introduces a list is a sentence


def compose_headed(context: Context) -> Draft:
    """The rows and items of the section whose own title names everything the question does."""
    groups = context.ranking.groups
    if len(groups) < _LEAST:
        return Draft("")
    for document in context.documents():
        for section in context.index.sections(document):
            titled = context.terms.section_terms(section)
            if section.unit or not all(group.named_in(titled) for group in groups):
                continue
            listed = [p for p in _inside(context, section) if p.kind in _LISTED]
            if _LEAST <= len(listed) <= _MOST:
                return _draft(context, listed)
    return Draft("")


def compose_column(context: Context) -> Draft:
    """The cells of the column that the question names, of the one section that it names.

    "What are the drawbacks of growth at the edge of towns" is what stands below "Drawbacks" in
    the table of that section, and nothing of the column beside it.
    """
    groups = context.ranking.groups
    found: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for scored in context.ranking.passages[: context.settings.reranked]:
        passage = scored.passage
        name = passage.context or ""
        if not name or " | " in name or len(name) > _LONGEST_NAME or len(groups) < _LEAST:
            continue
        language = context.terms.language_of[passage.document]
        column = context.terms.terms(name, language)
        title = context.terms.terms(" – ".join(_titles(context, passage)), language)
        named = [group.named_in(column) for group in groups]
        titled = [group.named_in(title) for group in groups]
        if any(named) and all(a != b for a, b in zip(named, titled, strict=True)):
            found[passage.document, *passage.breadcrumb, name].append(passage)
    if len(found) != 1:
        return Draft("")
    ((first, *_),) = found.values()
    cells = [
        p
        for p in context.passages(first.document)
        if (p.breadcrumb, p.context) == (first.breadcrumb, first.context)
    ]
    return _draft(context, cells) if _LEAST <= len(cells) <= _MOST else Draft("")


def _titles(context: Context, passage: Passage) -> list[str]:
    """The title right above a passage, and that of the unit it stands in."""
    own = [passage.breadcrumb[-1]]
    unit = context.units.all.get((passage.document, passage.unit)) if passage.unit else None
    return [unit.title, *own] if unit and unit.title != own[0] else own


def _inside(context: Context, section: Section) -> list[Passage]:
    return [p for p in context.passages(section.document) if section.span.covers(p.body)]


def _draft(context: Context, passages: list[Passage]) -> Draft:
    title = context.index.document(passages[0].document).description.title
    lead = phrase("fact_in", context.question.language, title=title)
    return Draft(lead, quotes(context, passages))
