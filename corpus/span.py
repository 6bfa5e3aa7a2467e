"""A stretch of a document's stored text, and how a quote is read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHITE_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Fold each run of white space to one space and strip the ends; change nothing else."""
    return _WHITE_SPACE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range `[start, end)` of code points; never empty, never negative.

    Raises:
        ValueError: when `0 <= start < end` does not hold.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` in this span, as they stand."""
        if self.end > len(text):
            raise ValueError(f"span ends at {self.end}, the text at {len(text)}")
        return text[self.start : self.end]

    def quote(self, text: str) -> str:
        """The span's characters with white space folded: what a citation shows."""
        return fold(self.of(text))

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span of `text[start:end]` without white space at either end; None when blank."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
