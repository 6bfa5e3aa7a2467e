"""The pipeline people write first, as a baseline: fixed chunks, one embedding, the top ten.

In: documents and the embedder planqa itself uses. Out: a `System` whose answer is the top chunks
as they stand, up to 1,200 characters, and whose list is the set of units that the chunks touch.
It always answers; its confidence is the best chunk's similarity.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.model import Document
from corpus.span import Span, fold
from eval.metrics.language import language_of
from eval.source import Source, saved_document
from index.embedder import Embedder
from rag.answer import Answer, AskRequest, Citation, Item, RankedPassage

CHUNK_SIZE = 1000
OVERLAP = 150
TOP = 10
ROOM = 1_200


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk of a document's stored text."""

    document: str
    span: Span
    text: str


def split(document: Document) -> list[Chunk]:
    """Chunks of at most 1,000 characters that overlap by at most 150."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_SIZE, chunk_overlap=OVERLAP, add_start_index=True
    )
    pieces = splitter.create_documents([document.text])
    chunks: list[Chunk] = []
    for piece in pieces:
        start = int(piece.metadata["start_index"])
        text = piece.page_content
        chunks.append(Chunk(document.id, Span(start, start + len(text)), text))
    return chunks


class ChunkPipeline:
    """RecursiveCharacterTextSplitter 1000/150, the given embedder, flat inner product, top 10."""

    name = "langchain"

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        self._embedder = embedder
        self._sources = {one.id: Source(saved_document(one)) for one in documents}
        self._chunks = [chunk for document in documents for chunk in split(document)]
        vectors = embedder.encode_passages([chunk.text for chunk in self._chunks])
        self._index = faiss.IndexFlatIP(embedder.dimension)
        self._index.add(vectors)

    def answer(self, request: AskRequest) -> Answer:
        """Answer with the top chunks; a follow-up is searched together with the question before."""
        start = time.perf_counter()
        asked = [turn.question for turn in (request.history or [])[-1:]] + [request.question]
        scores, found = self._index.search(self._embedder.encode_questions([" ".join(asked)]), TOP)
        ranked = [
            (self._chunks[row], float(score))
            for row, score in zip(found[0], scores[0], strict=True)
            if row >= 0
        ]
        citations = self._citations([chunk for chunk, _ in ranked])
        return Answer(
            question=request.question,
            language=request.language or language_of(request.question),
            kind="fact",
            status="answered" if ranked else "not_found",
            answer="\n".join(f"- {one.quote} [{one.number}]" for one in citations),
            citations=citations,
            items=self._items([chunk for chunk, _ in ranked]),
            passages=[self._passage(chunk, score) for chunk, score in ranked],
            confidence=float(np.clip(ranked[0][1], 0, 1)) if ranked else 0.0,
            generator="chunks",
            index=self._embedder.fingerprint[:16],
            elapsed_ms=1000 * (time.perf_counter() - start),
        )

    def _citations(self, chunks: Sequence[Chunk]) -> list[Citation]:
        """The top chunks, the last one cut where the room ends."""
        citations: list[Citation] = []
        room = ROOM
        for chunk in chunks:
            text = chunk.text[:room].rstrip()
            if not text:
                break
            room -= len(text)
            span = Span(chunk.span.start, chunk.span.start + len(text))
            citations.append(self._citation(len(citations) + 1, chunk.document, span))
        return citations

    def _citation(self, number: int, document: str, span: Span) -> Citation:
        saved = self._sources[document].saved
        view = f"/documents/{document}/view?start={span.start}&end={span.end}"
        return Citation(
            number=number,
            passage=f"{document}:{span.start}",
            document=document,
            title=saved.title,
            quote=fold(span.of(saved.text)),
            start=span.start,
            end=span.end,
            lines=_lines(saved.text, span),
            section=self._sources[document].unit_at(span),
            url=view,
        )

    def _items(self, chunks: Sequence[Chunk]) -> list[Item]:
        units = {
            (chunk.document, unit): None
            for chunk in chunks
            for unit in self._sources[chunk.document].units_in(chunk.span)
        }
        return [
            Item(section=unit, title="", path=[], document=document, fields={}, citations=[])
            for document, unit in units
        ]

    def _passage(self, chunk: Chunk, score: float) -> RankedPassage:
        source = self._sources[chunk.document]
        return RankedPassage(
            id=f"{chunk.document}:{chunk.span.start}",
            document=chunk.document,
            section=source.unit_at(chunk.span),
            role=None,
            item=None,
            lines=_lines(source.saved.text, chunk.span),
            page=None,
            start=chunk.span.start,
            end=chunk.span.end,
            score=score,
            text=chunk.text,
        )


def _lines(text: str, span: Span) -> tuple[int, int]:
    first = text.count("\n", 0, span.start) + 1
    return first, first + text.count("\n", span.start, span.end)
