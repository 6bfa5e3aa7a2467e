"""Where each character of a document's stored text went: the promise that nothing is lost."""

from __future__ import annotations

from collections import Counter

from corpus.model import Document


def unaccounted(document: Document) -> list[tuple[int, str, int]]:
    """Non-blank characters that do not lie in exactly one passage, heading or artefact.

    Returns:
        Position, character and number of places it lies in, for each one that is wrong.
    """
    places: Counter[int] = Counter()
    owned = [piece for passage in document.passages for piece in passage.pieces]
    owned += [piece for section in document.sections for piece in section.heading_pieces]
    owned += [artefact.span for artefact in document.artefacts]
    for span in owned:
        places.update(range(span.start, span.end))
    assert max(places, default=-1) < len(document.text), "a span reaches beyond the text"
    return [
        (position, character, places[position])
        for position, character in enumerate(document.text)
        if not character.isspace() and places[position] != 1
    ]
