"""A citation in a PDF shows its page as it is printed, with the quote boxed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageChops

from tests.corpus.one_plan import as_pdf
from tests.index.made_home import PLAN, PLANS
from tests.rag.asking import Asker, opened
from ui.api import create_app


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """An assistant over a plan as PDF and another as text."""
    folder = tmp_path_factory.mktemp("given")
    (folder / "programme.pdf").write_bytes(as_pdf())
    found = opened(tmp_path_factory.mktemp("home"), [folder / "programme.pdf", PLANS / PLAN])
    yield found
    found.index.close()


@pytest.fixture(scope="module")
def client(asker: Asker) -> TestClient:
    return TestClient(create_app(asker.assistant, asker.assistant.settings))


def _picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_the_view_of_a_quote_shows_its_page_with_the_quote_boxed(
    asker: Asker, client: TestClient
) -> None:
    passage = asker.passage("Ierīkot 120 velonovietnes")
    view = client.get(
        f"/documents/programme/view?start={passage.body.start}&end={passage.body.end}"
    )
    assert "img-src 'self'" in view.headers["content-security-policy"]
    (source,) = [unescape(found) for found in re.findall(r'<img src="([^"]+)"', view.text)]
    assert source.startswith(f"/documents/programme/pages/{passage.page}.png?")
    assert view.text.index("</mark>") < view.text.index("<img")
    boxed = client.get(source)
    plain = client.get(source.partition("?")[0])
    assert (boxed.status_code, boxed.headers["content-type"]) == (200, "image/png")
    one, other = _picture(boxed.content), _picture(plain.content)
    assert one.size == other.size
    changed = ImageChops.difference(one, other).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert 300 < right - left < 800  # one line of text, and nothing else
    assert 15 < bottom - top < 40


def test_a_picture_that_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/documents/programme/pages/1.png")
    again = client.get(
        "/documents/programme/pages/1.png", headers={"If-None-Match": first.headers["etag"]}
    )
    other = client.get(
        "/documents/programme/pages/2.png", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_a_document_without_pages_shows_no_picture(client: TestClient) -> None:
    known = PLAN.partition(".")[0]
    assert "<img" not in client.get(f"/documents/{known}/view?start=5&end=40").text
    refused = client.get(f"/documents/{known}/pages/1.png")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_a_page_that_is_not_there_is_refused(client: TestClient) -> None:
    refused = client.get("/documents/programme/pages/99.png")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert "it has" in refused.json()["detail"]
    assert client.get("/documents/programme/pages/0.png").status_code == 422
    assert client.get("/documents/none/pages/1.png").json()["code"] == "unknown_document"


def test_without_the_original_there_is_no_picture(asker: Asker, client: TestClient) -> None:
    digest = asker.index.document("programme").description.sha256
    kept: Path = asker.assistant.settings.home / "originals" / digest
    aside = kept.with_name("aside")
    kept.rename(aside)
    try:
        refused = client.get("/documents/programme/pages/1.png")
    finally:
        aside.rename(kept)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert "ingest it again" in refused.json()["detail"]
