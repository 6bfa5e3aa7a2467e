"""`planqa verify`: is everything in the home what was written, and what can be made again?

In: a home. Out: findings. All files are compared with their checksums. What is derived (the FAISS
file, the lexical index, vectors, the seal) is made again; a damaged document is read again from
its original, or from the file it came from; one that cannot be is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PlanqaError
from index import dense, lexical, originals
from index import seal as seals
from index.derivation import is_derived
from index.document_reader import DirectReader, DocumentReader
from index.embedder import Embedder
from index.examination import examine
from index.ingestion import ingest
from index.lock import locked
from index.mishaps import readable
from index.rebuilding import Rebuilt, rebuild
from index.record import Record
from index.schema import FILE, LOG, install
from index.versions import MADE_BY
from index.writer import writing_to

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a file of the index. `mended` says that it is right again; `mend` says
    what was done, or what is left to do."""

    file: str
    what: str
    mended: bool
    mend: str


def verify(
    home: Path,
    embedder: Callable[[], Embedder],
    *,
    reader: DocumentReader | None = None,
    mend: bool = True,
    progress: Progress | None = None,
) -> list[Finding]:
    """Check every file of the index in `home`, and mend what can be mended.

    Args:
        embedder: opens the model; called only where vectors have to be made again.
        reader: what reads documents again from their originals.
        mend: False only says what is wrong.
        progress: called with (what is being done, done, of how many).

    Raises:
        PlanqaError: `index_missing` when nothing is there, `index_busy`, `home_unwritable`.
    """
    report = progress or (lambda *_: None)
    if not any((home / name).exists() for name in (FILE, seals.FILE, dense.FILE)):
        raise PlanqaError(
            "index_missing", f"there is no index in {home}; make one with: planqa ingest PATH", 503
        )
    report("checking", 0, 3)
    with locked(home):
        install(home)
        wrong = _wrong_with_record(home)
    report("checking", 1, 3)
    findings = []
    if wrong:
        rebuilt = None
        if mend:
            with locked(home):
                rebuilt = rebuild(home, embedder, reader or DirectReader(), report)
        findings = [_of_record(file, what, rebuilt) for file, what in wrong]
        findings += _lost(rebuilt)
        if rebuilt is None:
            return findings
    findings += _outdated(home, embedder, reader or DirectReader(), report, mend=mend)
    findings += _derived(home, mend=mend)
    report("checking", 3, 3)
    return findings


def _wrong_with_record(home: Path) -> list[tuple[str, str]]:
    """Files and what is wrong with them; empty where all is right. The lock is held."""
    if not (home / FILE).is_file():
        return [(FILE, "is gone")]
    wrong = []
    if seals.read_seal(home) is None:
        said = "is not what was written" if (home / seals.FILE).exists() else "is missing"
        wrong.append((seals.FILE, said))
    found = seals.damaged_files(home, home / FILE, home / LOG) or []
    wrong += [(name, "is not what was written") for name in found]
    try:
        with readable(home):
            record = Record(home, writable=True)
            try:
                record.check_version()
                wrong += [(FILE, one) for one in examine(record, thorough=True).findings()]
            finally:
                record.close_unfolded()
    except PlanqaError as error:
        if error.code == "index_outdated":
            raise
        wrong.append((FILE, "cannot be read"))
    return wrong


def _of_record(file: str, what: str, rebuilt: Rebuilt | None) -> Finding:
    if rebuilt is None:
        return Finding(file, what, False, "run planqa verify without --dry-run to mend it")
    kept = f"made again with {len(rebuilt.kept)} documents as they were"
    again = f" and {len(rebuilt.again)} read again" if rebuilt.again else ""
    return Finding(file, what, True, kept + again)


def _lost(rebuilt: Rebuilt | None) -> list[Finding]:
    found = []
    for document, origin in rebuilt.lost if rebuilt else ():
        where = f"ingest its file again, {origin}" if origin else "ingest its file again"
        found.append(Finding(FILE, f"the document {document!r} cannot be restored", False, where))
    if rebuilt and rebuilt.unknown:
        mend = "restore a backup with planqa restore, or ingest the documents again"
        found.append(Finding(FILE, "the names of its documents cannot be read", False, mend))
    return found


def _outdated(
    home: Path,
    embedder: Callable[[], Embedder],
    reader: DocumentReader,
    progress: Progress,
    *,
    mend: bool,
) -> list[Finding]:
    """Documents that another version of planqa read, in a record that is sound."""
    with writing_to(home) as writer:
        old = [s.description.id for s in writer.record.stored() if s.made_by != MADE_BY]
    if not old:
        return []
    failed = {}
    if mend:
        report = ingest([], home, embedder(), progress, reader=reader)
        failed = {one.path: one.reason for one in report.failed}
    return [
        Finding(
            FILE,
            f"the document {one!r} was read by another version of planqa",
            mend and one not in failed,
            failed.get(one, "read again from its original"),
        )
        for one in old
    ]


def _derived(home: Path, *, mend: bool) -> list[Finding]:
    """The derived files and the originals, of a record that is sound."""
    findings = []
    with writing_to(home) as writer:
        model = writer.record.meta("model")
        sound = is_derived(home, writer.record, model) if model else (True, True)
        for name, right in zip((dense.FILE, lexical.FILE), sound, strict=True):
            if not right:
                what = "is not what was written" if (home / name).exists() else "is missing"
                findings.append(Finding(name, what, mend, "made again from the record"))
        if findings and mend:
            writer.derive()
        for stored in writer.record.stored():
            d = stored.description
            if originals.load_original(home, d.sha256) is not None:
                continue
            file = f"{originals.FOLDER}/{d.sha256}"
            found = originals.find(home, d.sha256, stored.origin)
            if found is not None and mend:
                originals.keep_original(home, found)
            what = f"the original of {d.id!r} is missing or not what was kept; its text is sound"
            step = "taken anew from where it came from" if found is not None else "ingest it again"
            findings.append(Finding(file, what, found is not None and mend, step))
    return findings
