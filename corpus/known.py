"""What a format knows about the lines of its text besides their characters.

In: what a reader saw in the file: styles, fonts, positions, tables. Out: the same, by the numbers
of the lines of the stored text, for `corpus.layout` to go by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.span import Span


@dataclass(frozen=True, slots=True)
class Title:
    """A heading by its looks: lines up to `stop` (one past the last).

    `level` 1 is outermost; None says that it stands below the headings with a level, as a line
    in bold type does.
    """

    stop: int
    level: int | None


@dataclass(frozen=True, slots=True)
class ListItem:
    """A list item: the characters its marker takes, what the marker says, how deep it stands."""

    length: int
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote on lines up to `stop` (one past the last): the mark it opens with, its length."""

    stop: int
    label: str
    length: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its paragraphs, none when empty; how many columns it spans."""

    paragraphs: tuple[Span, ...] = ()
    width: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row, on whole lines of `span`; the first `headers` rows name the columns.

    `headers` is None where the format does not tell. `continues` says that it carries on the
    table before it, which a page's end has cut.
    """

    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    headers: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Keys are 1-based numbers of lines of the stored text.

    `starts` are the lines that begin a block; None leaves that to how the lines look. `asides`
    are artefacts by their kind. `typed` says that type tells headings from text, so that a line
    in the type of the text is none for standing apart. `marks` are the spans of raised figures
    that stand for a footnote. `frames` are the spans of text that stands in one drawn box each.
    `wrapped` are lines that carry on a line which had no room for their first word.
    """

    titles: Mapping[int, Title] = field(default_factory=dict)
    items: Mapping[int, ListItem] = field(default_factory=dict)
    asides: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, Note] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    starts: frozenset[int] | None = None
    typed: bool = False
    marks: tuple[Span, ...] = ()
    frames: tuple[Span, ...] = ()
    wrapped: frozenset[int] = frozenset()
