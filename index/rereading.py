"""Reads a stored document again from the file that is kept, or from where it came from.

In: what the record says of a document. Out: the document as this planqa reads it.
"""

from __future__ import annotations

from pathlib import Path

from corpus.catalog import catalogued, from_catalogue
from corpus.errors import PlanqaError
from corpus.model import Document
from index import originals
from index.document_reader import DocumentReader
from index.identity import Place
from index.record import StoredDocument


def read_again(home: Path, one: StoredDocument, reader: DocumentReader) -> Document:
    """The document `one` under the id that it has.

    Raises:
        PlanqaError: `original_missing` when its file is not there any more, or what the format
            says about a file that cannot be read.
    """
    d = one.description
    data = originals.find(home, d.sha256, one.origin)
    if data is None:
        raise PlanqaError(
            "original_missing",
            f"the file of {d.id} is neither kept nor where it came from; ingest it again, or "
            f"delete the document: planqa remove {d.id}",
            422,
        )
    # What the catalogue says holds whoever reads the file.
    known = catalogued(d.sha256) or (d if from_catalogue(d) else None)
    place = Place(None, d.id, f"{d.id}{Path(d.source).suffix}", known)
    return place.named(reader.read(data, place.read_as, known), d.source)
