"""What the terminal shows of an answer."""

from __future__ import annotations

import io

from rich.console import Console

from corpus.model import Document
from rag.answer import Answer
from tests.ui.answers import fact, nothing, table
from ui.answer_text import answer_text, plain


def _printed(answer: Answer) -> str:
    written = io.StringIO()
    Console(file=written, width=200).print(answer_text(answer))
    return written.getvalue()


def test_an_answer_has_status_text_and_numbered_sources(longest: Document) -> None:
    passage = longest.passages[300]
    printed = _printed(fact(longest, "So it is [1].", passage))
    assert printed.startswith("Answered from the documents")
    assert "So it is [1]." in printed
    assert f"[1] {longest.id}" in printed
    assert str(passage.lines[0]) in printed
    assert " ".join(passage.body.quote(longest.text).split()[:5]) in printed


def test_a_list_is_a_table_with_its_citation_marks(longest: Document) -> None:
    units = [s.key for s in longest.sections if s.unit][:2]
    answer = table(longest, *units)
    printed = _printed(answer)
    for item in answer.items:
        assert item.section in printed
        for values in item.fields.values():
            assert f"[{values[0].citation}]" in printed


def test_what_was_not_found_shows_the_nearest_passages(longest: Document) -> None:
    printed = _printed(nothing(longest, *longest.passages[50:60]))
    assert "Not in the documents" in printed
    assert "as leads; they are not an answer (3)" in printed


def test_no_document_can_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\x9bc\td\ne\x00") == "a[2Jbc\td\ne"
