"""From blocks and their sections to passages: breadcrumb, role, unit, context, identity."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from dataclasses import replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.block import Block
from corpus.letters import bare_fold
from corpus.lines import LineFinder
from corpus.model import Passage, Section
from corpus.outline import Outline
from corpus.reading import as_read
from corpus.span import Span, fold, trimmed

LONGEST = 900  # characters: above, a passage is cut at sentence ends to stay below 512 tokens
_LONGEST_CRUMB = 120
_LONGEST_CONTEXT = 300


def build_passages(
    document: str,
    title: str,
    text: str,
    blocks: tuple[Block, ...],
    outline: Outline,
    finder: LineFinder,
    pages: tuple[Span, ...],
) -> tuple[Passage, ...]:
    """One passage for each block that is no heading; long ones cut at sentence ends."""
    by_key = {section.key: section for section in outline.sections}
    found: list[Passage] = []
    contexts = _contexts(text, blocks)
    for block, home, context in zip(blocks, outline.homes, contexts, strict=True):
        if block.kind == "heading":
            continue
        section = outline.sections[home] if home is not None else None
        above = _ancestors(section, by_key)
        for number, part in enumerate(_parts(text, block)):
            passage = _passage(document, title, text, part, above, context)
            found.append(replace(passage, part=number))
    return tuple(_identified(found, finder, pages))


def _ancestors(section: Section | None, by_key: dict[str, Section]) -> list[Section]:
    """The section and those around it, outermost first."""
    path: list[Section] = []
    while section:
        path.append(section)
        section = by_key[section.parent] if section.parent else None
    return path[::-1]


def _passage(
    document: str,
    title: str,
    text: str,
    block: Block,
    above: list[Section],
    context: str | None,
) -> Passage:
    divisions = [section for section in above if section.number or section.unit]
    role = next((section.role for section in reversed(above) if section.role), block.role)
    unit = next((section.key for section in reversed(above) if section.unit), None)
    home = divisions[-1] if divisions else (above[-1] if above else None)
    pieces = _within(block.pieces, block.body)
    return Passage(
        id="",
        document=document,
        ordinal=0,
        kind=block.kind,
        section=home.key if home else None,
        unit=unit,
        role=block.role or role,
        item=block.label,
        part=0,
        pieces=block.pieces,
        body=block.body,
        text=as_read(text, pieces),
        breadcrumb=_breadcrumb(title, above),
        context=context,
        lines=(0, 0),
        page=None,
    )


def _within(pieces: tuple[Span, ...], body: Span) -> tuple[Span, ...]:
    """The parts of `pieces` that lie in `body`."""
    return tuple(
        Span(max(piece.start, body.start), min(piece.end, body.end))
        for piece in pieces
        if piece.overlaps(body)
    )


def _breadcrumb(title: str, above: list[Section]) -> tuple[str, ...]:
    """The document's title and the sections', outermost first; a title page says it once."""
    crumbs = [_crumb(section) for section in above]
    said = bare_fold(fold(title))
    return (title, *(crumb for crumb in crumbs if bare_fold(crumb) != said))


def _crumb(section: Section) -> str:
    title = fold(section.title)
    if len(title) > _LONGEST_CRUMB:
        title = title[:_LONGEST_CRUMB].rsplit(" ", 1)[0] + "…"
    return f"{section.number} {title}" if section.number else title


def _contexts(text: str, blocks: tuple[Block, ...]) -> list[str | None]:
    """For each item the sentence that introduces its list: the item above, or a "…:" before."""
    found: list[str | None] = []
    above: list[tuple[int, str]] = []  # (depth, text), outermost first
    for block in blocks:
        if block.kind == "heading":
            above.clear()
        if block.kind in ("footnote", "link"):
            found.append(None)
            continue
        depth = block.depth if block.kind == "item" else -1
        above = [entry for entry in above if entry[0] < depth]
        introduced = above[-1][1] if above and block.kind == "item" else None
        found.append(introduced or block.context)
        read = as_read(text, _within(block.pieces, block.body))
        if block.kind == "item" or read.endswith(":"):
            above.append((depth, _shortened(read)))
    return found


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_CONTEXT:
        return text
    tail = text[-_LONGEST_CONTEXT:]
    return "…" + tail.split(" ", 1)[-1]


def _parts(text: str, block: Block) -> list[Block]:
    """`block`, or where it is long its parts: each ends at a sentence's end where there is one."""
    own = sum(map(len, _within(block.pieces, block.body)))
    if own <= LONGEST or block.kind in ("row", "definition"):
        return [block]
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=LONGEST,
        chunk_overlap=0,
        add_start_index=True,
        keep_separator="end",
        is_separator_regex=True,
        separators=[r"[.!?]\s+(?=[^\W\d_a-zāčēģīķļņšūž])", r";\s+", r",\s+", r"\s+", ""],
    )
    parts: list[Block] = []
    starts = [
        block.body.start + chunk.metadata["start_index"]
        for chunk in splitter.create_documents([block.body.of(text)])
    ]
    ends = [*starts[1:], block.body.end]
    for start, end in zip([block.body.start, *starts[1:]], ends, strict=True):
        body = trimmed(text, start, end)
        if body is None:
            continue
        first = block.pieces[0].start if start == block.body.start else body.start
        pieces = _within(block.pieces, Span(first, body.end))
        if pieces:
            body = Span(max(body.start, pieces[0].start), pieces[-1].end)
            parts.append(replace(block, pieces=pieces, body=body))
    return parts


def _identified(
    passages: list[Passage], finder: LineFinder, pages: tuple[Span, ...]
) -> list[Passage]:
    """Give each passage its place and an id that edits elsewhere in the document do not change."""
    seen: Counter[str] = Counter()
    page_starts = [page.start for page in pages]
    found = []
    for ordinal, passage in enumerate(passages):
        said = "\x1f".join((*passage.breadcrumb, passage.item or "", passage.text))
        digest = hashlib.sha256(said.encode()).hexdigest()[:12]
        seen[digest] += 1
        suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
        found.append(
            replace(
                passage,
                id=f"{passage.document}:{digest}{suffix}",
                ordinal=ordinal,
                lines=finder.lines(Span(passage.pieces[0].start, passage.pieces[-1].end)),
                page=bisect_right(page_starts, passage.body.start) or None,
            )
        )
    return found
