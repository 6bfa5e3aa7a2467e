"""A PDF of which some pages cannot be read says so, and is read again once they can be."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from corpus.pdf import ocr
from index.ingestion import ingest
from index.local import LocalIndex
from tests.corpus.pdf_pages import OTHER, SENTENCES, lines, pdf, scan
from tests.index.hash_embedder import HashEmbedder

needs_ocr = pytest.mark.skipif(not ocr.has_ocr(), reason="tesseract is not installed")
COVER = ("Kalnciema novads",)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan whose first of five pages is a picture."""
    texts = [SENTENCES, OTHER, SENTENCES[::-1], OTHER[::-1]]
    whole = pypdfium2.PdfDocument(pdf(*(lines(text) for text in texts)))
    cover = pypdfium2.PdfDocument(scan(COVER))
    whole.import_pages(cover, index=0)
    whole.save(tmp_path / "plan.pdf")
    return tmp_path / "plan.pdf"


def test_pages_that_were_not_read_are_named_in_the_report(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    report = ingest([plan], tmp_path / "home", HashEmbedder())
    assert report.created == ["plan"]
    ((document, what),) = report.warnings
    assert document == "plan"
    assert what.startswith("page 1 is a picture without text; install planqa[ocr]")
    index = LocalIndex.open(tmp_path / "home", HashEmbedder())
    assert index.document("plan").unread == ((1, "is a picture without text"),)
    index.close()
    again = ingest([plan], tmp_path / "home", HashEmbedder())
    assert (again.skipped, again.warnings) == (["plan"], [])


@needs_ocr
def test_the_same_file_is_read_again_once_there_is_ocr(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setenv("PATH", "/nowhere")
        ingest([plan], tmp_path / "home", HashEmbedder())
    report = ingest([plan], tmp_path / "home", HashEmbedder())
    assert (report.updated, report.skipped, report.warnings) == (["plan"], [], [])
    index = LocalIndex.open(tmp_path / "home", HashEmbedder())
    assert index.document("plan").unread == ()
    index.close()
    assert ingest([plan], tmp_path / "home", HashEmbedder()).skipped == ["plan"]


@needs_ocr
def test_a_complete_document_warns_of_nothing(plan: Path, tmp_path: Path) -> None:
    assert ingest([plan], tmp_path / "home", HashEmbedder()).warnings == []
