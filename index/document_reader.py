"""The seam between ingestion and the reading of files: who turns bytes into documents, and where.

`DirectReader` reads in this process, for files that are trusted, such as the bundled plans.
`index.child_reader.ChildReader` reads in a process of its own, held to limits.
"""

from __future__ import annotations

from typing import Protocol

from corpus.archive import is_archive, members
from corpus.model import Description, Document
from corpus.reader import read_document


class DocumentReader(Protocol):
    """Reads files. What all readers must hold is in `tests/index/reader_conformance.py`."""

    def read(self, data: bytes, name: str, known: Description | None) -> Document:
        """The document in the file `name` with the bytes `data`.

        Args:
            known: what a catalogue says of the file.

        Raises:
            PlanqaError: when it cannot be read; the message says what to do.
        """
        ...

    def members(self, data: bytes) -> list[tuple[str, bytes]] | None:
        """Name and bytes of each file in an archive; None when `data` is no archive.

        Raises:
            PlanqaError: when the archive is damaged or not safe to unpack.
        """
        ...


class DirectReader:
    """Reads in this process, without limits; `password` opens files that ask for one."""

    def __init__(self, password: str | None = None) -> None:
        self._password = password

    def read(self, data: bytes, name: str, known: Description | None) -> Document:
        return read_document(data, name, known, password=self._password)

    def members(self, data: bytes) -> list[tuple[str, bytes]] | None:
        return list(members(data)) if is_archive(data) else None
