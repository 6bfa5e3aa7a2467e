"""Reading in a process of its own: the same documents, and limits that hold."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpus.errors import PlanqaError
from corpus.model import Description
from index.child_reader import ChildReader, _Unpickler
from index.document_reader import DirectReader, DocumentReader
from index.ingestion import ingest
from index.limits import Limits
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLANS

PLAN = PLANS / "lv-codes.txt"
LIMITS = Limits()
# Without it the language is sought for, which loads large dictionaries in each new process.
KNOWN = Description("plan", "Plan", None, 2025, "lv", "", "plan.txt")


def packed(**files: bytes) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.txt", content)
    return data.getvalue()


class ReaderConformance:
    """What every `DocumentReader` must do."""

    def test_it_reads_what_the_corpus_reads(self, reader: DocumentReader) -> None:
        for path in (PLAN, PLANS / "en-headings.md"):
            data = path.read_bytes()
            right = DirectReader().read(data, path.name, KNOWN)
            assert reader.read(data, path.name, KNOWN) == right

    def test_what_a_format_refuses_is_refused_with_its_code(self, reader: DocumentReader) -> None:
        for data, code in ((b" \n", "document_empty"), (b"\x00\x01" * 99, "format_unknown")):
            with pytest.raises(PlanqaError) as caught:
                reader.read(data, "name", None)
            assert caught.value.code == code
            assert caught.value.status >= 400

    def test_an_archive_is_its_files_and_nothing_else_is_one(self, reader: DocumentReader) -> None:
        assert reader.members(packed(a=b"x", b=b"y")) == [("a.txt", b"x"), ("b.txt", b"y")]
        assert reader.members(PLAN.read_bytes()) is None
        with pytest.raises(PlanqaError) as caught:
            reader.members(packed(a=b"x" * 999)[:-30])
        assert caught.value.code == "archive_unreadable"


class TestDirectReader(ReaderConformance):
    @pytest.fixture
    def reader(self) -> DocumentReader:
        return DirectReader()


class TestChildReader(ReaderConformance):
    @pytest.fixture
    def reader(self) -> Iterator[DocumentReader]:
        with ChildReader() as reader:
            yield reader


def test_one_process_reads_all_files_and_loads_no_model() -> None:
    with ChildReader() as reader:
        reader.members(packed(a=b"x"))
        first = reader._child
        assert first is not None
        reader.members(packed(a=b"y"))
        assert reader._child is first
        maps = Path(f"/proc/{first.pid}/maps")
        if maps.exists():
            assert "libtorch" not in maps.read_text()
    assert first.poll() is not None


@pytest.mark.parametrize(
    ("limits", "data", "code", "setting"),
    [
        (replace(LIMITS, file_bytes=10), b"x" * 11, "file_too_large", "limits.file_bytes"),
        (replace(LIMITS, output_bytes=1000), PLAN.read_bytes(), "output_too_large", "output_bytes"),
        (replace(LIMITS, seconds=1), PLAN.read_bytes() * 3000, "parse_timeout", "limits.seconds"),
        (
            replace(LIMITS, memory_bytes=300_000_000, seconds=60),
            PLAN.read_bytes() * 30_000,
            "parse_memory",
            "limits.memory_bytes",
        ),
    ],
    ids=["file", "output", "time", "memory"],
)
def test_a_limit_is_an_error_that_names_the_setting(
    limits: Limits, data: bytes, code: str, setting: str
) -> None:
    with ChildReader(limits) as reader:
        with pytest.raises(PlanqaError, match=setting) as caught:
            reader.read(data, "plan.txt", KNOWN)
        assert caught.value.code == code
        # The next file is read as if nothing had been.
        if limits.file_bytes == LIMITS.file_bytes:
            assert reader.members(packed(a=b"x")) == [("a.txt", b"x")]


def test_a_crash_is_an_error_and_the_next_file_is_read() -> None:
    with ChildReader() as reader:
        reader.members(packed(a=b"x"))
        assert reader._child is not None
        os.kill(reader._child.pid, signal.SIGSTOP)
        os.kill(reader._child.pid, signal.SIGSEGV)
        os.kill(reader._child.pid, signal.SIGCONT)
        with pytest.raises(PlanqaError) as caught:
            reader.members(packed(a=b"x" * 100_000))
        assert caught.value.code == "parse_crashed"
        assert reader.members(packed(a=b"x")) == [("a.txt", b"x")]


def test_an_answer_that_is_no_document_is_not_believed() -> None:
    for value in (print, os.system, PlanqaError("x", "y"), Path("x")):
        with pytest.raises(pickle.UnpicklingError):
            _Unpickler(BytesIO(pickle.dumps(value))).load()


def test_a_file_over_a_limit_stops_no_other(tmp_path: Path) -> None:
    large, small = tmp_path / "large.txt", tmp_path / "small.txt"
    large.write_bytes(PLAN.read_bytes() * 3000)
    small.write_bytes(PLAN.read_bytes())
    with ChildReader(replace(LIMITS, seconds=1)) as reader:
        report = ingest(
            [large, small], tmp_path / "home", HashEmbedder(), reader=Patient(reader, small)
        )
    assert report.created == ["small"]
    assert [failure.code for failure in report.failed] == ["parse_timeout"]


class Patient:
    """Lets one file take its time: loading the dictionaries may take longer than its limit."""

    def __init__(self, strict: ChildReader, path: Path) -> None:
        self._strict, self._data = strict, path.read_bytes()

    def read(self, data, name, known):  # type: ignore[no-untyped-def]
        return (DirectReader() if data == self._data else self._strict).read(data, name, known)

    def members(self, data: bytes) -> list[tuple[str, bytes]] | None:
        return self._strict.members(data)
