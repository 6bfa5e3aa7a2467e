"""Publishing: what a home holds becomes the next generation of the index in Milvus.

In: a home and a store. Out: a report. Documents are compared by their checksums: only those that
are new or changed are put in, each under a version of its own. What a run that was stopped left
behind counts for nobody, and the next run takes it away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import PlanqaError
from index.derivation import opened
from index.lock import locked
from index.milvus_store import MilvusStore, State, reached
from index.milvus_words import Frequencies, passage_weights
from index.opening import open_record
from index.originals import load_original
from index.record import Record, StoredDocument
from index.serial import dump_description, dump_document
from index.structure import FLAT_MOST

# Readers go over to a new generation within seconds; what only older ones read is kept so long.
GRACE_S = 3600.0
_PORTION = 500  # passages sent at once
_NEVER = State(0, "", "", 0, 0, 0)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PublishReport:
    """Ids of documents by what became of them; `generation` is the one that holds them."""

    generation: int
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def publish(
    home: Path,
    store: MilvusStore,
    progress: Progress | None = None,
    *,
    structure: str | None = None,
    grace_s: float = GRACE_S,
) -> PublishReport:
    """Make the index in `store` the same as the one in `home`.

    Args:
        progress: called with (what is being done, done, of how many).
        structure: Milvus's index type for the vectors; by their number when left out.
        grace_s: seconds for which readers of older generations may go on.

    Raises:
        PlanqaError: `index_model_mismatch` when the store holds vectors of another model,
            `index_missing` when the home has no passages and nothing was published before,
            `milvus_unreachable`, and what opening the home raises.
    """
    with locked(home):
        record = open_record(home)
        try:
            return _Publication(home, record, store, progress or (lambda *_: None)).run(
                structure, grace_s
            )
        finally:
            record.close()


class _Publication:
    """One run; the home is locked."""

    def __init__(self, home: Path, record: Record, store: MilvusStore, progress: Progress) -> None:
        self._home = home
        self._record = record
        self._store = store
        self._progress = progress
        self._model = record.meta("model") or ""

    def run(self, structure: str | None, grace_s: float) -> PublishReport:
        state = self._store.state() or _NEVER
        if state.generation and state.model != self._model:
            raise PlanqaError(
                "index_model_mismatch",
                f"the index at {self._store.uri} was made with another embedding model "
                f"({state.model}) than the one in {self._home} ({self._model}); publish under "
                "another prefix",
                503,
            )
        counted = self._record.passage_count()
        chosen = structure or ("FLAT" if counted <= FLAT_MOST else "HNSW")
        dimension = self._dimension()
        if dimension is not None:
            self._store.create(dimension, chosen)
        elif not state.generation:
            # The collections could not be made for vectors whose length nothing says yet.
            raise PlanqaError(
                "index_missing",
                f"the index in {self._home} has no passages to publish; ingest a document first",
                503,
            )
        self._forget(f"version > {state.newest}")
        there = self._there(state)
        wanted = {one.description.id: one for one in self._record.stored()}
        report = _compared(state.generation, there, wanted)
        if state.generation and not (report.created or report.updated or report.deleted):
            self._purge(state, grace_s)
            return report
        version = state.newest
        for position, one in enumerate(sorted(report.created + report.updated)):
            self._progress("publishing", position, len(report.created) + len(report.updated))
            version += 1
            self._put(version, wanted[one])
        version += 1
        lexical = opened(self._home, self._record, self._model)[1]
        frequencies = Frequencies.of(lexical.postings.lists)
        self._store.put_file(version, "", "words", frequencies.dump())
        self._flush()
        now = time.time()
        died = [there[one][0] for one in report.updated + report.deleted]
        died += [state.words] if state.words else []
        new = State(
            state.generation + 1, self._record.fingerprint(), self._model, version, version,
            frequencies.passages, (*state.dead, *((one, now) for one in died)),
        )  # fmt: skip
        self._store.put_state(new)
        self._purge(new, grace_s)
        return PublishReport(
            new.generation, report.created, report.updated, report.deleted, report.skipped
        )

    def _dimension(self) -> int | None:
        """Of the vectors; None when there are none."""
        row = self._record.connection.execute(
            "SELECT length(vector) / 4 FROM embeddings WHERE model = ? LIMIT 1", (self._model,)
        ).fetchone()
        return int(row[0]) if row else None

    def _there(self, state: State) -> dict[str, tuple[int, str]]:
        """Version and checksum of each document in the store."""
        if not state.generation:
            return {}
        found = {}
        for version, said in self._store.files_of(state, "digest"):
            digest, _, document = said.decode().partition(" ")
            found[document] = (version, digest)
        return found

    def _put(self, version: int, stored: StoredDocument) -> None:
        name = stored.description.id
        document = self._record.contents(name)
        assert document is not None, "the home is locked"
        rows = self._rows(version, name)
        while portion := list(islice(rows, _PORTION)):
            with reached(self._store.uri):
                self._store.client.upsert(self._store.passages, portion)
        count = len(document.passages)
        said = dump_description(document.description, count)
        original = load_original(self._home, document.description.sha256)
        if original is not None:
            self._store.put_file(version, name, "original", original)
        self._store.put_file(version, name, "document", dump_document(document))
        self._store.put_file(version, name, "description", said)
        self._store.put_file(version, name, "digest", f"{_digest(stored)} {name}".encode())

    def _rows(self, version: int, document: str) -> Iterator[dict[str, Any]]:
        """The passages of a document as Milvus takes them."""
        for id_, ordinal, vector, stems, grams in self._record.searched_passages(
            document, self._model
        ):
            yield {
                "key": f"{version}/{id_}", "version": version, "document": document,
                "id": id_, "ordinal": ordinal, "vector": vector.tolist(),
                "words": passage_weights(stems, grams),
            }  # fmt: skip

    def _flush(self) -> None:
        with reached(self._store.uri):
            self._store.client.flush(self._store.passages)
            self._store.client.flush(self._store.files)

    def _purge(self, state: State, grace_s: float) -> None:
        """Take away what died longer ago than readers may need it."""
        before = time.time() - grace_s
        gone = [version for version, when in state.dead if when <= before]
        if not gone:
            return
        self._forget(f"version in {gone}")
        left = tuple(one for one in state.dead if one[0] not in gone)
        self._store.put_state(replace(state, dead=left))

    def _forget(self, scope: str) -> None:
        with reached(self._store.uri):
            self._store.client.delete(self._store.passages, filter=scope)
            self._store.client.delete(self._store.files, filter=f'{scope} and kind != "state"')


def _digest(stored: StoredDocument) -> str:
    return f"{stored.digest}/{stored.made_by}".replace(" ", "_")


def _compared(
    generation: int, there: dict[str, tuple[int, str]], wanted: dict[str, StoredDocument]
) -> PublishReport:
    """What is to be done with each document."""
    report = PublishReport(generation)
    for name, stored in wanted.items():
        if name not in there:
            report.created.append(name)
        elif there[name][1] != _digest(stored):
            report.updated.append(name)
        else:
            report.skipped.append(name)
    report.deleted.extend(sorted(set(there) - set(wanted)))
    return report
