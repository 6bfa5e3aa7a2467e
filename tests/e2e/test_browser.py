"""The chat in a real browser: both languages, citations that open their place, tables, no leaks.

Screenshots go to `reports/screenshots/`, for whoever wants to look.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus.span import fold
from tests.e2e.conftest import ROOT, Server
from ui.texts import Language, texts

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PATIENCE_MS = 20_000  # two busy cores
_SHOTS = ROOT / "reports" / "screenshots"
_SOURCE_HOLDS = (
    "part => document.getElementById('planqa-source').contentDocument.location.href.includes(part)"
)
QUESTIONS: dict[Language, str] = {
    "lv": "Kuras prioritātes finansē velo infrastruktūru?",
    "en": "Which priorities fund cycling infrastructure?",
}


@dataclass
class Visit:
    """An open chat, and what it did that it should not have."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Record requests to other hosts, console errors and exceptions."""
        own = (self.url, "data:", "blob:", "about:")
        self.page.on(
            "request", lambda r: None if r.url.startswith(own) else self.faults.append(r.url)
        )
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def ask(self, question: str) -> None:
        """Type the question, send it with the keyboard, wait for the answer."""
        before = self.page.locator(".pq-answer").count()
        box = self.page.locator("#pq-question textarea")
        expect(box).to_have_value("")
        box.fill(question)
        box.press("Enter")
        expect(box).to_have_value("")
        expect(self.page.locator(".pq-answer")).to_have_count(before + 1)
        expect(self.page.locator(".pq-answer").last.locator(".pq-notice")).to_have_count(0)

    def shoot(self, name: str) -> None:
        """Keep a screenshot."""
        _SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=_SHOTS / f"{name}.png")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.fail(f"no browser: install one of {', '.join(_BROWSERS)}")
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield opened
        opened.close()


Open = Callable[..., Visit]


@pytest.fixture
def open_chat(chrome: Browser, server: Server) -> Iterator[Open]:
    """Opens the chat with the browser's settings given; fails on any fault in the end."""
    visits: list[Visit] = []

    def opened(locale: str = "lv-LV", **context: object) -> Visit:
        page = chrome.new_context(locale=locale, **context).new_page()  # type: ignore[arg-type]
        visit = Visit(page, server.url)
        visit.watch()
        visits.append(visit)
        page.goto(server.url)
        # Set once the page's own script has run, from when on it takes questions.
        expect(page.locator("html")).to_have_attribute("data-language", locale[:2])
        words = texts("en" if locale.startswith("en") else "lv")
        expect(page.locator("h1")).to_have_text(words("app.title"))
        return visit

    yield opened
    for visit in visits:
        visit.page.context.close()
        assert visit.faults == []


@pytest.mark.parametrize("language", ["lv", "en"])
def test_a_list_is_asked_for_and_its_citation_opened(
    open_chat: Open, server: Server, language: Language
) -> None:
    visit = open_chat(locale={"lv": "lv-LV", "en": "en-GB"}[language])
    page, words = visit.page, texts(language)
    expect(page.locator("h1")).to_have_text(words("app.title"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    visit.ask(QUESTIONS[language])

    answer = page.locator(".pq-answer").last
    expect(answer.locator(".pq-status")).to_have_text(words("status.answered"))
    rows = answer.locator("tbody tr")
    expect(rows).to_have_count(3)
    assert answer.locator("tbody th").all_inner_texts() == ["3.2.2.2", "3.2.4.2", "3.2.4.3"]
    visit.shoot(f"list-{language}")

    cited = server.ask(QUESTIONS[language])["citations"]
    for number in (1, len(cited)):
        answer.locator("tbody a.pq-cite", has_text=f"[{number}]").first.click()
        source = page.frame_locator("#planqa-source")
        page.wait_for_function(_SOURCE_HOLDS, arg=f"start={cited[number - 1]['start']}&")
        expect(source.locator("#cited")).to_be_in_viewport()
        marked = "\n".join(source.locator("mark").all_inner_texts())
        assert fold(marked) == cited[number - 1]["quote"]
        expect(source.locator("html")).to_have_attribute("lang", language)
    visit.shoot(f"source-{language}")
    page.keyboard.press("Escape")
    expect(page.locator("#pq-source")).to_be_hidden()


def test_sources_name_document_place_and_quote_and_open_in_a_tab(
    open_chat: Open, server: Server
) -> None:
    visit = open_chat(locale="en-GB")
    page = visit.page
    visit.ask(QUESTIONS["en"])
    sources = page.locator(".pq-answer .pq-sources")
    sources.locator("summary").click()
    first = sources.locator("li").first
    cited = server.ask(QUESTIONS["en"])["citations"][0]
    expect(first.locator("cite")).to_have_text(cited["title"])
    expect(first.locator("blockquote")).to_have_text(cited["quote"])
    expect(first.locator(".pq-path")).to_contain_text("3.2.2.2")
    expect(first.locator(".pq-place")).to_contain_text(str(cited["lines"][0]))
    visit.shoot("sources")
    with page.context.expect_page() as opened:
        first.get_by_role("link", name="open in a new tab").click()
    tab = opened.value
    expect(tab.locator("#cited")).to_be_in_viewport()
    assert fold("\n".join(tab.locator("mark").all_inner_texts())) == cited["quote"]


def test_switching_the_language_changes_every_label_and_keeps_the_conversation(
    open_chat: Open,
) -> None:
    visit = open_chat(locale="lv-LV")
    page = visit.page
    visit.ask(QUESTIONS["lv"])
    page.locator("a.pq-cite").first.click()
    page.locator("#pq-question textarea").fill("Pusuzrakstīts")
    for language in ("en", "lv"):
        words = texts("en" if language == "en" else "lv")
        page.get_by_label({"en": "English", "lv": "Latviešu"}[language]).check()
        expect(page.locator("h1")).to_have_text(words("app.title"))
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("#pq-new")).to_have_text(words("chat.new"))
        expect(page.locator("#pq-question")).to_contain_text(words("chat.question"))
        expect(page.locator("#pq-documents")).to_contain_text(words("chat.documents"))
        expect(page.locator("#pq-source-title")).to_have_text(
            words("panel.title"), use_inner_text=True
        )
        expect(page.locator("#pq-question textarea")).to_have_value("Pusuzrakstīts")
        expect(page.locator(".pq-answer")).to_have_count(1)
        expect(page.frame_locator("#planqa-source").locator("#cited")).to_be_visible()


def test_what_is_not_in_the_documents_is_said_plainly(open_chat: Open) -> None:
    visit = open_chat(locale="en-GB")
    visit.ask("What is the mayor's salary in Rēzekne?")
    status = visit.page.locator(".pq-answer .pq-status")
    expect(status).to_have_text(texts("en")("status.not_found"))
    expect(visit.page.locator(".pq-answer table")).to_have_count(0)
    visit.shoot("not-found")


def test_a_follow_up_and_a_new_conversation(open_chat: Open) -> None:
    visit = open_chat(locale="lv-LV")
    page = visit.page
    visit.ask("Kas ievieš 3.2.1.2 Dzelzceļš?")
    visit.ask("Un no kā to finansē?")
    last = page.locator(".pq-answer").last
    expect(last.locator(".pq-status")).to_have_text(texts("lv")("status.answered"))
    last.locator("summary").click()
    expect(last.locator(".pq-sources .pq-path").first).to_contain_text("3.2.1.2")
    page.locator("#pq-new").click()
    expect(page.locator(".pq-answer")).to_have_count(0)


def test_an_example_is_asked_with_one_click(open_chat: Open) -> None:
    visit = open_chat(locale="lv-LV")
    example = visit.page.locator("#pq-messages button").filter(has_text="?").first
    question = example.inner_text().strip()
    visit.shoot("start")
    example.click()
    expect(visit.page.locator(".pq-question")).to_have_text(question)
    expect(visit.page.locator(".pq-answer a.pq-cite").first).to_be_visible()


@pytest.mark.parametrize("locale", ["lv-LV", "en-GB"])
def test_every_example_is_answered(open_chat: Open, server: Server, locale: str) -> None:
    visit = open_chat(locale=locale)
    examples = visit.page.locator("#pq-messages button").filter(has_text="?")
    first = {"lv-LV": "Kas ievieš", "en-GB": "Who implements"}[locale]
    # The label of the page changes before its examples do.
    expect(examples.first).to_contain_text(first)
    questions = [text.strip() for text in examples.all_inner_texts()]
    assert len(questions) == 6
    assert {question: server.ask(question)["status"] for question in questions} == dict.fromkeys(
        questions, "answered"
    )


def test_an_empty_question_and_markup_do_no_harm(open_chat: Open) -> None:
    visit = open_chat(locale="en-GB")
    page = visit.page
    box = page.locator("#pq-question textarea")
    box.fill("   ")
    box.press("Enter")
    expect(page.locator(".pq-notice")).to_have_text(texts("en")("errors.question_empty"))
    visit.ask("<img src=x onerror=alert(1)> **IAM** <script>alert(1)</script>?")
    expect(page.locator(".pq-question")).to_contain_text("<img src=x onerror=alert(1)> **IAM**")
    assert page.locator("#pq-messages img, #pq-messages script").count() == 0


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("dark", {"color_scheme": "dark", "viewport": {"width": 1440, "height": 900}}),
        ("phone", {"viewport": {"width": 390, "height": 844}, "has_touch": True}),
        ("phone-dark", {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}),
    ],
)
def test_it_fits_the_screen(open_chat: Open, name: str, context: dict[str, object]) -> None:
    visit = open_chat(locale="lv-LV", **context)
    page = visit.page
    visit.ask(QUESTIONS["lv"])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    table = page.locator(".pq-table")
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
    visit.shoot(f"list-{name}")
    page.locator("a.pq-cite").first.click()
    expect(page.frame_locator("#planqa-source").locator("#cited")).to_be_in_viewport()
    visit.shoot(f"source-{name}")


def test_the_source_page_works_without_scripts(chrome: Browser, server: Server) -> None:
    citation = server.ask(QUESTIONS["lv"])["citations"][0]
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + citation["url"])
    expect(page.locator("#cited")).to_be_in_viewport()
    context.close()


def test_the_reference_page_asks_nobody_else(chrome: Browser, server: Server) -> None:
    visit = Visit(chrome.new_context().new_page(), server.url)
    visit.watch()
    visit.page.goto(server.url + "/docs")
    expect(visit.page.locator("h1")).to_have_text("planqa API")
    visit.page.context.close()
    assert visit.faults == []
