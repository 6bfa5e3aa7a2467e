"""From a verified draft to the contract: numbered citations, Markdown, rows."""

from __future__ import annotations

from typing import Any

from corpus.lines import LINE_BREAK
from corpus.model import Section
from corpus.span import Span
from index.protocol import PassageIndex
from rag.answer import Citation, FieldValue, Item, Language, RankedPassage
from rag.draft import Draft, Evidence, Row, Statement
from rag.gloss import glossed
from rag.retrieval import Scored
from rag.units import Units

_ROOM = 1_000  # characters of the values that the text of a comparison says


class Renderer:
    """Numbers citations in the order in which the answer first uses them."""

    def __init__(self, index: PassageIndex, units: Units, language: Language) -> None:
        self._index = index
        self._language = language
        self._units = units
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []

    def markdown(self, draft: Draft) -> tuple[str, list[Item]]:
        """The answer's text with its marks, and its rows."""
        written = [self._line(statement) for statement in draft.statements if statement.words]
        lines = [self._line(statement) for statement in draft.statements if not statement.words]
        items = []
        for row in draft.rows:
            fields = {
                role: [
                    FieldValue(
                        text=self._glossed(text, evidence.passage.document),
                        citation=self._cite(evidence),
                    )
                    for text, evidence in found
                ]
                for role, found in row.fields.items()
            }
            numbers = [value.citation for found in fields.values() for value in found]
            if row.section is not None and row.section.heading_pieces and _by_title(row, numbers):
                numbers = [self._cite_heading(row.section), *numbers]
            items.append(
                Item(
                    section=row.label,
                    title=self._glossed(row.title, row.document),
                    path=list(row.path),
                    document=row.document,
                    fields=fields,
                    citations=list(dict.fromkeys(numbers)),
                )
            )
            said = self._said_of(row, _ROOM // len(draft.rows)) if draft.spelt else ""
            lines.append(_row_line(row, items[-1], said))
        blocks = ("\n".join(written), draft.lead, "\n".join(lines))
        return "\n\n".join(block for block in blocks if block), items

    def _said_of(self, row: Row, room: int) -> str:
        """The values of a row as quotes with their marks; those that about `room` characters do
        not hold by their marks alone."""
        said: list[str] = []
        left: list[int] = []
        for text, evidence in (one for found in row.fields.values() for one in found):
            number = self._cite(evidence)
            if left or (said and len(text) > room):
                left.append(number)
                continue
            gloss = self._glossed(text, evidence.passage.document).removeprefix(text)
            said.append(f"“{text}”{gloss} [{number}]")
            room -= len(said[-1])
        return "; ".join(said) + "".join(f" [{number}]" for number in dict.fromkeys(left))

    def _line(self, statement: Statement) -> str:
        cited = dict.fromkeys(self._cite(quote.evidence) for quote in statement.quotes)
        marks = "".join(f" [{number}]" for number in cited)
        return f"- {statement.text}{self._gloss(statement)}{marks}"

    def _glossed(self, text: str, document: str) -> str:
        return glossed(text, self._index.document(document).description.language, self._language)

    def _gloss(self, statement: Statement) -> str:
        """The translation of a statement that is one short quote, in brackets."""
        if len(statement.quotes) != 1 or statement.words:
            return ""
        quote = statement.quotes[0]
        translated = self._glossed(quote.text, quote.evidence.passage.document)
        return translated.removeprefix(quote.text)

    def _cite(self, evidence: Evidence) -> int:
        passage, span = evidence.passage, evidence.span
        section = self._home(passage.document, passage.unit or passage.section)
        return self._number(
            passage.document,
            span,
            passage=passage.id,
            lines=_lines(evidence, self._index.document(passage.document).text),
            page=passage.page,
            section=(section.number or section.key) if section else None,
            heading=section.title if section else None,
            role=passage.role,
            item=passage.item,
        )

    def _cite_heading(self, section: Section) -> int:
        """A row without fields rests on its own heading."""
        return self._number(
            section.document,
            section.heading,
            passage=f"{section.document}:{section.key}",
            lines=(section.lines[0], section.lines[0]),
            section=section.number or section.key,
            heading=section.title,
        )

    def _number(self, document: str, span: Span, **place: Any) -> int:
        """The number of the citation of `span`; `place` says where it stands, if it is new."""
        key = (document, span.start, span.end)
        if key not in self._numbers:
            source = self._index.document(document)
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(
                Citation(
                    number=self._numbers[key],
                    document=document,
                    title=source.description.title,
                    quote=span.quote(source.text),
                    start=span.start,
                    end=span.end,
                    url=_url(*key),
                    **place,
                )
            )
        return self._numbers[key]

    def _home(self, document: str, key: str | None) -> Section | None:
        return self._units.section(document, key) if key else None


def _by_title(row: Row, numbers: list[int]) -> bool:
    """Whether a row rests on its own heading: where nothing else is cited, and where it has no
    number that says where it stands."""
    return not numbers or (row.section is not None and row.section.number is None)


def _row_line(row: Row, item: Item, said: str) -> str:
    """A row in the running answer: what it is, what a model says of it or what its fields say, and
    the marks of what qualifies it."""
    marks = "".join(f" [{number}]" for number in item.citations)
    number = row.section.number if row.section else None
    name = f"**{number}** {item.title}" if number else item.title
    if said and not row.words:
        return f"- {name}: {said}"
    return f"- {name}: {row.words}{marks}" if row.words else f"- {name}{marks}"


def ranked_passage(scored: Scored) -> RankedPassage:
    """A passage as the contract shows what retrieval found."""
    passage = scored.passage
    return RankedPassage(
        id=passage.id,
        document=passage.document,
        section=passage.section,
        role=passage.role,
        item=passage.item,
        lines=passage.lines,
        page=passage.page,
        start=passage.body.start,
        end=passage.body.end,
        score=round(scored.score, 6),
        text=passage.text,
    )


def _lines(evidence: Evidence, text: str) -> tuple[int, int]:
    """First and last line of what is quoted, counted on from where the passage begins."""
    passage, span = evidence.passage, evidence.span
    before = text[passage.pieces[0].start : span.start]
    first = passage.lines[0] + len(LINE_BREAK.findall(before))
    return first, first + len(LINE_BREAK.findall(span.of(text)))


def _url(document: str, start: int, end: int) -> str:
    return f"/documents/{document}/view?start={start}&end={end}#cited"
