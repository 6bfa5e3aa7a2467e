"""The units of a list or a comparison as an HTML table, one row for each.

In: an answer with items. Out: a table with a caption, column and row headers, and in each cell
the label of its column, which a narrow screen shows in place of the column.
"""

from __future__ import annotations

import re
from html import escape

from rag.answer import Answer, FieldValue, Item
from ui.citing import Locate, Marks, Place
from ui.texts import Texts, texts

_KEY = re.compile(r"[a-z]{3}")  # in what stands for the number of a section that has none


def unit_table(answer: Answer, marks: Marks, locate: Locate) -> str:
    """The table; a column for each role that some unit has, in the order of their appearance.

    Passages of no unit are told in full under their headings; their first words are no title.
    """
    words = texts(answer.language)
    whole = [_passage(item) for item in answer.items]
    passages = all(whole)
    fields = [] if passages else [role for item in answer.items for role in item.fields]
    roles = list(dict.fromkeys(fields))
    several = len({item.document for item in answer.items}) > 1
    labels = [words("table.number"), words("table.title")]
    labels += [words("table.document")] if several else []
    labels += [words.role(role) for role in roles]
    head = "".join(_heading(column, label) for column, label in enumerate(labels))
    rows = []
    for position, (item, said) in enumerate(zip(answer.items, whole, strict=True), start=1):
        place = locate(item.document, 0)
        title = (
            _whole(item, said, place, marks)
            if passages and said
            else _title(item, place, marks, words)
        )
        cells = [title]
        cells += [_said(place.title, place)] if several else []
        cells += [_field(item.fields.get(role, []), place, marks, words) for role in roles]
        number = str(position) if _KEY.search(item.section) else item.section
        rows.append(_row(number, labels[1:], cells))
    caption = escape(_caption(answer, words))
    return (
        f'<div class="pq-table" role="region" tabindex="0" aria-label="{caption}">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(number: str, labels: list[str], cells: list[str]) -> str:
    shown = "".join(
        f'<td data-label="{escape(label)}">{cell}</td>'
        for label, cell in zip(labels, cells, strict=True)
    )
    return f'<tr><th scope="row">{escape(number)}</th>{shown}</tr>'


def _heading(column: int, label: str) -> str:
    """A column's name, which sorts the rows by it when pressed (`static/answers.js`)."""
    return (
        f'<th scope="col" aria-sort="none"><button type="button" class="pq-sort" '
        f'data-column="{column}">{escape(label)}</button></th>'
    )


def _passage(item: Item) -> FieldValue | None:
    """The one value of an item whose title is how that value begins; None for any other item."""
    values = [value for found in item.fields.values() for value in found]
    begins = len(values) == 1 and values[0].text.startswith(item.title.removesuffix("…"))
    return values[0] if begins else None


def _whole(item: Item, value: FieldValue, place: Place, marks: Marks) -> str:
    """A passage with its mark, and where it stands."""
    return f"{_said(value.text, place)} {marks.link(value.citation)}{_above(item)}"


def _above(item: Item) -> str:
    above = " › ".join(escape(step) for step in item.path)
    return f'<div class="pq-path">{above}</div>' if above else ""


def _title(item: Item, place: Place, marks: Marks, words: Texts) -> str:
    lang = escape(place.language)
    named = f'<div class="pq-title" lang="{lang}">{escape(item.title)}{_above(item)}</div>'
    return named + _quotes(item, place, marks, words)


def _quotes(item: Item, place: Place, marks: Marks, words: Texts) -> str:
    """The unit's quotes word for word, folded until they are wanted."""
    lang = escape(place.language)
    entries = [
        f'<li>{marks.link(number)} <span lang="{lang}">{escape(marks.citation(number).quote)}'
        f'</span> <span class="pq-path">{escape(words.lines(*marks.citation(number).lines))}'
        "</span></li>"
        for number in item.citations
        if number in marks
    ]
    if not entries:
        return ""
    summary = escape(words("table.quotes", count=len(entries)))
    return (
        f'<details class="pq-quotes"><summary>{summary}</summary>'
        f"<ul>{''.join(entries)}</ul></details>"
    )


def _field(values: list[FieldValue], place: Place, marks: Marks, words: Texts) -> str:
    entries = [
        f"<li>{_said(value.text, place)} {marks.link(value.citation)}</li>"
        for value in values
        if value.citation in marks
    ]
    if not entries:
        return f'<span class="pq-none">{escape(words("table.none"))}</span>'
    return f"<ul>{''.join(entries)}</ul>"


def _said(text: str, place: Place) -> str:
    return f'<span lang="{escape(place.language)}">{escape(text)}</span>'


def _caption(answer: Answer, words: Texts) -> str:
    if answer.kind == "comparison":
        return words("table.caption_comparison")
    if len(answer.items) == 1:
        return words("table.caption_one")
    return words("table.caption", count=len(answer.items))
