"""What a document is once it has been read: sections, passages and page artefacts."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.span import Span

PASSAGE_KINDS = (
    "item", "paragraph", "row", "entry", "definition", "footnote", "caption", "link",
)  # fmt: skip
ARTEFACT_KINDS = (
    "header", "footer", "page_number", "footnote_mark", "markup", "empty_item", "empty_cell",
    "toc", "illegible",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline.

    `key` is unique in its document: the printed number where there is one, else a slug of the
    title. `span` runs from the heading to the end of
    the last thing in the section;
    `heading_pieces` are the heading's own characters (several where a page break split it; none
    where the section is a row of a table, whose title is a passage).
    `kind` is what the plan calls the division (`direction`,
    `priority`, `goal`, `action`, …) where its heading says so. A `unit` is what list answers list.
    """

    key: str
    document: str
    ordinal: int
    number: str | None
    title: str
    level: int
    role: str | None
    kind: str | None
    unit: bool
    span: Span
    heading_pieces: tuple[Span, ...]
    parent: str | None
    lines: tuple[int, int]

    @property
    def heading(self) -> Span:
        """The first piece of the heading; the whole of a section that has none."""
        return self.heading_pieces[0] if self.heading_pieces else self.span


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest citable piece.

    `pieces` are the passage's own characters (footers and footnotes that fall inside it left
    out); `body` is the span that a citation quotes, without the item's letter. `text` is the body
    as it is read and searched: white space folded, words that a line end split joined again.
    `section` is the key of the numbered division it belongs to, `unit` that of the unit around
    it, `breadcrumb` the titles above it, outermost first. `context` is the sentence that
    introduces the list the item stands in. `part` counts the parts of a long block that was cut,
    from 0. Lines are 1-based, first and last. `ocr` says that the text was read off a picture, so
    that its letters may be wrong.
    """

    id: str
    document: str
    ordinal: int
    kind: str
    section: str | None
    unit: str | None
    role: str | None
    item: str | None
    part: int
    pieces: tuple[Span, ...]
    body: Span
    text: str
    breadcrumb: tuple[str, ...]
    context: str | None
    lines: tuple[int, int]
    page: int | None
    ocr: bool = False

    @property
    def searchable(self) -> str:
        """Breadcrumb, introducing sentence and text: what is embedded and searched."""
        above = " › ".join(self.breadcrumb)
        return "\n".join(part for part in (above, self.context, self.text) if part)


@dataclass(frozen=True, slots=True)
class Artefact:
    """Characters of the page that say nothing themselves; `kind` is one of ARTEFACT_KINDS."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Description:
    """What is known about a document besides its text."""

    id: str
    title: str
    publisher: str | None
    year: int | None
    language: str
    sha256: str
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read. `text` is the stored text all spans refer to.

    `pages` holds the span of each page where the format has pages, else it is empty. `unread`
    says of each page, by its number from 1, that could not be read why.
    """

    description: Description
    text: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    artefacts: tuple[Artefact, ...]
    pages: tuple[Span, ...] = field(default=())
    unread: tuple[tuple[int, str], ...] = field(default=())

    @property
    def id(self) -> str:
        return self.description.id
