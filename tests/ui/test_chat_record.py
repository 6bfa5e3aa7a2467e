"""What the chat keeps survives a restart, for as long as the settings say, apart from the index."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from corpus.model import Document
from rag.answer import Turn
from tests.ui.answers import fact
from tests.ui.kept import asked
from ui.chat_record import FILE, ChatRecord


def test_an_answer_is_there_again_after_a_restart(tmp_path: Path, longest: Document) -> None:
    given = asked(fact(longest, "So [1].", longest.passages[5]), Turn(question="Before?"))
    before = ChatRecord(tmp_path)
    identity = before.keep(given)
    before.close()
    after = ChatRecord(tmp_path)
    found = after.read(identity)
    assert found is not None
    assert found.asked == given
    assert datetime.now(UTC) - found.kept_at < timedelta(minutes=5)
    assert after.read("nothing") is None
    after.close()


def test_ids_are_long_and_never_the_same(tmp_path: Path, longest: Document) -> None:
    record = ChatRecord(tmp_path)
    given = asked(fact(longest, "So."))
    ids = {record.keep(given) for _ in range(20)}
    assert len(ids) == 20
    assert min(map(len, ids)) >= 16
    record.close()


def test_what_is_too_old_is_deleted_when_the_next_answer_is_kept(
    tmp_path: Path, longest: Document
) -> None:
    record = ChatRecord(tmp_path, keep_days=30)
    given = asked(fact(longest, "So."))
    old, recent = record.keep(given), record.keep(given)
    with sqlite3.connect(tmp_path / FILE) as file:
        for identity, days in ((old, 31), (recent, 29)):
            then = (datetime.now(UTC) - timedelta(days=days)).isoformat()
            file.execute("UPDATE answers SET kept_at = ? WHERE id = ?", (then, identity))
    file.close()
    record.keep(given)
    assert record.read(old) is None
    assert record.read(recent) is not None
    record.close()


def test_switched_off_nothing_is_written_and_the_oldest_is_forgotten(
    tmp_path: Path, longest: Document
) -> None:
    record = ChatRecord(tmp_path, keep_answers=False)
    given = asked(fact(longest, "So."))
    first = record.keep(given)
    assert record.read(first) is not None
    for _ in range(500):
        last = record.keep(given)
    assert record.read(first) is None
    assert record.read(last) is not None
    assert list(tmp_path.iterdir()) == []
    record.close()


def test_feedback_is_kept_with_question_answer_citations_and_fingerprint(
    tmp_path: Path, longest: Document
) -> None:
    answer = fact(longest, "So [1].", longest.passages[5])
    record = ChatRecord(tmp_path, keep_answers=False)
    record.rate("a", "up", "", answer, ())
    record.rate("a", "down", "Not so.", answer, (Turn(question="Before?"),))
    record.close()
    (found,) = ChatRecord(tmp_path).feedback()
    assert (found.rating, found.comment, found.answer) == ("down", "Not so.", answer)
    assert found.turns == (Turn(question="Before?"),)
    row = sqlite3.connect(tmp_path / FILE).execute(
        "SELECT question, citations, fingerprint FROM feedback"
    ).fetchone()  # fmt: skip
    assert row[0] == answer.question
    assert answer.citations[0].passage in row[1]
    assert row[2] == answer.index


@pytest.mark.parametrize("content", [b"not a database, not at all" * 100, None])
def test_a_file_that_cannot_be_used_is_told(
    tmp_path: Path, longest: Document, content: bytes | None
) -> None:
    if content is None:
        (tmp_path / FILE).mkdir()
    else:
        (tmp_path / FILE).write_bytes(content)
    record = ChatRecord(tmp_path)
    with pytest.raises(PlanqaError) as refused:
        record.keep(asked(fact(longest, "So.")))
    assert refused.value.code == "chat_record_unusable"
    assert FILE in refused.value.message
    record.close()
