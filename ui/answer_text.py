"""An answer as the terminal shows it: status, text, table of units, numbered sources.

In: an `Answer`. Out: what rich prints. Control characters that a document holds are left out, so
that no document can steer the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rag.answer import Answer, Citation, FieldValue, RankedPassage
from ui.lead import lead
from ui.source_list import NEAREST
from ui.texts import Texts, texts

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STYLES = {
    "answered": "bold green", "partial": "bold yellow", "not_found": "bold red",
    "off_topic": "bold magenta",
}  # fmt: skip
_NUMBER = "bold cyan"


def answer_text(answer: Answer) -> RenderableType:
    """The whole answer, its labels in the answer's language."""
    words = texts(answer.language)
    status = Text(words(f"status.{answer.status}"), style=_STYLES[answer.status])
    body = plain(lead(answer)) or words(f"advice.{answer.status}")
    parts: list[RenderableType] = [status, Markdown(body, hyperlinks=False)]
    parts += [Text(plain(note), style="italic yellow") for note in answer.notes]
    if answer.items:
        parts += [Text(""), _table(answer, words)]
    if answer.citations:
        parts += [Text(""), Text(words("sources.title", count=len(answer.citations)), "bold")]
        parts += [part for citation in answer.citations for part in _source(citation, words)]
    elif answer.status == "not_found" and answer.passages:
        nearest = answer.passages[:NEAREST]
        parts += [Text(""), Text(words("sources.nearest", count=len(nearest)), "bold")]
        parts += [part for passage in nearest for part in _near(passage, words)]
    return Group(*parts)


def plain(text: str) -> str:
    """`text` without control characters; tab and line feed stay."""
    return _CONTROLS.sub("", text)


def _table(answer: Answer, words: Texts) -> Table:
    roles = list(dict.fromkeys(role for item in answer.items for role in item.fields))
    several = len({item.document for item in answer.items}) > 1
    table = Table(show_lines=True)
    table.add_column(words("table.number"), no_wrap=True)
    table.add_column(words("table.title"))
    if several:
        table.add_column(words("table.document"))
    for role in roles:
        table.add_column(words.role(role))
    for item in answer.items:
        cells = [item.section, item.title, *([item.document] if several else [])]
        cells += [_field(item.fields.get(role, []), words) for role in roles]
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _field(values: list[FieldValue], words: Texts) -> str:
    entries = [f"{value.text} [{value.citation}]" for value in values]
    return "\n".join(entries) or words("table.none")


def _source(citation: Citation, words: Texts) -> Iterator[RenderableType]:
    where = [citation.document, words.lines(*citation.lines)]
    if citation.page is not None:
        where.append(words("sources.page", page=citation.page))
    if citation.heading:
        where.append(citation.heading)
    yield Text(f"[{citation.number}] ", _NUMBER).append(plain(" · ".join(where)), "default")
    yield _quoted(citation.quote)


def _near(passage: RankedPassage, words: Texts) -> Iterator[RenderableType]:
    yield Text(plain(f"{passage.document} · {words.lines(*passage.lines)}"))
    yield _quoted(passage.text)


def _quoted(quote: str) -> RenderableType:
    return Padding(Text(plain(quote), style="italic"), (0, 0, 0, 4))
