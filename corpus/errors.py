"""Errors meant for the person who asked: each becomes one line, never a traceback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MOST = 5  # unknown ids that are named


class PlanqaError(Exception):
    """Something the user can mend.

    Args:
        code: stable name of the kind of error, `snake_case`; part of the API.
        message: one sentence or two that name the value and the mend.
        status: HTTP status that the error has when it reaches the API.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def unknown_document(unknown: Sequence[str], known: Iterable[str]) -> PlanqaError:
    """The error that no document has these ids, with the ids that there are."""
    asked = ", ".join(map(ascii, unknown[:_MOST]))
    ids = ", ".join(sorted(known)) or "none"
    return PlanqaError("unknown_document", f"there is no document {asked}; known are: {ids}", 404)
