"""A question sent before the one before it is wholly answered is answered in its turn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import Visit
from tests.e2e.made_server import serving
from tests.index.made_home import PLAN, PLANS

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_SENDS_AS_SOON_AS_READING = """question => {
  const box = document.querySelector("#pq-question textarea");
  const watching = new MutationObserver(() => {
    const reading = document.querySelector("#pq-messages [aria-busy]");
    if (!reading || box.value) return;
    watching.disconnect();
    box.value = question;
    box.dispatchEvent(new Event("input", {bubbles: true}));
    for (let press = 0; press < 2; press++)
      box.dispatchEvent(new KeyboardEvent("keypress", {key: "Enter", bubbles: true}));
    window.sent = true;
  });
  watching.observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


def test_a_question_sent_while_another_is_being_answered_waits_and_is_answered_once(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    with serving(tmp_path / "home", [PLANS / PLAN]) as url:
        visit = visiting(url, "en-GB")
        box = visit.page.locator("#pq-question textarea")
        visit.page.evaluate(_SENDS_AS_SOON_AS_READING, "How is 2.2.1 Cycling routes funded?")
        box.fill("Who is responsible for 2.2.1 Cycling routes?")
        box.press("Enter")
        visit.page.wait_for_function("window.sent")
        visit.answered(2)
        expect(box).to_have_value("")
        box.press("Enter")
        visit.ask("Which actions concern cycling?")
        expect(visit.page.locator(".pq-answer")).to_have_count(3)
        expect(visit.page.locator(".pq-notice")).to_have_count(0)
        visit.page.close()
