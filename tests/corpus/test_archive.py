"""ZIP archives: what is inside, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.archive import is_archive, members
from corpus.errors import PlanqaError
from tests.corpus.one_plan import WRITERS


def packed(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(PlanqaError) as caught:
        list(members(data))
    return caught.value.code


def test_the_files_inside_come_out_with_their_folders_in_their_names() -> None:
    data = packed(("2024/plāns.txt", b"viens"), ("2025/plāns.txt", b"divi"))
    assert list(members(data)) == [("2024/plāns.txt", b"viens"), ("2025/plāns.txt", b"divi")]


def test_what_programs_leave_behind_is_not_a_document() -> None:
    data = packed(("__MACOSX/._plan.txt", b"x"), (".DS_Store", b"x"), ("plan.txt", b"teksts"))
    assert [name for name, _ in members(data)] == ["plan.txt"]


def test_a_word_file_is_a_document_and_no_archive() -> None:
    word = WRITERS["docx"]()
    assert not is_archive(word)
    assert [name for name, _ in members(packed(("plan.docx", word)))] == ["plan.docx"]
    assert is_archive(packed(("plan.docx", word)))


@pytest.mark.parametrize("name", ["../plan.txt", "/etc/plan.txt", "a/../../p.txt", "C:/p.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    assert refused(packed((name, b"x"))) == "archive_unsafe"


def test_a_backslash_leads_nowhere_either() -> None:
    assert refused(packed(("..\\plan.txt", b"x"))) == "archive_unsafe"


def test_an_archive_inside_the_archive_is_refused() -> None:
    assert refused(packed(("inner.zip", packed(("a.txt", b"x"))))) == "archive_unsafe"


def test_a_file_that_unpacks_to_far_more_than_it_should_is_refused() -> None:
    assert refused(packed(("bomb.txt", b"0" * 30_000_000))) == "archive_too_large"


def test_too_many_files_are_refused() -> None:
    assert refused(packed(*((f"{n}.txt", b"") for n in range(2001)))) == "archive_too_large"


def test_a_damaged_archive_is_refused() -> None:
    data = packed(("plan.txt", "teksts par ielām un parkiem".encode() * 40))
    assert refused(data[:60]) == "archive_unreadable"
    broken = data[:50] + bytes(20) + data[70:]
    assert refused(broken) == "archive_unreadable"
