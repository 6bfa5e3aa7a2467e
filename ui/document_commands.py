"""What the commands that change or keep the index do: ingest, publish, remove, verify, backup.

Settings are read here, once for each command. Results go to stdout, reasons to stderr.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PlanqaError
from rag.settings import Settings
from ui.answer_text import plain
from ui.commands import progress_on_stderr, read_settings
from ui.watching import States, changes, settled, states_of

if TYPE_CHECKING:
    from index.child_reader import ChildReader
    from index.embedder import Embedder
    from index.ingestion import IngestReport

_KINDS = ("created", "updated", "deleted", "skipped")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Ray cluster, and how many workers of it encode."""

    address: str
    workers: int


def ingest_paths(
    paths: list[Path], *, watch: bool, password: str | None, cluster: Cluster | None = None
) -> bool:
    """Index `paths` and print the report; False when some could not be read."""
    settings = read_settings()
    with _reader(settings, password) as reader:
        if cluster is None:
            run = partial(_ingested, paths, settings, _embedder(settings), reader)
        else:
            run = partial(_ingested_on, cluster, paths, settings, reader)
        # Before the run: a file that changes during it is read again.
        seen = states_of(paths) if watch else {}
        report = run()
        _print(report, _KINDS)
        if watch:
            _follow(paths, seen, run)
    return not report.failed


def remove_documents(ids: list[str]) -> None:
    """Delete documents by their ids and print these."""
    from index.ingestion import remove

    for one in remove(ids, read_settings().home):
        print(f"deleted\t{plain(one)}")


def verify_index(*, mend: bool) -> bool:
    """Print what is wrong with the index; False when something still is."""
    from index.verification import verify

    settings = read_settings()
    with _reader(settings, None) as reader, progress_on_stderr() as progress:
        found = verify(
            settings.home, lambda: _embedder(settings), reader=reader, mend=mend, progress=progress
        )
    for one in found:
        state = "mended" if one.mended else "damaged"
        print(f"{state}\t{plain(one.file)}\t{plain(one.what)}: {plain(one.mend)}")
    if not found:
        print("every file of the index is what was written")
    return all(one.mended for one in found)


def back_up(file: Path) -> None:
    """Write the backup and print how much is in it."""
    from index.backup import backup

    print(f"{len(backup(read_settings().home, file))} documents in {plain(str(file))}")


def restore_backup(file: Path, *, replace: bool) -> None:
    """Restore the backup and print the documents."""
    from index.backup import restore

    for one in restore(read_settings().home, file, replace=replace):
        print(f"restored\t{plain(one)}")


def _embedder(settings: Settings) -> Embedder:
    from index.embedder import open_embedder

    embedding = settings.embedding
    return open_embedder(
        embedding.model, settings.cache, embedding.batch_size, precision=embedding.precision
    )


def _reader(settings: Settings, password: str | None) -> ChildReader:
    from index.child_reader import ChildReader
    from index.limits import Limits

    return ChildReader(Limits(**settings.limits.model_dump()), password)


def _ingested(
    paths: Sequence[Path], settings: Settings, embedder: Embedder, reader: ChildReader
) -> IngestReport:
    from index.ingestion import ingest

    with progress_on_stderr() as progress:
        return ingest(
            paths, settings.home, embedder, progress, reader=reader,
            largest=settings.limits.file_bytes,
        )  # fmt: skip


def _ingested_on(
    cluster: Cluster, paths: Sequence[Path], settings: Settings, reader: ChildReader
) -> IngestReport:
    from index.limits import Limits
    from index.ray_ingestion import ingest_on_cluster
    from rag.opening import open_embedder_of

    with progress_on_stderr() as progress:
        return ingest_on_cluster(
            paths, settings.home, partial(open_embedder_of, settings), reader, progress,
            limits=Limits(**settings.limits.model_dump()),
            workers=cluster.workers, address=cluster.address,
        )  # fmt: skip


def publish_index() -> None:
    """Publish the index of the home and print what became of each document."""
    from index.milvus_publishing import publish
    from rag.opening import open_store

    settings = read_settings()
    store = open_store(settings.milvus)
    try:
        with progress_on_stderr() as progress:
            report = publish(settings.home, store, progress)
    finally:
        store.close()
    for kind in _KINDS:
        for document in getattr(report, kind):
            print(f"{kind}\t{plain(document)}")
    print(f"generation {report.generation}")


def _print(report: IngestReport, kinds: Sequence[str]) -> None:
    for kind in kinds:
        for document in getattr(report, kind):
            print(f"{kind}\t{plain(document)}")
    for one in report.failed:
        print(f"planqa: {plain(one.path)}: {plain(one.reason)}", file=sys.stderr)
    for document, what in report.warnings:
        print(f"planqa: {plain(document)}: {plain(what)}", file=sys.stderr)
    print(f"{report.passages} passages, {report.embedded} embedded", flush=True)


def _follow(paths: Sequence[Path], seen: States, run: Callable[[], IngestReport]) -> None:
    """Index again whenever a file is not as it was `seen`, until the user stops it."""
    # Also where it was started in the background: a shell has such a process ignore Ctrl-C, and
    # what manages services ends it with SIGTERM.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    print("planqa watches for changes; stop it with Ctrl-C", file=sys.stderr, flush=True)
    with suppress(KeyboardInterrupt):  # wherever it comes: what was reported is on disk
        for _ in changes(paths):
            if states_of(paths) == seen:
                continue
            # Looked at before the run: a file that changes during it is read again.
            now = settled(partial(states_of, paths))
            try:
                report = run()
            except PlanqaError as error:
                # Another writer, or a full disk: the next look tries again.
                print(f"planqa: {plain(error.message)}", file=sys.stderr, flush=True)
                continue
            seen = now
            _print(report, _KINDS[:-1])
