"""A list that the document itself makes under a heading: "Documents in preparation", then a table.

In: the question's topic and the outline. Out: the rows or items below the heading that names all
of the topic, each a statement; an empty draft where no heading does.
"""

from __future__ import annotations

from corpus.model import Passage, Section
from rag.compose.context import Context, quotes
from rag.draft import Draft
from rag.phrases import phrase

_LISTED = ("row", "item", "entry")
_LEAST = 2  # rows or items that make a list
_MOST = 60


def compose_headed(context: Context) -> Draft:
    """The rows and items of the section whose own title names everything the question does."""
    groups = context.ranking.groups
    if len(groups) < 2:
        return Draft("")
    for document in context.documents():
        for section in context.index.sections(document):
            titled = context.terms.section_terms(section)
            if section.unit or not all(group.named_in(titled) for group in groups):
                continue
            listed = [p for p in _inside(context, section) if p.kind in _LISTED]
            if _LEAST <= len(listed) <= _MOST:
                title = context.index.document(document).description.title
                lead = phrase("fact_in", context.question.language, title=title)
                return Draft(lead, quotes(context, listed))
    return Draft("")


def _inside(context: Context, section: Section) -> list[Passage]:
    return [p for p in context.index.passages(section.document) if section.span.covers(p.body)]
