"""A kept answer's citations open where their passages stand today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.span import fold
from tests.index.made_home import PLAN, PLANS
from tests.rag.asking import Asker, opened
from tests.ui.answers import citation
from ui.relocation import relocated

QUESTION = "Who implements 1.1?"


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[tuple[Asker, Asker]]:
    """The same plan before and after a line was put in at its beginning."""
    text = (PLANS / PLAN).read_text(encoding="utf-8")
    askers = []
    for name, content in (("before", text), ("after", f"A line that is new.\n\n{text}")):
        file = tmp_path / name / PLAN
        file.parent.mkdir()
        file.write_text(content, encoding="utf-8")
        askers.append(opened(tmp_path / name / "home", [file]))
    yield askers[0], askers[1]
    for asker in askers:
        asker.index.close()


def test_citations_move_with_their_passages(edited: tuple[Asker, Asker]) -> None:
    before, after = edited
    known = before.index.documents()[0].id
    old, new = before.index.document(known), after.index.document(known)
    found = before.ask(QUESTION)
    same = {passage.id for passage in new.passages}
    passages = [p for p in old.passages if p.id in same][3:6]
    answer = found.model_copy(
        update={"citations": [citation(n, old, p) for n, p in enumerate(passages, 1)]}
    )
    moved = relocated(answer, after.index)
    for was, cited in zip(answer.citations, moved.citations, strict=True):
        assert cited.start != was.start
        assert fold(new.text[cited.start : cited.end]) == was.quote
        assert cited.lines[0] == new.text.count("\n", 0, cited.start) + 1


def test_an_unchanged_index_changes_nothing(edited: tuple[Asker, Asker]) -> None:
    before, _ = edited
    answer = before.ask(QUESTION)
    assert relocated(answer, before.index) is answer


def test_what_is_gone_keeps_the_place_it_had(edited: tuple[Asker, Asker]) -> None:
    before, after = edited
    old = before.index.document(before.index.documents()[0].id)
    cited = citation(1, old, old.passages[2])
    gone = [
        cited.model_copy(update={"passage": "gone", "start": 10**6, "end": 10**6 + 5}),
        cited.model_copy(update={"document": "gone"}),
    ]
    answer = before.ask(QUESTION).model_copy(update={"citations": gone, "passages": []})
    assert relocated(answer, after.index).citations == gone
