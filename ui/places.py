"""From a document's id and a position in its text to what a reader is told of the place."""

from __future__ import annotations

from corpus.errors import PlanqaError
from index.protocol import PassageIndex
from ui.citing import Locate, Place
from ui.documents import heading_of, sections_above


def locator(index: PassageIndex) -> Locate:
    """Looks places up in `index`; a document that is no longer there goes by its id."""

    def locate(document: str, position: int) -> Place:
        try:
            found = index.document(document)
        except PlanqaError:
            return Place(document, "lv")
        headings = tuple(heading_of(section) for section in sections_above(found, position))
        known = found.description
        return Place(known.title, known.language, headings, known.publisher, known.year)

    return locate
