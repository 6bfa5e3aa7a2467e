"""How a citation is shown: its mark, the address of its source page, the place it stands at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

from rag.answer import Answer, Citation
from ui.texts import Language, Texts, texts


@dataclass(frozen=True)
class Place:
    """A quote's document, and the headings above the quote, outermost first."""

    title: str
    language: str
    headings: tuple[str, ...] = ()
    publisher: str | None = None
    year: int | None = None


Locate = Callable[[str, int], Place]
"""From a document's id and a position in its text to the place."""


def view_url(document: str, start: int, end: int, language: Language) -> str:
    """Address of the source page with the span marked and scrolled to."""
    span = urlencode({"start": start, "end": end, "language": language})
    return f"/documents/{quote(document, safe='')}/view?{span}#cited"


class Marks:
    """The citation marks of one answer: links that open the source beside the conversation."""

    def __init__(self, answer: Answer) -> None:
        self._words: Texts = texts(answer.language)
        self._citations = {citation.number: citation for citation in answer.citations}

    def __contains__(self, number: int) -> bool:
        return number in self._citations

    def citation(self, number: int) -> Citation:
        """The citation with this number; KeyError where there is none."""
        return self._citations[number]

    def link(self, number: int) -> str:
        """`[3]` as a link; KeyError where no citation has the number."""
        cited = self._citations[number]
        url = view_url(cited.document, cited.start, cited.end, self._words.language)
        label = self._words("sources.show", number=number)
        return (
            f'<a class="pq-cite" href="{escape(url)}" target="planqa-source" '
            f'aria-label="{escape(label)}">[{number}]</a>'
        )
