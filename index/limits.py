"""What reading one file may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of wall time and of CPU, `memory_bytes` of address space, `pages` of the document,
    `output_bytes` of what comes out, `file_bytes` of what goes in."""

    file_bytes: int = 200_000_000
    pages: int = 5000
    seconds: int = 600
    memory_bytes: int = 4_000_000_000
    output_bytes: int = 250_000_000

    def largest_answer(self, kind: str) -> int:
        """Most bytes that the process that reads may send: a document, or what an archive holds,
        which is limited by what unpacks it."""
        return self.output_bytes if kind == "read" else 3 * self.file_bytes
