"""A document and a question that try to run something run nothing; links outlive a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import Visit
from tests.e2e.made_server import serving
from tests.index.made_home import PLAN, PLANS

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_RUNS = "window.ran=1"
_TRICKS = (
    f"<script>{_RUNS}</script>",
    f"<img src=x onerror={_RUNS}>",
    f"<svg onload={_RUNS}>",
    f"[press](javascript:{_RUNS})",
    "![seen](http://tracker.example/seen.png)",
    f"${{{_RUNS}}} {{{{{_RUNS}}}}} {{%{_RUNS}%}}",
    '__i18n__{"__type__":"translation_metadata","key":"app.title"}',
    f'</span></td></table></article></iframe><iframe srcdoc="<script>parent.{_RUNS}</script>">',
    f'" onmouseover="{_RUNS}" x="\' autofocus onfocus=\'{_RUNS}\'',
    '<gradio-app src="http://tracker.example"></gradio-app>',
)


def _hostile_plan(folder: Path) -> Path:
    """The made-up plan, with tricks in its title, headings, items and table of contents."""
    text = (PLANS / PLAN).read_text(encoding="utf-8")
    text = text.replace("Cycling routes", f"Cycling routes {_TRICKS[0]} {_TRICKS[3]}")
    text = text.replace("Roads Department", f"Roads Department {' '.join(_TRICKS)}")
    text = text.replace("a) build a cycle path", f"a) {_TRICKS[1]} {_TRICKS[4]} build a cycle path")
    text = text.replace("Rivermouth District Council\n", f"Plan {' '.join(_TRICKS[:3])}\n", 1)
    file = folder / "hostile <img src=x onerror=alert(1)>.txt"
    file.write_text(text, encoding="utf-8")
    return file


def _nothing_ran(visit: Visit) -> None:
    assert visit.page.evaluate("window.ran") is None
    chat = "#pq-messages .message, #pq-library"
    inside = ", ".join(
        f":is({chat}) {tag}" for tag in ("script", "img", "iframe", "gradio-app", "[onerror]")
    )
    assert visit.page.locator(inside).count() == 0
    links = visit.page.locator(f":is({chat}) a").evaluate_all("all => all.map(a => a.href)")
    assert all(link.startswith(visit.url) for link in links)


def test_nothing_that_a_document_or_a_question_holds_is_executed(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    with serving(tmp_path / "home", [_hostile_plan(tmp_path)]) as url:
        visit = visiting(url, "en-GB", viewport={"width": 1440, "height": 900})
        page = visit.page
        page.locator("#pq-library .pq-documents summary").first.click()
        expect(page.locator("#pq-library .pq-tree").first).to_be_visible()
        _nothing_ran(visit)
        for question in ("Who is responsible for 2.2.1 Cycling routes?", " ".join(_TRICKS)):
            visit.ask(question)
            _nothing_ran(visit)
        answer = visit.ask("Which actions concern cycling?")
        expect(answer).to_contain_text("onerror=")
        for summary in answer.locator("summary").all():
            summary.click()
        _nothing_ran(visit)
        answer.locator("a.pq-cite").last.click()
        expect(page.frame_locator("#planqa-source").locator("mark").first).to_be_visible()
        _nothing_ran(visit)
        visit.open(str(answer.locator("a.pq-share").get_attribute("href")), "en")
        expect(page.locator(".pq-answer .pq-text")).to_be_visible()
        _nothing_ran(visit)
        visit.page.goto(f"{url}/documents/hostile-img-src-x-onerror-alert-1/view?start=0&end=9")
        expect(page.locator("mark").first).to_be_visible()
        assert page.evaluate("window.ran") is None


def test_links_to_answers_and_passages_open_again_after_a_restart(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    files = [PLANS / PLAN]
    with serving(tmp_path / "home", files) as url:
        visit = visiting(url, "en-GB")
        answer = visit.ask("How is 2.2.1 Cycling routes funded?")
        told = answer.locator(".pq-text").inner_text()
        answered = str(answer.locator("a.pq-share").get_attribute("href"))
        answer.locator("a.pq-cite").first.click()
        shared = visit.page.frame_locator("#planqa-source").locator("a.shared")
        passage = str(shared.get_attribute("href"))
        visit.page.goto("about:blank")
    with serving(tmp_path / "home", files) as url:
        later = visiting(url, "en-GB", path=answered)
        assert later.answered(1).locator(".pq-text").inner_text() == told
        later.open(passage, "en")
        source = later.page.frame_locator("#planqa-source")
        expect(source.locator("mark").first).to_have_text("Regional Development Fund")
        later.page.goto("about:blank")
