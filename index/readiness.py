"""Makes a home ready to be opened: filled where it is empty, and as this planqa reads documents.

In: a home, the files that an empty home is filled with. Out: an index that `LocalIndex` opens. A
filling that was killed is finished the next time: a file in the home says that it is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.document_reader import DocumentReader
from index.embedder import Embedder
from index.ingestion import Progress, ingest
from index.opening import open_record
from index.schema import FILE
from index.versions import MADE_BY
from index.whole_file import write_whole

FILLING = "filling"


def make_ready(
    home: Path,
    filling: Sequence[Path],
    embedder: Embedder,
    reader: DocumentReader,
    progress: Progress | None = None,
) -> None:
    """Fill an empty home with the files `filling`, finish that, or read old documents again.

    Args:
        reader: what reads files that people gave; those of `filling` are trusted.

    Raises:
        PlanqaError: what `ingest` and `LocalIndex.open` raise.
    """
    marker = home / FILLING
    if not (home / FILE).is_file() and not any(home.glob("seal.json")):
        home.mkdir(parents=True, exist_ok=True)
        write_whole(marker, b"the bundled plans are being added\n")
    if marker.is_file():
        report = ingest(filling, home, embedder, progress)
        if not report.failed:
            marker.unlink(missing_ok=True)
    elif is_outdated(home):
        ingest([], home, embedder, progress, reader=reader)


def is_outdated(home: Path) -> bool:
    """Whether another version of planqa read some document of the index in `home`."""
    record = open_record(home)
    try:
        return any(one.made_by != MADE_BY for one in record.stored())
    finally:
        record.close()
