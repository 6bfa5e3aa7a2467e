"""An answer as tables of plain text, from which the files are made.

In: an answer and where its quotes stand. Out: `Sheet`s: a title, the names of the columns, rows.
Control characters, which neither XML nor a spreadsheet takes, are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from rag.answer import Answer, Citation, FieldValue, RankedPassage
from ui.citing import Locate, Place, view_url
from ui.source_list import NEAREST
from ui.texts import Texts, texts

_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_SOURCE_COLUMNS = (
    "export.number", "export.quote", "export.document", "export.publisher", "export.year",
    "export.place", "export.lines", "export.page", "export.address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; every row has as many cells as `columns`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def units_sheet(answer: Answer, locate: Locate) -> Sheet:
    """One row for each unit of a list or comparison, its values with their citation numbers."""
    words = texts(answer.language)
    roles = list(dict.fromkeys(role for item in answer.items for role in item.fields))
    columns = [words("table.number"), words("table.title"), words("table.document")]
    rows = [
        tuple(
            written(cell)
            for cell in (
                item.section,
                item.title,
                locate(item.document, 0).title,
                *(_values(item.fields.get(role, []), words) for role in roles),
            )
        )
        for item in answer.items
    ]
    names = (*columns, *(words.role(role) for role in roles))
    return Sheet(words("export.table"), names, tuple(rows))


def sources_sheet(answer: Answer, locate: Locate, base: str) -> Sheet:
    """One row for each citation, or for each of the nearest passages where there is none."""
    words = texts(answer.language)
    columns = tuple(words(key) for key in _SOURCE_COLUMNS)
    if answer.citations:
        found: list[tuple[str, Citation | RankedPassage, str]] = [
            (str(citation.number), citation, citation.quote) for citation in answer.citations
        ]
    else:
        found = [("", passage, passage.text) for passage in answer.passages[:NEAREST]]
    rows = tuple(_source(number, at, quote, locate, base, words) for number, at, quote in found)
    title = words("export.sources") if answer.citations else words("export.nearest")
    return Sheet(title, columns, rows)


def _source(
    number: str, at: Citation | RankedPassage, quote: str, locate: Locate, base: str, words: Texts
) -> tuple[str, ...]:
    place: Place = locate(at.document, at.start)
    cells = (
        number,
        quote,
        place.title,
        place.publisher or "",
        str(place.year or ""),
        " › ".join(place.headings),
        words.lines(*at.lines),
        str(at.page or ""),
        urljoin(base, view_url(at.document, at.start, at.end, words.language)),
    )
    return tuple(written(cell) for cell in cells)


def _values(values: list[FieldValue], words: Texts) -> str:
    return "\n".join(f"{value.text} [{value.citation}]" for value in values) or words("table.none")


def written(text: str) -> str:
    """`text` without characters that a file cannot hold; tab and line feed stay."""
    return _NO_TEXT.sub("", text)
