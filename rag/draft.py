"""An answer while it is being made: statements and rows, each with the spans they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Passage, Section
from corpus.span import Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of a document, in the passage it lies in."""

    passage: Passage
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a span, as the answer shows them."""

    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says, in the document's own words.

    Several quotes are parts of one passage that a page break cut. `label` stands before them, in
    Markdown: the document they are from, where that is not said otherwise. `words` says it in a
    language model's words instead, which the quotes bear out.
    """

    quotes: tuple[Quote, ...]
    label: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """The statement in Markdown, without marks."""
        if self.words:
            return self.words
        return self.label + "… ".join(f"“{quote.text}”" for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of a list or comparison: its fields by role, each value with its evidence.

    `words` says in a language model's words how it answers the question; its evidence bears it out.
    """

    section: Section | None
    label: str
    title: str
    path: tuple[str, ...]
    document: str
    fields: dict[str, tuple[tuple[str, Evidence], ...]]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`lead` is the first sentence, in the asker's language; an empty draft answers nothing.

    `block` is how likely the list of a document that it gives is the one asked for; None where it
    gives none (`rag.blocks`). `told` is how likely it is right by what bounds of amounts told
    apart, or since the text gives a definition, 0 where neither did. `notes` say what else there
    is to know. `spelt` says that the text of the answer is to say what the rows' fields hold, as
    that of a comparison does.
    """

    lead: str
    statements: tuple[Statement, ...] = ()
    rows: tuple[Row, ...] = field(default=())
    block: float | None = None
    told: float = 0.0
    notes: tuple[str, ...] = ()
    spelt: bool = False

    @property
    def empty(self) -> bool:
        return not self.statements and not self.rows

    def passages(self) -> list[Passage]:
        """The passages that it quotes, once each, in order."""
        quoted = [quote.evidence.passage for one in self.statements for quote in one.quotes]
        for row in self.rows:
            quoted += [one.passage for cell in row.fields.values() for _, one in cell]
        return list({passage.id: passage for passage in quoted}.values())

    def sides(self) -> list[str]:
        """What it quotes of each row, or under each label, as one text; of statements with one
        label, each by itself."""
        one_label = len({one.label for one in self.statements}) == 1
        found: dict[str, list[str]] = {}
        for number, one in enumerate(self.statements):
            key = str(number) if one_label else one.label
            found.setdefault(key, []).extend(quote.text for quote in one.quotes)
        rows = [[text for cell in row.fields.values() for text, _ in cell] for row in self.rows]
        return [" ".join(texts) for texts in (*found.values(), *rows)]
