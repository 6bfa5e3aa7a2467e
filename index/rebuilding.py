"""Makes a damaged record anew: what is sound is carried over, the rest read again if it can be.

In: a home whose lock is held. Out: a new record in the place of the old, and what became of each
document. The old record stays beside the new one where something was lost.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PlanqaError
from corpus.model import Document
from index import seal as seals
from index.document_reader import DocumentReader
from index.embedder import Embedder
from index.embedding import Progress, embed, text_hashes
from index.mishaps import UNREADABLE
from index.record import Record, StoredDocument
from index.rereading import read_again
from index.schema import FILE, LOG, create, replacing
from index.versions import MADE_BY
from index.writer import put_in_place

_ASIDE = "damaged.sqlite"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Ids of documents: `kept` as they were, read `again`, and `lost` with where they came from.
    `unknown` says that the list of documents itself could not be read."""

    kept: tuple[str, ...]
    again: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]
    unknown: bool


def rebuild(
    home: Path, embedder: Callable[[], Embedder], reader: DocumentReader, progress: Progress
) -> Rebuilt:
    """Put a sound record in the place of the one in `home`.

    Raises:
        PlanqaError: when the model cannot be opened, or there is no room.
    """
    new_home = home / "rebuilding"
    shutil.rmtree(new_home, ignore_errors=True)
    new_home.mkdir()
    create(new_home / FILE)
    new = Record(new_home, writable=True)
    try:
        with _old_record(home) as old:
            rebuilt, generation = _carried_over(home, old, new, embedder(), reader, progress)
        seal = seals.read_seal(home)
        new.set_meta("generation", str(max(generation, seal.generation if seal else 0)))
        with new.writing():
            new.advance(None)
        new.fold()
    finally:
        new.close()
    if rebuilt.lost or rebuilt.unknown:
        _set_aside(home)
    (new_home / FILE).replace(replacing(home))
    shutil.rmtree(new_home)
    put_in_place(home)
    return rebuilt


@contextmanager
def _old_record(home: Path) -> Iterator[Record | None]:
    try:
        record = Record(home)
    except PlanqaError:
        yield None
        return
    try:
        yield record
    finally:
        record.close()


def _carried_over(
    home: Path,
    old: Record | None,
    new: Record,
    embedder: Embedder,
    reader: DocumentReader,
    progress: Progress,
) -> tuple[Rebuilt, int]:
    stored, complete = _listed(old)
    generation = _generation(old)
    kept, again, lost = [], [], []
    _carry_vectors(old, new, embedder)
    new.set_meta("model", embedder.fingerprint)
    for position, one in enumerate(stored):
        progress("rebuilding", position, len(stored))
        document, made_by = _contents(old, one.description.id), one.made_by
        if document is not None:
            kept.append(document.id)
        else:
            document, made_by = _read_again(home, one, reader), MADE_BY
            if document is None:
                lost.append((one.description.id, one.origin))
                continue
            again.append(document.id)
        embed(new, document, embedder, progress)
        with new.writing():
            new.put(document, made_by, text_hashes(document), one.origin)
    with new.writing():
        new.drop_unused_vectors()
    progress("rebuilding", len(stored), len(stored))
    return Rebuilt(tuple(kept), tuple(again), tuple(lost), not complete), generation


def _listed(old: Record | None) -> tuple[list[StoredDocument], bool]:
    """The documents that the old record names, and whether it could be read to the end."""
    found: list[StoredDocument] = []
    try:
        for one in old.each_stored() if old else ():
            found.append(one)
    except (*UNREADABLE, ValueError):
        return found, False
    return found, old is not None


def _generation(old: Record | None) -> int:
    try:
        return old.generation() if old else 0
    except (*UNREADABLE, ValueError):
        return 0


def _contents(old: Record | None, document: str) -> Document | None:
    """A document whose rows are what was put in."""
    try:
        return old.contents(document) if old else None
    except (PlanqaError, *UNREADABLE):
        return None


def _read_again(home: Path, one: StoredDocument, reader: DocumentReader) -> Document | None:
    try:
        return read_again(home, one, reader)
    except PlanqaError:
        return None


def _carry_vectors(old: Record | None, new: Record, embedder: Embedder) -> None:
    """Take over the sound vectors of this model: the rest is encoded again."""
    if old is None:
        return
    sound: list[tuple[str, bytes]] = []
    with suppress(*UNREADABLE):  # what was read before is sound all the same
        sound.extend(old.sound_vectors(embedder.fingerprint))
    with new.writing():
        for text_hash, vector in sound:
            if len(vector) == 4 * embedder.dimension:
                new.put_stored_vector(embedder.fingerprint, text_hash, vector)


def _set_aside(home: Path) -> None:
    """Keep the damaged record for whoever can read more of it."""
    aside = home / _ASIDE
    for name in (FILE, LOG):
        if (home / name).exists():
            kept = aside if name == FILE else aside.with_name(f"{_ASIDE}-wal")
            kept.unlink(missing_ok=True)
            os.link(home / name, kept)
