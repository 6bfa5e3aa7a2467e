"""Backup and restore: the record and the originals in one ZIP file with their checksums.

The FAISS file is derived and left out. A backup is taken from one generation, while others read
and write. Nothing of a backup is put in place before all of it has been checked.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from corpus.errors import PlanqaError
from index import originals
from index import seal as seals
from index.examination import examine
from index.lock import locked
from index.mishaps import readable
from index.opening import open_record
from index.record import Record
from index.schema import FILE, SCHEMA_VERSION, replacing
from index.writer import full_is_told, put_in_place

MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def backup(home: Path, target: Path) -> list[str]:
    """Write the index in `home` to the file `target`, whole or not at all; ids of its documents.

    Raises:
        PlanqaError: `index_missing`, `index_damaged`, `file_exists` when there is such a file,
            `disk_full`.
    """
    if target.exists():
        raise PlanqaError("file_exists", f"there is a file {target} already; name another", 409)
    if not target.parent.is_dir():
        raise PlanqaError("file_missing", f"there is no folder {target.parent}; make it first", 404)
    record = open_record(home)
    try:
        with (
            readable(home),
            full_is_told(target.parent),
            tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder,
        ):
            record.hold()
            copy, packed = Path(folder) / FILE, Path(folder) / "packed"
            connection = sqlite3.connect(copy)
            record.connection.backup(connection)
            connection.close()
            stored = record.stored()
            _pack(packed, copy, home, [one.description.sha256 for one in stored])
            packed.replace(target)
            return [one.description.id for one in stored]
    finally:
        record.close()


def restore(home: Path, source: Path, *, replace: bool = False) -> list[str]:
    """Put the index in the file `source` into `home`; ids of its documents.

    Args:
        replace: take the place of an index that is there.

    Raises:
        PlanqaError: `backup_invalid` when `source` is not a sound backup, `home_not_empty` when an
            index is there and is not to be replaced, `index_busy`, `disk_full`.
    """
    there = (home / FILE).exists() or (home / seals.FILE).exists()
    if there and not replace:
        raise PlanqaError(
            "home_not_empty",
            f"there is an index in {home}; give --replace to put the backup in its place",
            409,
        )
    with locked(home), full_is_told(home), tempfile.TemporaryDirectory(dir=home) as folder:
        _unpack(source, Path(folder))
        ids = _checked(Path(folder), source, after=_generation(home))
        kept = Path(folder) / originals.FOLDER
        (home / originals.FOLDER).mkdir(exist_ok=True)
        for path in kept.glob("*"):
            path.replace(home / originals.FOLDER / path.name)
        (Path(folder) / FILE).replace(replacing(home))
        put_in_place(home)
        return ids


def _pack(target: Path, record: Path, home: Path, digests: list[str]) -> None:
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(record, FILE)
        sums = {FILE: seals.checksum(record).sha256}
        for digest in digests:
            original = originals.load_original(home, digest)
            if original is not None:  # a writer may delete one that no later state needs
                name = f"{originals.FOLDER}/{digest}"
                archive.writestr(name, original)
                sums[name] = digest
        said = {"planqa": "backup", "schema": SCHEMA_VERSION, "files": sums}
        archive.writestr(MANIFEST, json.dumps(said, indent=1))


def _unpack(source: Path, folder: Path) -> None:
    """Unpack what the manifest names, each file with the checksum it names."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["planqa"] != "backup" or manifest["schema"] != SCHEMA_VERSION:
                raise _invalid(source, "another version of planqa made it")
            (folder / originals.FOLDER).mkdir()
            for name, digest in manifest["files"].items():
                # No other names are ever written, so that none leads out of the folder.
                if name not in (FILE, f"{originals.FOLDER}/{digest}") or not _SHA256.match(digest):
                    raise _invalid(source, f"it names a file {name!a}")
                with archive.open(name) as packed, (folder / name).open("xb") as file:
                    if _copied(packed, file) != digest:
                        raise _invalid(source, f"{name} in it is damaged")
    except FileNotFoundError:
        raise PlanqaError("file_missing", f"there is no file {source}", 404) from None
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _invalid(source, str(error)) from None


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _checked(folder: Path, source: Path, *, after: int) -> list[str]:
    """The ids of the record in `folder`, which becomes a generation later than `after`."""
    try:
        record = Record(folder, writable=True)
        try:
            told = examine(record).findings()
            if told:
                raise _invalid(source, told[0])
            record.set_meta("generation", str(max(record.generation(), after)))
            with record.writing():
                record.advance(None)
            record.fold()
            return [stored.description.id for stored in record.stored()]
        finally:
            record.close()
    except sqlite3.Error as error:
        raise _invalid(source, str(error)) from None


def _generation(home: Path) -> int:
    seal = seals.read_seal(home)
    return seal.generation if seal else 0


def _invalid(source: Path, why: str) -> PlanqaError:
    return PlanqaError(
        "backup_invalid", f"{source} is not a sound backup of planqa: {why}; take another", 422
    )
