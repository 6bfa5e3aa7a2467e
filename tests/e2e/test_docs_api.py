"""Every command of docs/api.md that calls the API does what the page says, on a running server."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from pydantic import SecretStr
from reportlab.pdfgen.canvas import Canvas

from corpus.catalog import bundled_folder
from rag.settings import ApiSettings
from tests.e2e.made_server import serving
from ui.access.key_store import KeyStore

pytestmark = pytest.mark.e2e

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
_ADDRESS = "http://127.0.0.1:7860"
_KEY = "a key of the tests' own"
_SECONDS = 120
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCKS = [
    block
    for language, block in _FENCED.findall(_PAGE.read_text(encoding="utf-8"))
    if not language and "curl " in block
]


def plan(path: Path) -> Path:
    """A PDF of one page."""
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "1. Goal")
    canvas.drawString(72, 690, "Build a bridge over the river by the end of 2031.")
    canvas.save()
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run: it holds the files that they send."""
    made = tmp_path_factory.mktemp("docs")
    plan(made / "plan.pdf")
    word = docx.Document()
    word.add_heading("1. Strategy", 1)
    word.add_paragraph("Plant a thousand trees.")
    word.save(str(made / "strategy.docx"))
    (made / ".curlrc").write_text("fail-with-body\nshow-error\n")  # a refusal is a failure
    return made


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[str]:
    home = tmp_path_factory.mktemp("docs-home")
    store = KeyStore(home)
    store.make("to be revoked", ["read"])
    store.close()
    files = [bundled_folder() / "liepaja-iam-2022.txt", folder / "plan.pdf"]
    with serving(home, files, api=ApiSettings(key=SecretStr(_KEY))) as at:
        yield at


def test_every_command_of_the_page_is_run_in_its_order(url: str, folder: Path) -> None:
    assert len(_BLOCKS) > 15
    for block in _BLOCKS:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.replace(_ADDRESS, url)],
            cwd=folder,
            env={**os.environ, "CURL_HOME": str(folder), "PLANQA_API__KEY": _KEY},
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert (folder / "page.png").read_bytes().startswith(b"\x89PNG")


def test_every_address_is_called_by_a_command_of_its_own_section() -> None:
    text = _PAGE.read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        heading, body = section.split("\n", 1)
        for method, path in re.findall(r"([A-Z]+) (/\S*\b\}?)", heading):
            address = re.sub(r"\\\{.*?\\\}", r"[^/\\s'\"]+", re.escape(path))
            called = re.search(rf"curl [^\n]*?{re.escape(_ADDRESS)}{address}['\"?\s]", body)
            assert called, f"{method} {path}"


def test_no_command_calls_another_server() -> None:
    for block in _BLOCKS:
        assert set(re.findall(r"https?://[^/\s'\"]+", block)) == {_ADDRESS}
