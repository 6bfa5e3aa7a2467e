"""Lists of a web page that are more than items: its contents, and cards of units.

In: the element of a list. Out: the entries of a table of contents; the rows of a card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from corpus.composer import CellText
from corpus.lexicon import role_names
from corpus.span import fold

_LEAST_ENTRIES = 3  # of a table of contents
_LINKED = 0.8  # share of its text that leads to places of the page
_LEAST_ROLES = 2  # that a list of terms names where it is a unit's card


def entries(listed: Any) -> list[str]:
    """What each item of a list says."""
    return [said for item in listed.css("li") if (said := fold(item.text()))]


def is_contents(listed: Any) -> bool:
    """Whether a list holds nothing but links to places of the same page."""
    links = [a for a in listed.css("a") if (a.attributes.get("href") or "").startswith("#")]
    said = sum(len(fold(a.text())) for a in links)
    return len(links) >= _LEAST_ENTRIES and said >= _LINKED * len(fold(listed.text()))


def parts_of(terms: Any) -> Iterator[Any]:
    """The terms and meanings of a list, also where boxes hold pairs of them."""
    for child in terms.iter(include_text=False):
        if child.tag in ("dt", "dd"):
            yield child
        elif child.tag == "div":
            yield from parts_of(child)


def card_of(terms: Any, paragraphs: Callable[[Any], list[str]]) -> list[list[CellText]]:
    """The rows of a list of terms most of which name roles, two at least; else none.

    `paragraphs` gives those of an element.
    """
    rows: list[list[CellText]] = []
    for part in parts_of(terms):
        if part.tag == "dt":
            rows.append([CellText((fold(part.text()).rstrip(": "),))])
        elif rows:
            said = (*(one for cell in rows[-1][1:] for one in cell.paragraphs), *paragraphs(part))
            rows[-1] = [rows[-1][0], CellText(said)]
    rows = [row for row in rows if len(row) > 1]
    named = [role_names().role_of(row[0].paragraphs[0]) for row in rows]
    roles = [role for role in named if role]
    return rows if len(set(roles)) >= _LEAST_ROLES and 2 * len(roles) > len(rows) else []
