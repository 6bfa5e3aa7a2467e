"""What a format reader hands on: the text cut into blocks, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Artefact
from corpus.span import Span


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a piece that can be cited.

    `kind` is `heading` or one of `corpus.model.PASSAGE_KINDS`. `pieces` are its own characters;
    `label` is the item's letter or bullet, which `body` leaves out. `depth` says how deep an item
    is nested. Of a heading: `number`, `title` and `level` (1 is outermost; 0 is
    a label such as "4. Ieviesēji:" that stands below whatever division is open) and `role`.
    `unit` marks what the reader knows to be a unit (a table row that stands for a goal), and
    `division` of what kind. `context` is what introduces the block, where the reader knows, such
    as the name of a column. `place` says in which table and row (0: none of its own) it stands
    where the table's rows are units; the heading of such a row may have no pieces. `frame` tells
    the box in which it stands from the others; a section that begins in a box ends with it.
    """

    kind: str
    pieces: tuple[Span, ...]
    body: Span
    label: str | None = None
    depth: int = 0
    number: str | None = None
    title: str = ""
    level: int = 0
    role: str | None = None
    unit: bool = False
    division: str | None = None
    context: str | None = None
    place: tuple[int, int] | None = None
    frame: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has been read: the stored text, its blocks, artefacts and pages.

    `scanned` are the numbers, from 1, of pages that were read by OCR; `unread` says of each page
    that could not be read why, such as "is a picture without text". `publisher` is who the file
    says has published it.
    """

    text: str
    blocks: tuple[Block, ...]
    artefacts: tuple[Artefact, ...]
    pages: tuple[Span, ...] = ()
    title: str | None = None
    scanned: tuple[int, ...] = ()
    unread: tuple[tuple[int, str], ...] = ()
    publisher: str | None = None
