"""Checksums of what the record holds: of a document's rows, and of a vector."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What a document's checksum leaves out: itself, and where the file lies.
_LEFT_OUT = ("digest", "origin")


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A document as its rows stand: columns of its own, (ordinal, body) of each section, and
    (id, ordinal, text hash, body) of each passage."""

    columns: Mapping[str, Any]
    sections: Sequence[tuple[int, str]]
    passages: Sequence[tuple[str, int, str, str]]

    def digest(self) -> str:
        """SHA-256 of all that the document holds."""
        own = {name: value for name, value in self.columns.items() if name not in _LEFT_OUT}
        said = json.dumps([own, self.sections, self.passages], default=str, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def sound(self) -> bool:
        """Whether the rows are what was put in."""
        return bool(self.columns["digest"] == self.digest())


def vector_checksum(model: str, text_hash: str, vector: bytes) -> int:
    """CRC-32 of an embedding with what it stands for."""
    return zlib.crc32(vector, zlib.crc32(f"{model} {text_hash}".encode()))
