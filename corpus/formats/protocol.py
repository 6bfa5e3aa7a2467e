"""The seam between files and the rest: a format recognises its files and reads them."""

from __future__ import annotations

from typing import Protocol

from corpus.block import Source


class Format(Protocol):
    """One file format. Implementations keep no state.

    A conformance test class, `tests/corpus/format_conformance.py`, states what all must hold.
    """

    name: str

    def recognises(self, data: bytes) -> bool:
        """Whether `data` is a file of this format, judged by its content alone."""
        ...

    def read(self, data: bytes, password: str | None = None) -> Source:
        """Read `data`; `password` opens a file that is locked, and is ignored by other formats.

        Raises:
            PlanqaError: when the file cannot be read; the message says what to do.
        """
        ...
