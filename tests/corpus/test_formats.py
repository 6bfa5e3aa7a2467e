"""The two text formats, and which of them reads a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalog import bundled_folder
from corpus.errors import PlanqaError
from corpus.formats.protocol import Format
from corpus.formats.text import MarkdownFormat, PlainFormat
from corpus.reader import read_bytes, read_document
from tests.corpus.format_conformance import FormatConformance

MADE = Path(__file__).parent / "made"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 text"
BINARY = [b"PK\x03\x04 a zip", b"text\x00with a zero byte"]


class TestPlainFormat(FormatConformance):
    @pytest.fixture
    def format(self) -> Format:
        return PlainFormat()

    @pytest.fixture(params=["et.txt", "en-spaced.txt", "lv-tasks-as-units.txt"])
    def sample(self, request: pytest.FixtureRequest) -> bytes:
        return (MADE / str(request.param)).read_bytes()

    @pytest.fixture
    def others(self) -> list[bytes]:
        return [PDF, *BINARY]


class TestMarkdownFormat(FormatConformance):
    @pytest.fixture
    def format(self) -> Format:
        return MarkdownFormat()

    @pytest.fixture(params=["en-headings.md", "en-bold-labels.md", "liepaja"])
    def sample(self, request: pytest.FixtureRequest) -> bytes:
        if request.param == "liepaja":
            return (bundled_folder() / "liepaja-iam-2022.txt").read_bytes()
        return (MADE / str(request.param)).read_bytes()

    @pytest.fixture
    def others(self) -> list[bytes]:
        return [PDF, *BINARY, (MADE / "de.txt").read_bytes(), b"Just a line.\n# one sign only\n"]


@pytest.mark.parametrize("data", BINARY)
def test_a_binary_file_is_in_no_format_known(data: bytes) -> None:
    with pytest.raises(PlanqaError, match=r"plan\.bin is in none.*markdown, text") as caught:
        read_document(data, "plan.bin")
    assert (caught.value.code, caught.value.status) == ("format_unknown", 415)


def test_what_stands_in_the_file_decides_and_not_its_name() -> None:
    data = (MADE / "en-headings.md").read_bytes()
    as_text, as_markdown = read_document(data, "plan.txt"), read_document(data, "plan.md")
    assert [s.key for s in as_text.sections] == [s.key for s in as_markdown.sections]
    assert as_text.artefacts == as_markdown.artefacts


def test_a_file_that_is_not_there_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match=r"nowhere\.txt") as caught:
        read_bytes(tmp_path / "nowhere.txt")
    assert caught.value.code == "file_missing"
    (tmp_path / "blank.txt").write_bytes(b" \r\n\t")
    with pytest.raises(PlanqaError, match=r"blank\.txt is empty") as caught:
        read_bytes(tmp_path / "blank.txt")
    assert caught.value.code == "document_empty"
    with pytest.raises(PlanqaError, match="cannot be read") as caught:
        read_bytes(tmp_path)
    assert caught.value.code == "file_unreadable"


def test_a_wrapped_line_that_begins_with_a_number_keeps_it() -> None:
    text = "# Plan\n\n**A**\n\nThe council met on\n28. May and agreed\n- at last\n"
    document = read_document(text.encode(), "plan.md")
    assert "28. May and agreed" in document.passages[0].text


def test_a_heading_keeps_its_number_in_markdown() -> None:
    document = read_document(b"# Plan\n\n## 1. Energy\n\ntext\n\n## 2) Water\n\ntext\n", "p.md")
    assert [(s.number, s.title) for s in document.sections] == [
        (None, "Plan"), ("1", "Energy"), (None, "2) Water"),
    ]  # fmt: skip


def test_table_rows_under_a_column_that_names_a_role_have_that_role() -> None:
    text = "# P\n## U\n| Tasks | When |\n|---|---|\n| Build | 2025 |\n\n"
    text += "| X | Y |\n|---|---|\n| a | b |\n"
    rows = read_document(text.encode(), "p.md").passages
    assert [(p.kind, p.text, p.role, p.context) for p in rows] == [
        ("caption", "Tasks When", "tasks", None), ("row", "Build 2025", "tasks", "Tasks | When"),
        ("caption", "X Y", None, None), ("row", "a b", None, "X | Y"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "tag", ["<br>", "<br/>", "<br />", "<!-- x -->", "</ p >", "<img src='>'>"]
)
def test_odd_markup_in_a_cell_is_no_text(tag: str) -> None:
    text = (
        f"<p><b>1. Goal</b></p>\t<p>one {tag}two &amp; three</p>\n<p><b>2. Aim</b></p>\t<p>x</p>\n"
    )
    document = read_document(text.encode(), "t.txt")
    said = " ".join(p.text for p in document.passages if p.unit == "1")
    assert said == "one two & three"
