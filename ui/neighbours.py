"""The passage that a position of a document lies in, and those before and after it.

In: a document and a position in its text. Out: passages. A position between passages, such as a
heading, belongs to the passage that follows it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from corpus.model import Document, Passage


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`here` is None where the position is in no passage; the others at either end."""

    previous: Passage | None
    here: Passage | None
    following: Passage | None


def neighbours(document: Document, position: int) -> Neighbours:
    """The passages around `position`, a code point of the document's text."""
    ordered = sorted(document.passages, key=lambda passage: passage.body.start)
    at = bisect_right([passage.body.start for passage in ordered], position) - 1
    inside = at >= 0 and position < ordered[at].body.end
    before, after = (at - 1, at + 1) if inside else (at, at + 1)
    return Neighbours(
        ordered[before] if before >= 0 else None,
        ordered[at] if inside else None,
        ordered[after] if after < len(ordered) else None,
    )


def page_of(document: Document, position: int) -> int | None:
    """The 1-based page that holds `position`; None where the format has no pages."""
    if not document.pages:
        return None
    return max(1, bisect_right([page.start for page in document.pages], position))
