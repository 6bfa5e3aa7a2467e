"""From passages to vectors in the record; a text that has one already is not encoded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from corpus.model import Document
from index.embedder import Embedder
from index.record import Record
from index.writer import Writer

# Vectors are put on disk so many at a time: a run that is stopped has lost no more than these.
_PORTION = 512
Progress = Callable[[str, int, int], None]


def text_hashes(document: Document) -> list[str]:
    """What the text of each passage is known by."""
    return [hashlib.sha256(p.searchable.encode()).hexdigest() for p in document.passages]


def embed(
    record: Record, document: Document, embedder: Embedder, progress: Progress
) -> tuple[list[str], int]:
    """Give each passage of `document` a vector; the hashes of all texts, and how many were new."""
    hashes = text_hashes(document)
    texts = (passage.searchable for passage in document.passages)
    known = record.known_hashes(embedder.fingerprint, hashes)
    missing = {h: t for h, t in zip(hashes, texts, strict=True) if h not in known}
    waiting = list(missing)
    for start in range(0, len(waiting), _PORTION):
        portion = waiting[start : start + _PORTION]

        def report(done: int, _: int, start: int = start) -> None:
            progress(f"encoding {document.id}", start + done, len(waiting))

        vectors = embedder.encode_passages([missing[h] for h in portion], report)
        with record.writing():
            record.put_vectors(embedder.fingerprint, portion, vectors)
    return hashes, len(missing)


def take_over_model(writer: Writer, embedder: Embedder, progress: Progress) -> int:
    """Where another model made the index, encode what is there with this one; how many texts."""
    record = writer.record
    if record.meta("model") == embedder.fingerprint:
        return 0
    encoded = 0
    for stored in record.stored():
        document = record.contents(stored.description.id)
        assert document is not None, "nobody else writes"
        encoded += embed(record, document, embedder, progress)[1]
    with writer.change(embedder.fingerprint):
        pass
    return encoded
