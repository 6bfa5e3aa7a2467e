"""The one writer of an index: holds the lock, changes the record, keeps the seal.

Each change is one generation. When `change` ends it is on disk; a crash at any moment leaves the
generation before or the one after, never something in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index import dense, lexical
from index import seal as seals
from index.derivation import derive
from index.examination import examine
from index.lock import locked
from index.mishaps import damaged, disk_full, is_full, readable
from index.record import Record
from index.schema import FILE, LOG, SCHEMA_VERSION, add_columns, create, install
from index.whole_file import drop_unfinished


class Writer:
    """What may change an index; see `writing_to`."""

    def __init__(self, home: Path, record: Record) -> None:
        self.home = home
        self.record = record
        self._seal = seals.read_seal(home) or seals.Seal()
        self._log = seals.LogReader(home / LOG)

    @contextmanager
    def change(self, model: str | None = None) -> Iterator[Record]:
        """One generation: what is done to the record in this block, all or nothing.

        Args:
            model: the embedding model whose vectors the index holds from now on.
        """
        with self.record.writing():
            yield self.record
            self.record.advance(model)
        self._sealed(settled=False)

    def _sealed(self, *, settled: bool) -> None:
        log, header = self._log.checksum()
        self._seal = seals.next_seal(
            self._seal,
            generation=self.record.generation(),
            settled=settled,
            log=log,
            log_header=header,
            folded=False,
        )
        self._write_seal(self._seal)

    def _write_seal(self, seal: seals.Seal) -> None:
        try:
            seals.write_seal(self.home, seal)
        except OSError as error:
            if is_full(error):
                raise disk_full(self.home) from error
            raise

    def derive(self) -> None:
        """Write the derived files of this generation, unless they are there or there is no room."""
        model = self.record.meta("model")
        if model is None:
            return
        try:
            derive(self.home, self.record, model)
        except OSError as error:
            if not is_full(error):
                raise

    def settle(self) -> None:
        """Fold the log into the record, as far as readers allow, and seal both.

        A full disk leaves the log as it is: it is part of the index, and the next writer folds it.
        """
        log, header = self._log.checksum()
        seal, generation = self._seal, self.record.generation()
        same = (seal.generation, seal.log) == (generation, log)
        if seal.settled and seal.record and same and not log.size:
            return
        try:
            seals.write_seal(self.home, seals.next_seal(seal, record=None, settled=False))
            folded = self.record.fold()
            log, header = seals.LogReader(self.home / LOG).checksum()
            self._seal = seals.next_seal(
                seals.next_seal(seal),
                generation=generation,
                settled=True,
                record=seals.record_checksum(self.home / FILE),
                log=log,
                log_header=header,
                folded=folded,
            )
            seals.write_seal(self.home, self._seal)
        except (OSError, sqlite3.Error) as error:
            if not is_full(error):
                raise


@contextmanager
def writing_to(home: Path, seconds: float | None = None) -> Iterator[Writer]:
    """The writer of the index in `home`, which is made where there is none.

    Args:
        home: folder of the index.
        seconds: how long to wait for another writer.

    Raises:
        PlanqaError: `index_busy`, `home_unwritable`, `index_outdated`, `index_damaged`,
            `index_unreadable`, or `disk_full`.
    """
    with locked(home, seconds), readable(home):
        with full_is_told(home):
            _make_ready(home)
        found = seals.damaged_files(home, home / FILE, home / LOG)
        if found:
            raise damaged(home, " and ".join(found))
        record = Record(home, writable=True)
        try:
            _take_over(record)
            record.check_version()
            if found is None and (told := examine(record).findings()):
                raise damaged(home, f"{FILE} ({told[0]})")
            writer = Writer(home, record)
            yield writer
            writer.settle()
        finally:
            record.close_unfolded()


def put_in_place(home: Path) -> None:
    """Let the record that waits take the place of the present one, and seal it.

    The lock is held. Readers of the old record go on reading it.
    """
    seal = seals.read_seal(home) or seals.Seal()
    seals.write_seal(home, seals.next_seal(seal, record=None, settled=False))
    install(home)
    record = Record(home, writable=True)
    try:
        writer = Writer(home, record)
        writer.derive()
        writer.settle()
    finally:
        record.close_unfolded()


@contextmanager
def full_is_told(home: Path) -> Iterator[None]:
    """Turn the system's word for a full disk into `disk_full`."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise disk_full(home) from error
        raise


def _make_ready(home: Path) -> None:
    for name in (seals.FILE, dense.FILE, lexical.FILE):
        drop_unfinished(home / name)
    if install(home) or (home / FILE).is_file():
        return
    if (home / seals.FILE).exists():
        raise damaged(home, f"{FILE}, which is gone,")
    create(home / FILE)


def _take_over(record: Record) -> None:
    """Bring the tables of an older planqa up to this one's; text and vectors stay."""
    if record.version != "1":
        return
    with record.writing():
        add_columns(record.connection)
        for stored in record.stored():
            record.seal_document(stored.description.id)
        record.seal_vectors()
        record.advance(None)
    record.version = str(SCHEMA_VERSION)
