"""The file of the lexical index: derived from the record, tied to one generation of it.

In: the lists that `index.postings` searches, and what the words of each passage are known by. Out:
the same, mapped from the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index import derived_file
from index.derived_file import Origin
from index.postings import Postings
from index.term_lists import Lists
from index.versions import MADE_BY

FILE = "lexical.lists"
_ALIGNED = 64


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Lexical search, and of each passage 64 bits of the hash of its text, shape (n,): whoever
    brings the index up to date sees by them which passages it holds."""

    postings: Postings
    hashes: NDArray[np.uint64]

    def save(self, home: Path, generation: int, model: str) -> None:
        """Write the file whole or not at all."""

        def write(file: BinaryIO) -> None:
            lists = self.postings.lists
            arrays = {one.name: getattr(lists, one.name) for one in fields(lists)}
            places: dict[str, Any] = {}
            for name, array in {**arrays, "hashes": self.hashes}.items():
                file.write(bytes(-file.tell() % _ALIGNED))
                places[name] = [file.tell(), array.dtype.str, len(array)]
                file.write(np.ascontiguousarray(array).data)
            said = json.dumps({"made_by": MADE_BY, "arrays": places}).encode()
            file.write(said + len(said).to_bytes(8, "little"))

        derived_file.save(home / FILE, Origin(generation, model), write)

    @classmethod
    def load(
        cls, home: Path, generation: int | None, model: str
    ) -> tuple[LexicalIndex, int] | None:
        """The file's index and its generation; None when the file is missing, damaged, or of
        another version of planqa or layout, generation (None takes any) or model."""
        with derived_file.opened(home / FILE) as found:
            if found is None:
                return None
            file, origin, end = found
            if origin.model != model or generation not in (None, origin.generation):
                return None
            file.seek(end - 8)
            size = int.from_bytes(file.read(8), "little")
            file.seek(end - 8 - size)
            said = json.loads(file.read(size))
            known = {"hashes", *(one.name for one in fields(Lists))}
            if said["made_by"] != MADE_BY or set(said["arrays"]) != known:
                return None
            arrays = {n: _mapped(file, *place) for n, place in said["arrays"].items()}
        hashes = arrays.pop("hashes")
        return cls(Postings(Lists(**arrays)), hashes), origin.generation


def _mapped(file: BinaryIO, start: int, kind: str, count: int) -> NDArray[Any]:
    if not count:
        return np.empty(0, dtype=kind)
    return np.memmap(file, dtype=kind, mode="r", offset=start, shape=(count,))
