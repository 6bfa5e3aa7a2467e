"""The chat in a real browser: what a test does on the page, and what must not happen there.

Screenshots go to `reports/screenshots/`, for whoever wants to look. With `PLANQA_TEST_PICTURES`
set, those that docs/chat.md shows are put into `docs/pictures/`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from ui.texts import Language, texts

_ROOT = Path(__file__).resolve().parents[2]
_SHOTS = _ROOT / "reports" / "screenshots"
_PICTURES = _ROOT / "docs" / "pictures"
_COLOURS = 128  # of a picture for the documentation, whose file it makes small
Open = Callable[..., "Visit"]
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@dataclass
class Visit:
    """An open chat, and what it did that it should not have."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    in_frame: bool = False

    def watch(self) -> None:
        """Record requests to other hosts, console errors, exceptions and dialogs."""
        own = (self.url, "data:", "blob:", "about:")
        self.page.on(
            "request", lambda r: None if r.url.startswith(own) else self.faults.append(r.url)
        )
        self.page.on("console", lambda m: self._said(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))

    def _said(self, error: str) -> None:
        # Playwright listens to clicks in every frame it looks into; a source's frame runs none of
        # its listeners, and the browser says so.
        blocked = error.startswith(f"Blocked script execution in '{self.url}/documents/")
        if not (blocked and self.in_frame):
            self.faults.append(error)

    def follow(self, link: Locator) -> None:
        """Click a link inside the source's frame, and wait until its page has taken over."""
        self.in_frame = True
        box = link.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(self.page.locator("#pq-source")).to_be_focused()

    def open(self, path: str = "", language: Language = "lv") -> None:
        """Open the chat at `path` and wait until it takes questions."""
        self.page.goto(self.url + path)
        # Set once the page's own script has run, from when on it takes questions.
        expect(self.page.locator("html")).to_have_attribute("data-language", language)
        expect(self.page.locator("#pq-new")).to_have_text(texts(language)("chat.new"))
        expect(self.page.locator("#pq-library .pq-documents")).to_be_attached()

    def ask(self, question: str) -> Locator:
        """Type the question, send it with the keyboard, wait for the whole answer."""
        before = self.page.locator(".pq-answer").count()
        box = self.page.locator("#pq-question textarea")
        expect(box).to_have_value("")
        box.fill(question)
        box.press("Enter")
        return self.answered(before + 1)

    def answered(self, count: int) -> Locator:
        """The last of so many answers, once it is whole."""
        answers = self.page.locator(".pq-answer")
        expect(answers).to_have_count(count)
        expect(self.page.locator(".pq-answer[aria-busy]")).to_have_count(0)
        return answers.last

    def check_access(self) -> None:
        """No violation of WCAG 2.1 A or AA that axe-core finds on the page as it stands."""
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _WCAG}}
        found: list[dict[str, Any]] = Axe().run(self.page, options=options).response["violations"]
        shown = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
        assert shown == []

    def shoot(self, name: str) -> None:
        """Keep a screenshot."""
        _SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=_SHOTS / f"{name}.png")
        shown = _PICTURES / f"{name}.png"
        if shown.exists() and os.environ.get("PLANQA_TEST_PICTURES"):
            with Image.open(_SHOTS / f"{name}.png") as taken:
                taken.convert("RGB").quantize(_COLOURS).save(shown, optimize=True)
