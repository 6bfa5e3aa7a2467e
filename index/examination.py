"""Looks through the record: which of what it holds is what was put in.

In: an open record. Out: an `Examination`. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.mishaps import UNREADABLE
from index.record import Record, searched
from index.serial import load_passage

_MOST_SAID = 5  # complaints of SQLite that are handed on


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found: `file` is what SQLite says of its pages, `documents` the ids of those that
    are not whole, `words` whether lexical search would miss or find the wrong passages,
    `vectors` how many passages have no sound vector, `state` whether the record says of itself
    what its documents say."""

    file: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    words: bool = False
    vectors: int = 0
    state: bool = False

    @property
    def sound(self) -> bool:
        return self == Examination()

    def findings(self) -> list[str]:
        """What was found, each as a phrase."""
        said = [f"its pages do not hold together ({one})" for one in self.file]
        said += [f"the document {one!r} is not what was put in" for one in self.documents]
        said += ["the lexical index does not match the passages"] * self.words
        said += [f"{self.vectors} passages have no sound vector"] * bool(self.vectors)
        said += ["its fingerprint is not that of its documents"] * self.state
        return said


def examine(record: Record, *, thorough: bool = False) -> Examination:
    """Look through all of the record; `thorough` also makes the lexical index again to compare."""
    connection = record.connection
    try:
        said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST_SAID})")]
        file = tuple(one for one in said if one != "ok")
        ids = [stored.description.id for stored in record.stored()]
        damaged = tuple(one for one in ids if not _sound(record, one))
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        return Examination(
            (*file, *(f"a row of {row[0]} belongs to no document" for row in orphans[:1])),
            damaged,
            not _words_match(record) or (thorough and not damaged and not _words_are_right(record)),
            _without_vector(record),
            bool(ids) and record.meta("fingerprint") != record.fingerprint(),
        )
    except (*UNREADABLE, ValueError) as error:
        return Examination((str(error),))


def _sound(record: Record, document: str) -> bool:
    try:
        rows = record.document_rows(document)
    except UNREADABLE:
        return False
    return rows is not None and rows.sound


def _words_match(record: Record) -> bool:
    """Whether each passage has its entry in the lexical index, and that index is consistent."""
    rows = {row[0] for row in record.connection.execute("SELECT row FROM passages")}
    entries = {row[0] for row in record.connection.execute("SELECT rowid FROM words")}
    if rows != entries:
        return False
    if not record.writable:  # SQLite's own check of it is a statement that writes
        return True
    try:
        record.connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    except UNREADABLE:
        return False
    return True


def _words_are_right(record: Record) -> bool:
    """Whether the lexical index holds the words of each passage; makes them again."""
    return all(found == right for found, right in _words(record))


def _words(record: Record) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    languages = {s.description.id: s.description.language for s in record.stored()}
    rows = record.connection.execute(
        "SELECT w.stems, w.grams, p.body, p.document FROM passages p"
        " JOIN words w ON w.rowid = p.row"
    )
    for stems, grams, body, document in rows:
        yield (stems, grams), searched(load_passage(body), languages[document])


def _without_vector(record: Record) -> int:
    model = record.meta("model")
    if model is None:
        return 0
    sound = {text_hash for text_hash, _ in record.sound_vectors(model)}
    return sum(text_hash not in sound for *_, text_hash in record.rows())
