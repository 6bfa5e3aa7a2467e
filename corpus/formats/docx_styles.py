"""What a Word paragraph is by its style and its own properties.

In: a document that python-docx has opened, and its paragraphs. Out: heading level, whether it is
the title, an entry of a table of contents or in bold type, and the list it belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|virsraksts|pealkiri|antraštė|überschrift|nagłówek) ?(\d)", re.I)
_LONGEST_CHAIN = 12
_BODY_TEXT = 9  # the outline level that means: no heading


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is styled."""

    level: int | None = None
    title: bool = False
    contents: bool = False
    bold: bool = False


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._by_id = {one.get(qn("w:styleId")): one for one in root.findall(qn("w:style"))}
        self._default = next(
            (
                one.get(qn("w:styleId"))
                for one in root.findall(qn("w:style"))
                if one.get(qn("w:type")) == "paragraph"
                and one.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )

    def of(self, paragraph: Any) -> Style:
        """The style of a paragraph."""
        chain = self._chain(paragraph)
        name = _name(chain[0]) if chain else ""
        if re.match(r"toc ?\d|toc heading|table of figures", name):
            return Style(contents=True)
        if name in ("title", "nosaukums"):
            return Style(title=True)
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        level = _outline(own)
        for style in chain if own is None else ():
            named = _HEADING.match(_name(style))
            level = (
                int(named[1])
                if named
                else _outline(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
            )
            if level is not None:
                break
        bold = _is_bold(paragraph, any(_on(s.find(f"{qn('w:rPr')}/{qn('w:b')}")) for s in chain))
        return Style(level=level, bold=bold)

    def numbering_of(self, paragraph: Any) -> tuple[str | None, int]:
        """The list that a paragraph belongs to, and its level from 0."""
        number = level = None
        for properties in (
            paragraph.find(qn("w:pPr")),
            *(style.find(qn("w:pPr")) for style in self._chain(paragraph)),
        ):
            found = properties.find(qn("w:numPr")) if properties is not None else None
            if found is None:
                continue
            number = number or _value(found.find(qn("w:numId")))
            level = level or _value(found.find(qn("w:ilvl")))
            if number:
                break
        depth = int(level) if level and re.fullmatch(r"\d", level) else 0
        return (None if number in (None, "0") else number), depth

    def _chain(self, paragraph: Any) -> list[Any]:
        """The paragraph's style and those it is based on."""
        key = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._default
        chain: list[Any] = []
        while key in self._by_id and len(chain) < _LONGEST_CHAIN:
            chain.append(self._by_id[key])
            key = _value(chain[-1].find(qn("w:basedOn")))
        return chain


def _name(style: Any) -> str:
    return (_value(style.find(qn("w:name"))) or "").lower()


def _value(element: Any | None) -> str | None:
    return None if element is None else element.get(qn("w:val"))


def _outline(element: Any | None) -> int | None:
    value = _value(element)
    if value is None or not re.fullmatch(r"\d", value) or int(value) >= _BODY_TEXT:
        return None
    return int(value) + 1


def _on(element: Any | None) -> bool:
    return element is not None and element.get(qn("w:val"), "1") not in ("0", "false", "off")


def _is_bold(paragraph: Any, by_style: bool) -> bool:
    """Whether all that a paragraph says is in bold type."""
    said = False
    for run in paragraph.iter(qn("w:r")):
        if not "".join(text.text or "" for text in run.iter(qn("w:t"))).strip():
            continue
        said = True
        own = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
        if not (_on(own) if own is not None else by_style):
            return False
    return said
