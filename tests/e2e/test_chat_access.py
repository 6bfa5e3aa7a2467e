"""Everyone can use the chat: by keyboard, on a phone, in light and dark, with a screen reader."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import Open
from ui.texts import Language, texts

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_DESKTOP = {"width": 1440, "height": 900}
_PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("name", "language", "screen"),
    [
        ("light", "lv", {"viewport": _DESKTOP}),
        ("dark", "en", {"viewport": _DESKTOP, "color_scheme": "dark"}),
        ("phone", "lv", {"viewport": _PHONE, "has_touch": True}),
    ],
)
def test_it_fits_the_screen_and_breaks_no_rule_of_wcag(
    open_chat: Open, name: str, language: Language, screen: dict[str, Any]
) -> None:
    visit = open_chat(locale={"lv": "lv-LV", "en": "en-GB"}[language], **screen)
    page = visit.page
    visit.shoot(f"start-{name}")
    if page.locator("#pq-library").is_hidden():
        page.locator("#pq-library-toggle").click()
    page.locator("#pq-library .pq-documents details > summary").nth(1).click()
    expect(page.locator("#pq-library .pq-tree").first).to_be_visible()
    visit.shoot(f"documents-{name}")
    visit.check_access()
    page.keyboard.press("Escape")

    question = {
        "lv": "Kuras prioritātes finansē velo infrastruktūru?",
        "en": "Which priorities fund cycling infrastructure?",
    }[language]
    answer = visit.ask(question)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    assert answer.locator(".pq-table").evaluate("e => e.scrollWidth <= e.clientWidth")
    visit.shoot(f"list-{name}")
    for summary in answer.locator("summary").all():
        if summary.is_visible():
            summary.click()
    answer.locator("td > ul a.pq-cite").first.click()
    source = page.frame_locator("#planqa-source")
    expect(source.locator("#cited")).to_be_in_viewport()
    visit.shoot(f"source-{name}")
    visit.check_access()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_page_a_refusal_and_a_source_of_its_own_break_no_rule_of_wcag(
    open_chat: Open, scheme: str
) -> None:
    visit = open_chat(locale="en-GB", color_scheme=scheme)
    visit.check_access()
    visit.ask("What is the mayor's salary in Rēzekne?")
    visit.check_access()
    visit.page.goto(f"{visit.url}/documents/daugavpils-iam-2022/view?start=100&end=200")
    visit.check_access()


def test_everything_can_be_done_by_keyboard(open_chat: Open) -> None:
    visit = open_chat(locale="en-GB", viewport=_DESKTOP)
    page = visit.page
    page.locator("#pq-question textarea").focus()
    page.keyboard.type("Kas ievieš 3.2.1.2 Dzelzceļš?")
    page.keyboard.press("Enter")
    answer = visit.answered(1)
    reached = ""
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        reached = page.evaluate("document.activeElement.className")
        if "pq-cite" in reached:
            break
    assert "pq-cite" in reached
    page.keyboard.press("Enter")
    source = page.frame_locator("#planqa-source")
    expect(source.locator("#cited")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#pq-source")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == reached
    answer.locator(".pq-why summary").focus()
    page.keyboard.press("Enter")
    expect(answer.locator(".pq-scores")).to_be_visible()
    page.locator("#pq-library-toggle").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pq-library")).to_be_hidden()
    page.get_by_label("English").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#pq-new")).to_have_text(texts("lv")("chat.new"))
