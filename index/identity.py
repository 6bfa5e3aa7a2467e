"""Which document a file is: new, a newer state of one that is there, or the same.

The rule (docs/decisions): a file from where a document came from is that document, whatever is in
it. A file with the very bytes of a document is that document, wherever it lies. Any other file is
a new document; where its name is taken, the folder's name makes the difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from corpus.catalog import catalogued, from_catalogue
from corpus.letters import slug
from corpus.model import Description, Document
from corpus.pdf.ocr import has_ocr
from index.record import StoredDocument
from index.sources import INSIDE, Incoming, is_gone
from index.versions import MADE_BY

_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file belongs: `same` is the document that has its very bytes, which leaves
    `replaced` without a file; else it becomes the document `id`."""

    same: str | None
    id: str
    read_as: str
    known: Description | None
    replaced: str | None = None

    def named(self, document: Document, name: str) -> Document:
        """`document`, read under a name that gives it the right id, with its own name again."""
        if self.read_as == name:
            return document
        d = document.description
        title = Path(name).stem if d.title == Path(self.read_as).stem else d.title
        return replace(document, description=replace(d, source=name, title=title))


class Shelf:
    """The documents of the record and where they come from, kept up to date during a run."""

    def __init__(self, stored: Iterable[StoredDocument]) -> None:
        self._stored = {one.description.id: one for one in stored}
        self._seen: set[str] = set()  # documents that a file of this run has become

    def __contains__(self, document: str) -> bool:
        return document in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def place_of(self, file: Incoming, data: bytes) -> Place:
        """Where a file belongs."""
        digest = hashlib.sha256(data).hexdigest()
        here = next((i for i, one in self._stored.items() if one.origin == file.origin), None)
        same = self._with_bytes(digest, here)
        if same is not None:
            left = here if here not in (None, same) and here not in self._seen else None
            return Place(same, same, file.name, None, left)
        known = catalogued(digest)
        if known is not None and known.id not in self._seen:
            return Place(None, known.id, file.name, known)
        wanted = here or self._free_id(file)
        if here is not None and from_catalogue(self._stored[here].description):
            # What the catalogue says holds for the next state too; another title would also
            # change the breadcrumb of every passage.
            return Place(None, here, file.name, self._stored[here].description)
        stem, suffix = PurePosixPath(file.name).stem, PurePosixPath(file.name).suffix
        read_as = file.name if slug(stem) == wanted else f"{wanted}{suffix}"
        return Place(None, wanted, read_as, None)

    def _with_bytes(self, digest: str, here: str | None) -> str | None:
        found = [
            document
            for document, one in self._stored.items()
            if one.description.sha256 == digest
            and one.made_by == MADE_BY
            and not (one.incomplete and has_ocr())
        ]
        return here if here in found else next(iter(found), None)

    def _free_id(self, file: Incoming) -> str:
        """An id that no other file has: the file's name, with that of its folder where needed."""
        base = slug(PurePosixPath(file.name).stem)
        where = file.origin.replace(INSIDE, "/")
        parent = slug(PurePosixPath(where).parent.name)
        mark = hashlib.sha256(file.origin.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        for wanted in (base, _joined(base, parent), _joined(base, mark)):
            one = self._stored.get(wanted)
            # A document of an older planqa does not say where it comes from: its name decides.
            if one is None or (one.origin == "" and wanted not in self._seen):
                return wanted
        return _joined(base, f"{mark}-2")

    def put(self, description: Description, made_by: str, origin: str) -> None:
        """Note what a file has become."""
        self._stored[description.id] = StoredDocument(description, made_by, origin)
        self._seen.add(description.id)

    def moves(self, document: str, origin: str) -> bool:
        """Note that a file is the document as it stands; whether it has moved here for good."""
        self._seen.add(document)
        one = self._stored[document]
        if one.origin == origin or not (one.origin == "" or is_gone(one.origin)):
            return False
        self._stored[document] = replace(one, origin=origin)
        return True

    def outdated(self) -> list[StoredDocument]:
        """Documents that another version of planqa read."""
        return [one for one in self._stored.values() if one.made_by != MADE_BY]

    def drop(self, document: str) -> None:
        """Note that a document has been deleted."""
        self._stored.pop(document, None)

    def gone_from(self, folder: Path) -> list[str]:
        """Documents that came from below `folder`, and whose file is no longer there."""
        begin = f"{folder}/"
        return [
            document
            for document, one in self._stored.items()
            if one.origin.startswith(begin) and document not in self._seen and is_gone(one.origin)
        ]

    def not_among(self, begin: str, origins: set[str]) -> list[str]:
        """Documents whose origin starts with `begin` and is none of `origins`."""
        return [
            document
            for document, one in self._stored.items()
            if one.origin.startswith(begin) and one.origin not in origins
        ]


def _joined(base: str, mark: str) -> str:
    return f"{base[: _LONGEST_ID - len(mark) - 1]}-{mark}"
