"""Ingestion: from files to the next generation of an index.

In: paths. Out: a report. A document is acknowledged, by its name in the report, once it is on
disk; a file that fails is named with the reason and stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.archive import is_archive
from corpus.errors import PlanqaError, unknown_document
from corpus.model import Document
from corpus.pdf.ocr import INSTALL_OCR, unread_pages
from index.document_reader import DirectReader, DocumentReader
from index.embedder import Embedder
from index.embedding import embed, take_over_model
from index.identity import Shelf
from index.lock import LOCK
from index.originals import drop_originals, keep_original
from index.reading_ahead import ReadingAhead
from index.rereading import read_again
from index.schema import FILE
from index.sources import INSIDE, Failure, Incoming, member, sources_of
from index.versions import MADE_BY
from index.writer import Writer, full_is_told, writing_to

__all__ = ["LOCK", "READING", "Failure", "IngestReport", "Progress", "ingest", "remove"]

Progress = Callable[[str, int, int], None]
READING = "reading"  # told before each file, with its place among the files
# What concerns the index and not one file: nothing more can be written.
_STOPS = ("index_damaged", "index_unreadable")


@dataclass(frozen=True)
class IngestReport:
    """Ids of documents by what became of them; `failed` says of each file why.

    `warnings` name a document and what of it could not be read. `passages` counts those of created
    and updated documents, `embedded` the texts that were encoded: the others had a vector already.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0
    embedded: int = 0


def ingest(
    paths: Sequence[Path | Incoming],
    home: Path,
    embedder: Embedder,
    progress: Progress | None = None,
    *,
    reader: DocumentReader | None = None,
    largest: int | None = None,
) -> IngestReport:
    """Read the files at `paths` into the index in `home`; unchanged ones are skipped.

    A folder stands for the files in it: a document whose file has gone from there is deleted.
    Documents that another version of planqa read are read again from the files that are kept.

    Args:
        paths: files in any format known, folders, or patterns such as `plans/*.pdf`.
        home: folder of the index; made where there is none.
        embedder: what encodes; all vectors of an index come from one model.
        progress: called with (what is being done, done, of how many).
        reader: what reads files; in this process and without limits when left out.
        largest: files of more bytes are refused, unread.

    Raises:
        PlanqaError: `index_busy` when another process writes, `home_unwritable` when the folder
            cannot be made or written, `index_damaged` or `index_unreadable` when what is there is
            not sound, `disk_full` when not even the first change fits.
    """
    with writing_to(home) as writer:
        run = _Ingestion(writer, embedder, reader or DirectReader(), progress)
        return run.over(paths, largest)


def remove(documents: Sequence[str], home: Path) -> list[str]:
    """Delete documents by their ids; those ids, each once.

    Raises:
        PlanqaError: `unknown_document` when the index holds none with one of these ids, in which
            case nothing is deleted; and what `ingest` raises.
    """
    if not (home / FILE).is_file():
        raise PlanqaError("index_missing", f"there is no index in {home}", 503)
    with writing_to(home) as writer:
        ids = list(dict.fromkeys(documents))
        known = [stored.description.id for stored in writer.record.stored()]
        unknown = [one for one in ids if one not in known]
        if unknown:
            raise unknown_document(unknown, known)
        for one in ids:
            with writer.change() as record:
                record.remove(one)
        _tidy(writer)
        return ids


class _Ingestion:
    """One run over some files; the lock is held and the record open."""

    def __init__(
        self,
        writer: Writer,
        embedder: Embedder,
        reader: DocumentReader,
        progress: Progress | None,
    ) -> None:
        self._writer = writer
        self._embedder = embedder
        self._reader = ReadingAhead(reader)
        self._next: Incoming | None = None
        self._progress = progress or (lambda *_: None)
        self._shelf = Shelf(writer.record.stored())
        self._created: list[str] = []
        self._updated: list[str] = []
        self._deleted: list[str] = []
        self._skipped: list[str] = []
        self._failed: list[Failure] = []
        self._warnings: list[tuple[str, str]] = []
        self._passages = 0
        self._embedded = 0

    def over(self, paths: Sequence[Path | Incoming], largest: int | None) -> IngestReport:
        sources = sources_of([path for path in paths if isinstance(path, Path)], largest)
        given = [path for path in paths if isinstance(path, Incoming)]
        self._failed += sources.failed
        self._embedded += take_over_model(self._writer, self._embedder, self._progress)
        files = [*sources.files, *given]
        for position, file in enumerate(files):
            self._progress(READING, position, len(files))
            self._next = files[position + 1] if position + 1 < len(files) else None
            if not self._attempt(file):
                self._failed += [_untried(left) for left in files[position + 1 :]]
                break
        else:
            for folder in sources.folders:
                self._delete(self._shelf.gone_from(folder))
            self._bring_up_to_date()
        self._progress(READING, len(files), len(files))
        _tidy(self._writer)
        return IngestReport(
            self._created, self._updated, self._deleted, self._skipped, self._failed,
            self._warnings, self._passages, self._embedded,
        )  # fmt: skip

    def _bring_up_to_date(self) -> None:
        """Read again what another version of planqa read, from the files that are kept."""
        old = self._shelf.outdated()
        for position, one in enumerate(old):
            self._progress("reading again", position, len(old))
            try:
                with full_is_told(self._writer.home):
                    document = read_again(self._writer.home, one, self._reader)
                    self._put(document, one.origin)
            except PlanqaError as error:
                self._failed.append(Failure.of(one.description.id, error))
                if error.code == "disk_full":
                    return
        if old:
            self._progress("reading again", len(old), len(old))

    def _attempt(self, file: Incoming) -> bool:
        """Take in one file; False when nothing more can be written."""
        try:
            with full_is_told(self._writer.home):
                self._take_in(file)
        except PlanqaError as error:
            if error.code in _STOPS:
                raise
            self._failed.append(Failure.of(file.said, error))
            return error.code != "disk_full"
        return True

    def _take_in(self, file: Incoming) -> None:
        data = file.load()
        members = self._reader.members(data)
        if members is None:
            self._one(file, data)
            return
        for position, (name, inside) in enumerate(members):
            self._progress(f"reading {file.name}", position, len(members))
            if not self._attempt(member(file, name, inside)):
                raise PlanqaError("disk_full", self._failed.pop().reason, 507)
        self._progress(f"reading {file.name}", len(members), len(members))
        origins = {f"{file.origin}{INSIDE}{name}" for name, _ in members}
        self._delete(self._shelf.not_among(f"{file.origin}{INSIDE}", origins))

    def _one(self, file: Incoming, data: bytes) -> None:
        place = self._shelf.place_of(file, data)
        if place.same is not None:
            self._skip(place.same, file, place.replaced)
            return
        document = place.named(self._reader.read(data, place.read_as, place.known), file.name)
        keep_original(self._writer.home, data)
        self._read_ahead()
        self._put(document, file.origin)

    def _read_ahead(self) -> None:
        """Begin to read the next file; what is wrong with it is said when its turn has come."""
        file, self._next = self._next, None
        if file is None:
            return
        with suppress(PlanqaError):
            data = file.load()
            place = self._shelf.place_of(file, data)
            if place.same is None and not is_archive(data):
                self._reader.begin(data, place.read_as, place.known)

    def _put(self, document: Document, origin: str) -> None:
        """Put a document that was read on disk, and note it."""
        hashes, encoded = embed(self._writer.record, document, self._embedder, self._progress)
        self._embedded += encoded
        with self._writer.change() as record:
            record.put(document, MADE_BY, hashes, origin)
        (self._updated if document.id in self._shelf else self._created).append(document.id)
        self._shelf.put(document.description, MADE_BY, origin)
        self._passages += len(document.passages)
        if document.unread:
            self._warnings.append((document.id, f"{unread_pages(document.unread)}; {INSTALL_OCR}"))

    def _skip(self, same: str, file: Incoming, replaced: str | None) -> None:
        """The text is there: only where it comes from may be new."""
        if self._shelf.moves(same, file.origin):
            with self._writer.record.writing():
                self._writer.record.set_origin(same, file.origin)
        self._skipped.append(same)
        if replaced is not None:
            self._delete([replaced])

    def _delete(self, documents: Sequence[str]) -> None:
        for document in documents:
            with self._writer.change() as record:
                record.remove(document)
            self._shelf.drop(document)
            self._deleted.append(document)


def _tidy(writer: Writer) -> None:
    """Forget what belongs to no document any more, and write what is derived."""
    record = writer.record
    with record.writing():
        record.drop_unused_vectors()
    drop_originals(writer.home, (stored.description.sha256 for stored in record.stored()))
    writer.derive()


def _untried(file: Incoming) -> Failure:
    reason = "not tried: there was no room left on the disk"
    return Failure(file.said, reason, "disk_full", 507)
