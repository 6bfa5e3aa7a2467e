"""From the bytes of a file to a `Document`: format, outline, passages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.block import Source
from corpus.contents import without_contents
from corpus.errors import PlanqaError
from corpus.formats.docx import DocxFormat
from corpus.formats.html import HtmlFormat
from corpus.formats.pdf import PdfFormat
from corpus.formats.protocol import Format
from corpus.formats.text import MarkdownFormat, PlainFormat
from corpus.language import detect_language
from corpus.letters import slug
from corpus.lexicon import signs
from corpus.lines import LineFinder
from corpus.listed_terms import terms_of_tables
from corpus.model import Description, Document
from corpus.outline import Outline, build_outline
from corpus.passages import build_passages
from corpus.span import fold
from corpus.titles import printed_publisher, printed_title

# The first that recognises a file reads it.
FORMATS: tuple[Format, ...] = (
    PdfFormat(), DocxFormat(), HtmlFormat(), MarkdownFormat(), PlainFormat(),
)  # fmt: skip
# Raised when reading changes, so that an index made by an older reader is made anew.
READER_VERSION = 15
_LONGEST_TITLE = 200


def read_bytes(path: Path) -> bytes:
    """The bytes of the file at `path`.

    Raises:
        PlanqaError: `file_missing`, `file_unreadable` or `document_empty`, naming the path.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise PlanqaError("file_missing", f"there is no file {path}; check the path", 404) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanqaError("file_unreadable", f"{path} cannot be read: {reason}") from error
    if not data.strip():
        raise PlanqaError("document_empty", f"{path} is empty; give a file with text", 422)
    return data


def read_document(
    data: bytes,
    name: str,
    known: Description | None = None,
    formats: Sequence[Format] = FORMATS,
    password: str | None = None,
) -> Document:
    """Read the file `name` with the bytes `data`; `known` is what a catalogue says of it.

    `password` opens a PDF that is locked.

    Raises:
        PlanqaError: `format_unknown`, or what the format says about a file it cannot read.
    """
    reader = next((f for f in formats if f.recognises(data)), None)
    if reader is None:
        names = ", ".join(f.name for f in formats)
        raise PlanqaError(
            "format_unknown", f"{name} is in none of the formats known ({names}); convert it", 415
        )
    source = reader.read(data, password)
    description = known or _describe(source, name)
    description = replace(description, sha256=hashlib.sha256(data).hexdigest(), source=name)
    return assemble(source, description)


def assemble(source: Source, description: Description) -> Document:
    """Build the document of a source: its outline, then its passages."""
    source = without_contents(source)
    source = replace(source, blocks=tuple(terms_of_tables(source.blocks, source.text)))
    finder = LineFinder(source.text)
    outline: Outline = build_outline(description.id, source.blocks, finder)
    passages = build_passages(
        description.id,
        description.title,
        source.text,
        source.blocks,
        outline,
        finder,
        source.pages,
    )
    scanned = set(source.scanned)
    passages = tuple(replace(p, ocr=True) if p.page in scanned else p for p in passages)
    return Document(
        description,
        source.text,
        outline.sections,
        passages,
        source.artefacts,
        source.pages,
        source.unread,
    )


def _describe(source: Source, name: str) -> Description:
    """What the document itself tells: title, publisher, year, language."""
    stem = Path(name).stem
    headings = [fold(block.title) for block in source.blocks if block.kind == "heading"]
    telling = [h for h in headings if not signs().is_standalone(h) and not signs().is_contents(h)]
    title = printed_title(source) or next(iter(telling), stem)
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{stem} {source.text[:3000]}")
    return Description(
        id=slug(stem),
        title=title[:_LONGEST_TITLE],
        publisher=source.publisher or printed_publisher(source, title),
        year=int(years[0]) if years else None,
        language=detect_language(source.text),
        sha256="",
        source=name,
    )
