"""A shelf of passages made up for one test: texts, what frames them, what they abbreviate."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Description, Passage
from corpus.span import Span


def passage(text: str, kind: str = "paragraph", **others: object) -> Passage:
    """A passage of the document `plan`."""
    fields: dict[str, object] = {
        "id": f"plan-{hash(text)}", "document": "plan", "ordinal": 0, "kind": kind,
        "section": None, "unit": None, "role": None, "item": None, "part": 0,
        "pieces": (Span(0, len(text)),), "body": Span(0, len(text)), "text": text,
        "breadcrumb": (), "context": None, "lines": (1, 1), "page": None,
    }  # fmt: skip
    return Passage(**{**fields, **others})  # type: ignore[arg-type]


class Plan:
    """A shelf with one document."""

    def __init__(self, *passages: Passage, title: str = "Plāns", language: str = "lv") -> None:
        self._description = Description("plan", title, None, None, language, "0", "plan.txt")
        self._passages = passages

    def documents(self) -> Sequence[Description]:
        return [self._description]

    def passages(self, document: str) -> Sequence[Passage]:
        assert document == "plan"
        return self._passages
