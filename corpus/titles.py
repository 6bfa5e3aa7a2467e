"""The title of a document that no catalogue knows, as it stands on the document's first lines.

In: a source. Out: its title, or None where the text begins with its first chapter at once.
"""

from __future__ import annotations

import re

from corpus.block import Block, Source
from corpus.lexicon import signs
from corpus.span import fold

_LONGEST = 160  # characters; what is longer is text
_LEAST_LETTERS = 3
_QUOTED = re.compile(r"[\"„“«]([^\"„“”«»]+)[\"“”»]")
_LEAST_NAME, _LONGEST_NAME = 2, 8  # words of a publisher's name
_ABBREVIATED = re.compile(r"\b(?:[^\W\d_]{1,2}|(?:19|20)\d\d)\.$")  # "2023–2029 m.", "2027."
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def printed_title(source: Source) -> str | None:
    """The short line above the first chapter that names a year, else the first such line.

    Plans put the years they cover into the title, and often the publisher's name above it.
    """
    if source.title:
        return source.title
    lines = _with_years([_read(block, source.text) for block in _opening(source)])
    lines = [line for line in lines if not signs().is_contents(line)]
    dated = [line for line in lines if _YEAR.search(line)]
    return next(iter([*dated, *lines]), None)


def printed_publisher(source: Source, title: str) -> str | None:
    """Who stands above the title: the first short line there that names somebody, and no date."""
    for block in _opening(source):
        read = _read(block, source.text)
        if fold(read) in title or title in fold(read) or block.kind == "heading":
            return None
        words = read.split()
        named = read[:1].isupper() and not any(c.isdigit() for c in read)
        if named and _LEAST_NAME <= len(words) <= _LONGEST_NAME:
            quoted = _QUOTED.search(read)  # of 'Association "Hills and Lakes"', the name
            return fold(quoted[1] if quoted else read)
    return None


def _with_years(lines: list[str]) -> list[str]:
    """The lines that say something; years on a line of their own belong to the line above."""
    found: list[str] = []
    for line in lines:
        if sum(c.isalpha() for c in line) >= _LEAST_LETTERS:
            found.append(line)
        elif found and _YEAR.search(line):
            found[-1] = f"{found[-1]} {line}"
    return found


def _opening(source: Source) -> list[Block]:
    """The short blocks above the first numbered heading, or up to the first one without."""
    found: list[Block] = []
    for block in source.blocks:
        heading = block.kind == "heading"
        dated = heading and bool(_YEAR.search(block.title or ""))
        titled = dated and not any(_YEAR.search(_read(above, source.text)) for above in found)
        if (heading and (block.number or (found and not titled))) or block.role:
            break
        if heading or (block.kind == "paragraph" and _is_short(block, source)):
            found.append(block)
        if heading:
            break
    return found


def _is_short(block: Block, source: Source) -> bool:
    end = block.pieces[-1].end
    heads_contents = any(
        artefact.kind == "toc" and not source.text[end : artefact.span.start].strip()
        for artefact in source.artefacts
        if artefact.span.start >= end
    )
    read = block.body.quote(source.text)
    ends_sentence = read[-1] in ".:;," and not _ABBREVIATED.search(read)
    return len(read) <= _LONGEST and not ends_sentence and not heads_contents


def _read(block: Block, text: str) -> str:
    return fold(block.title) if block.kind == "heading" else block.body.quote(text)
