"""Reads the next file while the passages of the one before are encoded.

In: a reader of files. Out: the same documents and errors, some of them already on their way.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread

from corpus.model import Description, Document
from index.document_reader import DocumentReader


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A file that is being read before anyone has asked for it."""

    data: bytes
    name: str
    known: Description | None
    document: Future[Document] = field(default_factory=Future)

    def is_of(self, data: bytes, name: str, known: Description | None) -> bool:
        return (self.name, self.known) == (name, known) and self.data == data


class ReadingAhead:
    """A `DocumentReader` over another one, which reads one file at a time."""

    def __init__(self, reader: DocumentReader) -> None:
        self._reader = reader
        # Not every reader of a format may run twice at once in a process.
        self._one_at_a_time = Lock()
        self._ahead: _Ahead | None = None

    def begin(self, data: bytes, name: str, known: Description | None) -> None:
        """Begin to read a file that will probably be asked for, in the place of any other one."""
        ahead = self._ahead = _Ahead(data, name, known)
        # A daemon: nobody waits for what is not asked for after all.
        Thread(target=self._read, args=(ahead,), name="planqa-read", daemon=True).start()

    def read(self, data: bytes, name: str, known: Description | None) -> Document:
        """What the reader makes of the file; waits where that has begun."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.is_of(data, name, known):
            return ahead.document.result()
        with self._one_at_a_time:
            return self._reader.read(data, name, known)

    def members(self, data: bytes) -> list[tuple[str, bytes]] | None:
        """What the reader says is in an archive."""
        return self._reader.members(data)

    def _read(self, ahead: _Ahead) -> None:
        try:
            with self._one_at_a_time:
                document = self._reader.read(ahead.data, ahead.name, ahead.known)
        except BaseException as error:  # noqa: BLE001  (raised where the file is asked for)
            ahead.document.set_exception(error)
        else:
            ahead.document.set_result(document)
